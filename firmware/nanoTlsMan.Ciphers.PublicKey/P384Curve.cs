//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Ciphers.PublicKey
{
    /// <summary>
    /// P-384, for verification alone.
    /// </summary>
    internal sealed class P384Curve : JacobianCurve
    {
        /// <summary>Length of a number, in bytes.</summary>
        public const int ByteLength = 48;

        public P384Curve()
            : base(new P384Field(), ByteLength)
        {
        }

        /// <summary>Reads any number of 48 bytes as limbs of the field.</summary>
        public static long[] ReadNumber(byte[] buffer, int offset)
        {
            long[] number = new long[P384Field.LimbCount];

            LimbString.Read(number, P384Field.Bits, buffer, offset, ByteLength);
            return number;
        }

        /// <inheritdoc/>
        public override long[] Leave(long[] a)
        {
            long[] r = new long[P384Field.LimbCount];
            long[] modulus = Field.CreateModulus();

            // Divided by 2^392, the number is not negative, and the prime at most.
            r[0] = 1;
            Field.Multiply(r, a, r);
            if (!LimbString.IsLess(r, modulus))
            {
                LimbString.Subtract(r, modulus, P384Field.Bits);
            }

            return r;
        }

        /// <inheritdoc/>
        protected override long[] CreateB()
        {
            return P384Tables.CreateB();
        }

        /// <inheritdoc/>
        protected override long[] CreateOne()
        {
            return P384Tables.CreateOne();
        }

        /// <inheritdoc/>
        protected override long[] Read(byte[] buffer, int offset)
        {
            long[] number = ReadNumber(buffer, offset);

            return LimbString.IsLess(number, Field.CreateModulus()) ? number : null;
        }
    }
}
