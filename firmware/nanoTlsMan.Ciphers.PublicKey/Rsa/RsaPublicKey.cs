//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Ciphers.PublicKey
{
    /// <summary>
    /// An RSAPublicKey (RFC 8017, appendix A.1.1), read strictly: it has one encoding in DER. The modulus is odd and
    /// has 2048 to 4096 bits, the exponent is odd, at least 3 and less than 2^32.
    /// </summary>
    internal sealed class RsaPublicKey
    {
        private const byte Sequence = 0x30;
        private const byte Integer = 2;
        private const int MinBits = 2048;
        private const int MaxBits = 4096;
        private const int MaxExponentLength = 4;

        private RsaPublicKey(Montgomery field, int length, long exponent)
        {
            Field = field;
            Length = length;
            Exponent = exponent;
        }

        /// <summary>Gets the arithmetic modulo the modulus.</summary>
        public Montgomery Field { get; }

        /// <summary>Gets the length of the modulus, in bytes.</summary>
        public int Length { get; }

        /// <summary>Gets the exponent.</summary>
        public long Exponent { get; }

        /// <summary>Reads a key.</summary>
        /// <returns><see langword="null"/> if it is none that is taken.</returns>
        public static RsaPublicKey Read(byte[] buffer, int offset, int count)
        {
            int end = offset + count;
            int start = ReadHeader(buffer, offset, end, Sequence);
            if (start < 0 || start + GetLength(buffer, offset) != end)
            {
                return null;
            }

            int modulus = ReadInteger(buffer, start, end);
            if (modulus < 0)
            {
                return null;
            }

            int next = modulus + GetLength(buffer, start);
            int exponent = ReadInteger(buffer, next, end);
            if (exponent < 0 || exponent + GetLength(buffer, next) != end)
            {
                return null;
            }

            // The zero that keeps the highest bit from being a sign is not of the number.
            modulus += buffer[modulus] == 0 ? 1 : 0;
            exponent += buffer[exponent] == 0 ? 1 : 0;
            return Create(buffer, modulus, next - modulus, exponent, end - exponent);
        }

        private static RsaPublicKey Create(
            byte[] buffer, int modulus, int modulusCount, int exponent, int exponentCount)
        {
            if (modulusCount > MaxBits / 8 || 8 * modulusCount < MinBits || exponentCount > MaxExponentLength)
            {
                return null;
            }

            long e = 0;
            for (int i = 0; i < exponentCount; i++)
            {
                e = e << 8 | buffer[exponent + i];
            }

            if (e < 3 || (e & 1) == 0 || (buffer[modulus + modulusCount - 1] & 1) == 0)
            {
                return null;
            }

            // A modulus of 256 bytes whose highest bit is 0 is too short.
            Montgomery field = new Montgomery(buffer, modulus, modulusCount);
            return field.BitLength < MinBits ? null : new RsaPublicKey(field, modulusCount, e);
        }

        /// <summary>Reads the header of an integer, which is positive and as short as it can be.</summary>
        /// <returns>Where its bytes begin; or -1.</returns>
        private static int ReadInteger(byte[] buffer, int offset, int end)
        {
            int start = ReadHeader(buffer, offset, end, Integer);
            if (start < 0)
            {
                return -1;
            }

            int count = GetLength(buffer, offset);
            if (count == 0 || buffer[start] > 0x7f || (buffer[start] == 0 && count > 1 && buffer[start + 1] <= 0x7f))
            {
                return -1;
            }

            return start;
        }

        /// <summary>Reads a tag and a length, in the shortest form (X.690, section 10.1).</summary>
        /// <returns>Where the contents begin, all of which lie before the end; or -1.</returns>
        private static int ReadHeader(byte[] buffer, int offset, int end, byte tag)
        {
            if (end - offset < 2 || buffer[offset] != tag)
            {
                return -1;
            }

            int first = buffer[offset + 1];
            int start = offset + 2 + (first > 0x80 ? first & 0x7f : 0);
            if (first == 0x80 || first > 0x82 || start > end)
            {
                return -1;
            }

            int length = GetLength(buffer, offset);
            if (length > end - start || (first == 0x81 && length < 0x80) || (first == 0x82 && length < 0x100))
            {
                return -1;
            }

            return start;
        }

        /// <summary>Gets the length from a header that was read.</summary>
        private static int GetLength(byte[] buffer, int offset)
        {
            int first = buffer[offset + 1];

            if (first < 0x80)
            {
                return first;
            }

            return first == 0x81 ? buffer[offset + 2] : buffer[offset + 2] << 8 | buffer[offset + 3];
        }
    }
}
