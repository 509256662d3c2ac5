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
    }
}
