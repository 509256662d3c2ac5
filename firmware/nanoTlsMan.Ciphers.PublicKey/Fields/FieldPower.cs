//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Ciphers.PublicKey
{
    /// <summary>
    /// Inverts by a power (Fermat), in the same steps for every number.
    /// </summary>
    /// <remarks>
    /// An entry of the programme is three bytes: how often the number is squared, by which of the kept ones it is
    /// multiplied then, and under which number it is kept. 255 stands for none. The first kept one is the number
    /// itself.
    /// </remarks>
    internal sealed class FieldPower
    {
        private const int None = 255;
        private const int KeptCount = 10;

        // 48 squarings or products lie well below the 60,000 instructions of a step.
        private const int SquaringsPerStep = 48;

        private readonly Field _field;
        private readonly byte[] _programme;
        private readonly long[][] _kept = new long[KeptCount][];
        private int _position;
        private int _squared;

        /// <summary>Begins to invert a number, which is replaced.</summary>
        public FieldPower(Field field, long[] number)
        {
            _field = field;
            _programme = field.CreateInversion();
            _kept[0] = (long[])number.Clone();
            Number = number;
        }

        /// <summary>Gets the number; its inverse, once all steps are done.</summary>
        public long[] Number { get; }

        /// <summary>Does some of the squarings.</summary>
        /// <returns><see langword="true"/> once the inverse is there.</returns>
        public bool Step()
        {
            byte[] programme = _programme;
            int left = SquaringsPerStep;

            while (_position < programme.Length)
            {
                for (int end = programme[_position]; _squared < end; _squared++)
                {
                    if (left-- <= 0)
                    {
                        return false;
                    }

                    _field.Square(Number, Number);
                }

                int factor = programme[_position + 1];
                int kept = programme[_position + 2];

                if (factor != None)
                {
                    _field.Multiply(Number, Number, _kept[factor]);
                    left--;
                }

                if (kept != None)
                {
                    _kept[kept] = (long[])Number.Clone();
                }

                _position += 3;
                _squared = 0;
            }

            Wipe();
            return true;
        }

        /// <summary>Wipes the kept powers, and gives them up.</summary>
        public void Wipe()
        {
            for (int i = 0; i < KeptCount; i++)
            {
                if (_kept[i] != null)
                {
                    Array.Clear(_kept[i], 0, _kept[i].Length);
                    _kept[i] = null;
                }
            }
        }
    }
}
