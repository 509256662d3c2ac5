//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan
{
    /// <summary>
    /// A (D)TLS implementation: what it can do, and engines for sessions.
    /// </summary>
    public abstract class TlsStack
    {
        /// <summary>
        /// Gets the stack's name, as <c>managed</c> or <c>mbedtls</c>.
        /// </summary>
        public abstract string Name { get; }

        /// <summary>
        /// Gets the stack's version.
        /// </summary>
        public abstract string Version { get; }

        /// <summary>
        /// Gets what the stack can do.
        /// </summary>
        public abstract TlsCapabilities Capabilities { get; }

        /// <summary>
        /// Makes an engine for one session.
        /// </summary>
        /// <param name="role">Who opens the handshake.</param>
        /// <param name="kind">What carries the records.</param>
        /// <param name="options">The session's options, which must not change while it lives.</param>
        /// <param name="credentials">The credentials.</param>
        /// <param name="drops">Counts what is dropped.</param>
        /// <returns>The engine, which its user disposes of.</returns>
        public abstract TlsEngine CreateEngine(
            TlsRole role, TlsTransportKind kind, TlsSessionOptions options, CredentialStore credentials,
            DropCounters drops);

        /// <summary>
        /// Answers a ClientHello that offers DTLS 1.3 and whose sender has not proved its address, without keeping
        /// anything of it (RFC 9147, section 5.1).
        /// </summary>
        /// <param name="hello">The hello, whole.</param>
        /// <param name="gate">Seals and checks cookies.</param>
        /// <param name="options">The session's options.</param>
        /// <param name="credentials">The session's credentials.</param>
        /// <param name="peer">The sender's address.</param>
        /// <param name="reply">Receives a HelloRetryRequest.</param>
        /// <param name="now">The time, in wrapping milliseconds.</param>
        /// <returns>The reply's length, in bytes; 0 if the hello needs none, for it brings a cookie or the stack asks
        /// by itself; -1 if it is to be dropped.</returns>
        protected internal virtual int Retry(
            ClientHelloView hello, CookieGate gate, TlsSessionOptions options, CredentialStore credentials,
            byte[] peer, byte[] reply, int now)
        {
            return 0;
        }
    }
}
