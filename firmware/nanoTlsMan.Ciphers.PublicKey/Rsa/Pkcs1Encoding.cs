//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Ciphers.PublicKey
{
    /// <summary>
    /// EMSA-PKCS1-v1_5 (RFC 8017, section 9.2).
    /// </summary>
    internal static class Pkcs1Encoding
    {
        /// <summary>
        /// Compares a whole encoded message with the one that there is for a digest: nothing in it is parsed, so that
        /// nothing can be hidden in it (section 8.2.2, step 4, and its note).
        /// </summary>
        public static bool IsRight(byte[] message, MessageHash hash, byte[] digest)
        {
            byte[] info = hash.CreateDigestInfo();
            int infoStart = message.Length - digest.Length - info.Length;

            // 0, 1, 255 as often as there is room for, 0, the algorithm and the digest.
            for (int i = 0; i < message.Length; i++)
            {
                byte expected;

                if (i >= message.Length - digest.Length)
                {
                    expected = digest[i - infoStart - info.Length];
                }
                else if (i >= infoStart)
                {
                    expected = info[i - infoStart];
                }
                else if (i == 0 || i == infoStart - 1)
                {
                    expected = 0;
                }
                else
                {
                    expected = i == 1 ? (byte)1 : (byte)255;
                }

                if (message[i] != expected)
                {
                    return false;
                }
            }

            return true;
        }
    }
}
