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
    /// HelloRetryRequest (RFC 9846, section 4.1.4), and the cookie by which a server without state knows what it has
    /// answered: suite, group and the hash of the first hello.
    /// </summary>
    internal static class RetryRequest
    {
        /// <summary>The length of what a cookie says, in bytes: a mark, suite, group and hash. Behind it stands the
        /// code of a <see cref="CookieGate"/>.</summary>
        internal const int ContentLength = 1 + 2 + 2 + TranscriptHash.DigestLength;

        /// <summary>The length of a cookie, in bytes.</summary>
        internal const int CookieLength = ContentLength + CookieGate.CookieLength;

        /// <summary>The longest body without session ID, in bytes.</summary>
        internal const int MostBodyLength = 2 + ClientHelloView.RandomLength + 1 + 2 + 1 + 2 + 6 + 6 + 6 + CookieLength;

        // No hello begins with it, so that no cookie of 1.2 is one of these.
        private const int Mark = 0x13;

        // No group is asked for.
        private const int NoGroup = 0;

        /// <summary>
        /// Writes the body.
        /// </summary>
        /// <param name="writer">Receives it.</param>
        /// <param name="kind">What carries the records.</param>
        /// <param name="hello">The hello that is answered, whose session ID is repeated over a stream.</param>
        /// <param name="suite">The suite.</param>
        /// <param name="group">The group that is asked for, or -1.</param>
        /// <param name="cookie">The cookie, or <see langword="null"/>.</param>
        internal static void Write(
            WireWriter writer, TlsTransportKind kind, ClientHelloView hello, int suite, int group, byte[] cookie)
        {
            HelloContent content = new HelloContent
            {
                Form = HelloForm.Retry,
                Kind = kind,
                Present = HelloContent.Versions,
                Group = group,
                CookieContent = cookie,
            };

            content.Present |= (group < 0 ? 0 : HelloContent.KeyShare) | (cookie == null ? 0 : HelloContent.Cookie);
            ServerHello.Write(
                writer, content, ServerHello.RetryRandom, 0, hello.Buffer, hello.SessionIdOffset,
                kind == TlsTransportKind.Datagram ? 0 : hello.SessionIdLength, suite,
                new HelloExtensions { More = content });
        }

        /// <summary>
        /// Makes what a cookie says; there is room behind it for the code.
        /// </summary>
        internal static byte[] CreateCookie(int suite, int group, byte[] digest)
        {
            byte[] cookie = new byte[CookieLength];

            cookie[0] = Mark;
            WireWriter.PutUInt16(cookie, 1, suite);
            WireWriter.PutUInt16(cookie, 3, group < 0 ? NoGroup : group);
            System.Array.Copy(digest, 0, cookie, 5, digest.Length);
            return cookie;
        }

        /// <summary>
        /// Tells whether a cookie looks like one of ours.
        /// </summary>
        internal static bool IsCookie(byte[] cookie)
        {
            return cookie.Length == CookieLength && cookie[0] == Mark;
        }

        internal static int GetSuite(byte[] cookie)
        {
            return WireReader.GetUInt16(cookie, 1);
        }

        /// <summary>Gets the group that was asked for, or -1.</summary>
        internal static int GetGroup(byte[] cookie)
        {
            int group = WireReader.GetUInt16(cookie, 3);

            return group == NoGroup ? -1 : group;
        }

        /// <summary>Gets the hash of the first hello.</summary>
        internal static byte[] GetDigest(byte[] cookie)
        {
            byte[] digest = new byte[TranscriptHash.DigestLength];

            System.Array.Copy(cookie, 5, digest, 0, digest.Length);
            return digest;
        }
    }
}
