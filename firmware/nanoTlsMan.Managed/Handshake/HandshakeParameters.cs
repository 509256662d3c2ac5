//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Managed.Handshake
{
    /// <summary>
    /// What a handshake is given.
    /// </summary>
    internal sealed class HandshakeParameters
    {
        internal TlsTransportKind Kind;
        internal TlsSessionOptions Options;
        internal CredentialStore Credentials;
        internal DropCounters Drops;
        internal CipherProvider Ciphers;
        internal RandomSource Random;
        internal IKeySource KeySource;
        internal ISessionSource Sessions;
        internal ushort[] Suites;

        /// <summary>Whether a server knows a newer version: it has judged what versions the hello allows, and says so
        /// to clients that get this one.</summary>
        internal bool KnowsNewer;

        /// <summary>What there is beyond pre-shared keys, or <see langword="null"/>.</summary>
        internal KeyExchange Exchange;

        /// <summary>Tells whether a peer is to be refused for what its hello lacks.</summary>
        internal bool IsLegacy(bool hasExtendedMasterSecret, bool hasRenegotiationInfo)
        {
            return (!hasExtendedMasterSecret && !Options.DangerousAllowLegacyMasterSecret)
                || (!hasRenegotiationInfo && Options.RequireSecureRenegotiation);
        }
    }
}
