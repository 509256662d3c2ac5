//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Ciphers
{
    /// <summary>
    /// The S-box of AES (FIPS 197, section 5.1.1) with what mixing the columns makes of it (section 5.1.3), from which
    /// the tables are made.
    /// </summary>
    internal static class AesBox
    {
        /// <summary>
        /// Makes a word for each byte: of its S-box value the double, the value, the value, and the triple.
        /// </summary>
        public static uint[] MakeWords()
        {
            uint[] words = new uint[256];

            // p runs through all non-zero elements as powers of 3, and q through their inverses, as powers of 1/3 =
            // 0xf6.
            byte p = 1;
            byte q = 1;
            do
            {
                p = (byte)(p ^ p << 1 ^ (p >> 7) * 0x1b);
                q ^= (byte)(q << 1);
                q ^= (byte)(q << 2);
                q ^= (byte)(q << 4);
                q ^= (byte)((q >> 7) * 0x09);

                // The affine map of FIPS 197, section 5.1.1: the byte and its rotations by 1, 2, 3 and 4, doubled to
                // rotate by shifts.
                int doubled = q << 8 | q;
                words[p] =
                    MakeWord((byte)(doubled >> 8 ^ doubled >> 7 ^ doubled >> 6 ^ doubled >> 5 ^ doubled >> 4 ^ 0x63));
            }
            while (p != 1);

            words[0] = MakeWord(0x63);
            return words;
        }

        private static uint MakeWord(byte s)
        {
            byte twice = (byte)(s << 1 ^ (s >> 7) * 0x1b);

            return (uint)(twice << 24 | s << 16 | s << 8 | twice ^ s);
        }
    }
}
