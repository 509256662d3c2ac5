//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Ciphers.PublicKey
{
    /// <summary>
    /// The function X25519 (RFC 7748, section 5): a ladder, the same for every scalar.
    /// </summary>
    internal sealed class X25519Ladder
    {
        // About 6,400 instructions each.
        private const int BitsPerStep = 8;

        private readonly Field _field = new Curve25519Field();
        private readonly long[] _scalar;
        private readonly long[] _x1;
        private readonly long[] _x2 = new long[Limbs.Count];
        private readonly long[] _z2 = new long[Limbs.Count];
        private readonly long[] _x3;
        private readonly long[] _z3 = new long[Limbs.Count];
        private readonly long[] _a = new long[Limbs.Count];
        private readonly long[] _b = new long[Limbs.Count];
        private readonly long[] _c = new long[Limbs.Count];
        private readonly long[] _d = new long[Limbs.Count];
        private long _swap;
        private int _next = 255;
        private FieldPower _inversion;

        /// <summary>Begins with a scalar and a u coordinate, of 32 bytes each.</summary>
        public X25519Ladder(byte[] scalar, int scalarOffset, byte[] u, int uOffset)
        {
            long[] k = Limbs.ReadLittleEndian(scalar, scalarOffset);

            // The bits 0 to 2 and 255 are cleared, bit 254 is set; bit 232 is the first of the last limb.
            k[0] = k[0] & ~7L;
            k[8] = (k[8] & 0x3fffff) | 0x400000;
            _scalar = k;
            _x1 = Limbs.ReadLittleEndian(u, uOffset);

            // Section 5: the topmost bit of u is passed over.
            _x1[8] = _x1[8] & 0x7fffff;
            _x2[0] = 1;
            _x3 = (long[])_x1.Clone();
            _z3[0] = 1;
        }

        /// <summary>Does some bits.</summary>
        /// <returns><see langword="true"/> once <see cref="Write"/> has a result.</returns>
        public bool Step()
        {
            if (_inversion != null)
            {
                return _inversion.Step();
            }

            for (int i = 0; i < BitsPerStep && _next > 0; i++)
            {
                _next--;
                StepBit();
            }

            if (_next == 0)
            {
                // Bit 0 is 0, and so nothing is left to exchange once the last one has been.
                Limbs.Swap(_x2, _x3, -_swap);
                Limbs.Swap(_z2, _z3, -_swap);
                _inversion = new FieldPower(_field, _z2);
            }

            return false;
        }

        /// <summary>Writes the u coordinate of the result.</summary>
        /// <returns><see langword="false"/> if it is 0.</returns>
        public bool Write(byte[] buffer, int offset)
        {
            long[] u = _x2;
            long[] prime = _field.CreateModulus();

            _field.Multiply(u, u, _inversion.Number);

            // What is above 2^255 comes in again as 19 times as much; twice, as the first time may carry.
            for (int i = 0; i < 2; i++)
            {
                Limbs.Carry(u);
                u[0] = u[0] + (u[8] >> 23) * 19;
                u[8] = u[8] & 0x7fffff;
            }

            Limbs.Carry(u);
            Limbs.ReduceOnce(u, prime);
            Limbs.WriteLittleEndian(u, buffer, offset);
            return Limbs.IsZero(u) == 0;
        }

        /// <summary>Wipes all.</summary>
        public void Wipe()
        {
            P256Curve.Wipe(new long[][] { _scalar, _x2, _z2, _x3, _z3, _a, _b, _c, _d });
            if (_inversion != null)
            {
                _inversion.Wipe();
            }
        }

        private void StepBit()
        {
            Field field = _field;
            long bit = Limbs.GetBit(_scalar, _next);

            _swap ^= bit;
            Limbs.Swap(_x2, _x3, -_swap);
            Limbs.Swap(_z2, _z3, -_swap);
            _swap = bit;

            // A, B, C and D of section 5; A is squared, so it has to be carried.
            field.Combine(_a, _x2, 1, _z2, 1);
            Limbs.Subtract(_b, _x2, _z2);
            Limbs.Add(_c, _x3, _z3);
            Limbs.Subtract(_d, _x3, _z3);

            // DA and CB.
            field.Multiply(_d, _d, _a);
            field.Multiply(_c, _c, _b);
            field.Combine(_x3, _d, 1, _c, 1);
            field.Square(_x3, _x3);
            Limbs.Subtract(_z3, _d, _c);
            field.Square(_z3, _z3);
            field.Multiply(_z3, _z3, _x1);

            // AA, BB and E.
            field.Square(_a, _a);
            field.Square(_b, _b);
            field.Multiply(_x2, _a, _b);
            Limbs.Subtract(_b, _a, _b);
            field.Combine(_a, _a, 1, _b, 121665);
            field.Multiply(_z2, _a, _b);
        }
    }
}
