//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Managed.Handshake;

namespace NanoTlsMan.Managed
{
    /// <summary>
    /// Ways of exchanging keys beyond pre-shared ones, which a program adds to its <see cref="ManagedStack"/>; see
    /// nanoTlsMan.Managed.PublicKey.
    /// </summary>
    public abstract class KeyExchangeProvider
    {
        /// <summary>
        /// Gets the kinds of keys that it brings.
        /// </summary>
        internal abstract TlsKeyKinds KeyKinds { get; }

        /// <summary>
        /// Gets the suites that it brings, best first.
        /// </summary>
        /// <param name="ciphers">What there is to protect records with.</param>
        internal abstract ushort[] GetSuites(CipherProvider ciphers);

        /// <summary>
        /// Makes what a handshake needs.
        /// </summary>
        internal abstract KeyExchange Create(TlsRole role, HandshakeParameters parameters);
    }
}
