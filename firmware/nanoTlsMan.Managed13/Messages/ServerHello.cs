//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Managed.Extensions;
using NanoTlsMan.Managed13.Extensions;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed13.Messages
{
    /// <summary>
    /// ServerHello, and HelloRetryRequest, which differs by its random value (RFC 9846, sections 4.1.3 and 4.1.4).
    /// </summary>
    internal static class ServerHello
    {
        private static readonly byte[] s_retryRandom =
        {
            0xCF, 0x21, 0xAD, 0x74, 0xE5, 0x9A, 0x61, 0x11, 0xBE, 0x1D, 0x8C, 0x02, 0x1E, 0x65, 0xB8, 0x91, 0xC2, 0xA2,
            0x11, 0x16, 0x7A, 0xBB, 0x8C, 0x5E, 0x07, 0x9E, 0x09, 0xE2, 0xC8, 0xA8, 0x33, 0x9C,
        };

        /// <summary>Gets the random value of a HelloRetryRequest.</summary>
        internal static byte[] RetryRandom
        {
            get { return s_retryRandom; }
        }

        /// <summary>
        /// Writes the body.
        /// </summary>
        /// <param name="writer">Receives it.</param>
        /// <param name="content">What is answered.</param>
        /// <param name="random">Holds the random value.</param>
        /// <param name="randomOffset">Where it begins.</param>
        /// <param name="sessionId">Holds the client's session ID, which is repeated over a stream.</param>
        /// <param name="sessionIdOffset">Where it begins.</param>
        /// <param name="sessionIdLength">Its length, in bytes; 0 over datagrams (RFC 9147, section 5.3).</param>
        /// <param name="suite">The cipher suite.</param>
        /// <param name="extensions">What 1.2 has too, with <paramref name="content"/> behind it.</param>
        internal static void Write(
            WireWriter writer, HelloContent content, byte[] random, int randomOffset, byte[] sessionId,
            int sessionIdOffset, int sessionIdLength, int suite, HelloExtensions extensions)
        {
            writer.WriteUInt16(TlsVersion.Get12(content.Kind));
            writer.WriteBytes(random, randomOffset, ClientHelloView.RandomLength);
            writer.WriteByte(sessionIdLength);
            writer.WriteBytes(sessionId, sessionIdOffset, sessionIdLength);
            writer.WriteUInt16(suite);
            writer.WriteByte(0);
            extensions.Write(writer);
        }

        /// <summary>
        /// Tells whether a message is a HelloRetryRequest.
        /// </summary>
        internal static bool IsRetry(byte[] buffer, int body, int count)
        {
            for (int i = 0; i < ClientHelloView.RandomLength; i++)
            {
                if (2 + i >= count || buffer[body + 2 + i] != s_retryRandom[i])
                {
                    return false;
                }
            }

            return true;
        }
    }
}
