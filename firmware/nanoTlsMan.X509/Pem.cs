//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.X509
{
    /// <summary>
    /// Reads PEM (RFC 7468): text with blocks of base64 between lines that name what they are.
    /// </summary>
    public static class Pem
    {
        /// <summary>
        /// The label of a certificate.
        /// </summary>
        public const string CertificateLabel = "CERTIFICATE";

        /// <summary>
        /// The label of a private key in PKCS #8, not encrypted.
        /// </summary>
        public const string PrivateKeyLabel = "PRIVATE KEY";

        /// <summary>
        /// The label of a private key in SEC 1.
        /// </summary>
        public const string EcPrivateKeyLabel = "EC PRIVATE KEY";

        /// <summary>
        /// The label of a SubjectPublicKeyInfo.
        /// </summary>
        public const string PublicKeyLabel = "PUBLIC KEY";

        private const string Begin = "-----BEGIN ";
        private const string End = "-----END ";
        private const string Dashes = "-----";
        private const int Padding = -2;

        /// <summary>
        /// Reads all blocks with a label; those with others, and what is between blocks, are passed over.
        /// </summary>
        /// <param name="text">The text.</param>
        /// <param name="label">The label, as <see cref="CertificateLabel"/>.</param>
        /// <returns>The content of each block, in their order; none if there are none.</returns>
        /// <exception cref="ArgumentNullException"><paramref name="text"/> or <paramref name="label"/> is
        /// <see langword="null"/>.</exception>
        /// <exception cref="FormatException">A block does not end, or what is in it is not base64.</exception>
        public static byte[][] ReadAll(string text, string label)
        {
            if (text == null || label == null)
            {
                throw new ArgumentNullException();
            }

            return ReadAll(text.ToCharArray(), label);
        }

        /// <summary>
        /// Reads all blocks with a label, out of a file's bytes.
        /// </summary>
        /// <param name="text">The text, in ASCII or UTF-8.</param>
        /// <param name="label">The label, as <see cref="CertificateLabel"/>.</param>
        /// <returns>The content of each block, in their order; none if there are none.</returns>
        /// <exception cref="ArgumentNullException"><paramref name="text"/> or <paramref name="label"/> is
        /// <see langword="null"/>.</exception>
        /// <exception cref="FormatException">A block does not end, or what is in it is not base64.</exception>
        public static byte[][] ReadAll(byte[] text, string label)
        {
            if (text == null || label == null)
            {
                throw new ArgumentNullException();
            }

            char[] letters = new char[text.Length];
            for (int i = 0; i < letters.Length; i++)
            {
                letters[i] = (char)text[i];
            }

            return ReadAll(letters, label);
        }

        private static byte[][] ReadAll(char[] text, string label)
        {
            char[] begin = (Begin + label + Dashes).ToCharArray();
            char[] end = (End + label + Dashes).ToCharArray();
            byte[][] blocks = new byte[0][];
            int position = Find(text, begin, 0);

            while (position >= 0)
            {
                int start = position + begin.Length;
                int next = Find(text, end, start);

                if (next < 0)
                {
                    throw new FormatException();
                }

                byte[][] more = new byte[blocks.Length + 1][];
                for (int i = 0; i < blocks.Length; i++)
                {
                    more[i] = blocks[i];
                }

                more[blocks.Length] = Decode(text, start, next);
                blocks = more;
                position = Find(text, begin, next + end.Length);
            }

            return blocks;
        }

        // At the beginning of a line only.
        private static int Find(char[] text, char[] wanted, int start)
        {
            for (int i = start; i <= text.Length - wanted.Length; i++)
            {
                if (i > 0 && text[i - 1] != '\n' && text[i - 1] != '\r')
                {
                    continue;
                }

                int matched = 0;
                while (matched < wanted.Length && text[i + matched] == wanted[matched])
                {
                    matched++;
                }

                if (matched == wanted.Length)
                {
                    return i;
                }
            }

            return -1;
        }

        // RFC 4648, section 4: padded to whole quads, and bits that are left over are zero (section 3.5). White space
        // may stand anywhere, as RFC 7468 lets a parser have it.
        private static byte[] Decode(char[] text, int start, int end)
        {
            byte[] buffer = new byte[(end - start) / 4 * 3 + 3];
            int count = 0;
            int quad = 0;
            int digits = 0;
            int padding = 0;

            for (int i = start; i < end; i++)
            {
                char letter = text[i];

                if (letter == '\r' || letter == '\n' || letter == ' ' || letter == '\t')
                {
                    continue;
                }

                int value = GetValue(letter);
                if (value == Padding)
                {
                    padding++;
                    value = 0;
                }
                else if (value < 0 || padding > 0)
                {
                    throw new FormatException();
                }

                quad = (quad << 6) | value;
                digits++;
                if (digits == 4)
                {
                    buffer[count] = (byte)(quad >> 16);
                    buffer[count + 1] = (byte)(quad >> 8);
                    buffer[count + 2] = (byte)quad;
                    count += 3;
                    if (padding > 2 || (quad & ((1 << (8 * padding)) - 1)) != 0)
                    {
                        throw new FormatException();
                    }

                    quad = 0;
                    digits = 0;
                }
            }

            if (digits != 0 || padding > 2)
            {
                throw new FormatException();
            }

            byte[] content = new byte[count - padding];
            Array.Copy(buffer, 0, content, 0, content.Length);
            Array.Clear(buffer, 0, buffer.Length);
            return content;
        }

        private static int GetValue(char letter)
        {
            if (letter >= 'A' && letter <= 'Z')
            {
                return letter - 'A';
            }

            if (letter >= 'a' && letter <= 'z')
            {
                return letter - 'a' + 26;
            }

            if (letter >= '0' && letter <= '9')
            {
                return letter - '0' + 52;
            }

            return letter == '+' ? 62 : letter == '/' ? 63 : letter == '=' ? Padding : -1;
        }
    }
}
