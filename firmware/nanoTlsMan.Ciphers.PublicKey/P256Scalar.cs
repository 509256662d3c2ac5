//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Ciphers.PublicKey
{
    /// <summary>
    /// Numbers modulo the order of P-256's base point.
    /// </summary>
    internal static class P256Scalar
    {
        /// <summary>
        /// Reads a number that has to lie between 1 and the order less 1 (FIPS 186-4, sections 6.4 and B.4).
        /// </summary>
        /// <returns><see langword="null"/> if it does not.</returns>
        public static long[] Read(byte[] buffer, int offset)
        {
            long[] number = Limbs.Read(buffer, offset);
            long zero = Limbs.IsZero(number);
            long less = Limbs.ReduceOnce(number, new P256Order().CreateModulus());

            // Whether a key is one is all that is told.
            return (less & ~zero) != 0 ? number : null;
        }

        /// <summary>
        /// Reads a digest as a number, and takes it modulo the order.
        /// </summary>
        public static long[] ReadDigest(byte[] buffer, int offset)
        {
            long[] number = Limbs.Read(buffer, offset);

            // 2^256 is less than twice the order.
            Limbs.ReduceOnce(number, new P256Order().CreateModulus());
            return number;
        }
    }
}
