//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Ciphers.PublicKey
{
    /// <summary>
    /// The two forms of an ECDSA signature, read strictly: a signature has one encoding in each.
    /// </summary>
    internal static class EcdsaSignature
    {
        private const byte Sequence = 0x30;
        private const byte Integer = 2;

        // Two integers of a byte more than a number with their heads: no length needs the long form, up to 60 bytes.
        private const int DerOverhead = 2 + 2 * (2 + 1);

        /// <summary>
        /// Reads a signature.
        /// </summary>
        /// <param name="buffer">Holds it.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="count">Its length, in bytes.</param>
        /// <param name="form">Its form.</param>
        /// <param name="length">Length of a number, in bytes.</param>
        /// <returns>Two numbers; or <see langword="null"/> where the form is another.</returns>
        public static byte[] Read(byte[] buffer, int offset, int count, SignatureForm form, int length)
        {
            byte[] numbers = new byte[2 * length];

            if (form == SignatureForm.Fixed)
            {
                if (count != numbers.Length)
                {
                    return null;
                }

                Array.Copy(buffer, offset, numbers, 0, count);
                return numbers;
            }

            // DER (X.690, sections 8.1.3 and 10.1): the short form of the length, and nothing behind.
            if (count < 2 || count > numbers.Length + DerOverhead || buffer[offset] != Sequence
                || buffer[offset + 1] != count - 2)
            {
                return null;
            }

            int end = offset + count;
            int next = ReadInteger(buffer, offset + 2, end, numbers, 0, length);
            if (next >= 0)
            {
                next = ReadInteger(buffer, next, end, numbers, length, length);
            }

            return next == end ? numbers : null;
        }

        /// <summary>
        /// Writes a signature of two numbers of 32 bytes.
        /// </summary>
        public static byte[] Write(byte[] numbers, SignatureForm form)
        {
            if (form == SignatureForm.Fixed)
            {
                return numbers;
            }

            byte[] buffer = new byte[numbers.Length + DerOverhead];
            int length = WriteInteger(numbers, Limbs.ByteLength, buffer, WriteInteger(numbers, 0, buffer, 2));
            byte[] der = new byte[length];

            buffer[0] = Sequence;
            buffer[1] = (byte)(length - 2);
            Array.Copy(buffer, 0, der, 0, length);
            return der;
        }

        /// <summary>
        /// Reads one integer, which is positive and as short as it can be (X.690, section 8.3.2).
        /// </summary>
        /// <returns>Where the next one begins; or -1.</returns>
        private static int ReadInteger(
            byte[] buffer, int offset, int end, byte[] numbers, int numberOffset, int length)
        {
            if (end - offset < 3 || buffer[offset] != Integer)
            {
                return -1;
            }

            int count = buffer[offset + 1];
            offset += 2;
            if (count == 0 || count > end - offset || buffer[offset] > 0x7f)
            {
                return -1;
            }

            int next = offset + count;
            if (buffer[offset] == 0 && count > 1)
            {
                if (buffer[offset + 1] <= 0x7f)
                {
                    return -1;
                }

                offset++;
                count--;
            }

            if (count > length)
            {
                return -1;
            }

            Array.Copy(buffer, offset, numbers, numberOffset + length - count, count);
            return next;
        }

        private static int WriteInteger(byte[] numbers, int numberOffset, byte[] buffer, int offset)
        {
            int count = Limbs.ByteLength;

            while (count > 1 && numbers[numberOffset] == 0)
            {
                numberOffset++;
                count--;
            }

            // A zero in front where the highest bit would be taken for a sign.
            int padding = numbers[numberOffset] >> 7;
            buffer[offset] = Integer;
            buffer[offset + 1] = (byte)(count + padding);
            Array.Copy(numbers, numberOffset, buffer, offset + 2 + padding, count);
            return offset + 2 + padding + count;
        }
    }
}
