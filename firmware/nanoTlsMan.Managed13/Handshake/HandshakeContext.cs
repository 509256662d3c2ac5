//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Managed.PublicKey;

namespace NanoTlsMan.Managed13.Handshake
{
    /// <summary>
    /// What a handshake is given.
    /// </summary>
    internal sealed class HandshakeContext
    {
        internal TlsRole Role;
        internal TlsTransportKind Kind;
        internal TlsSessionOptions Options;
        internal CredentialStore Credentials;
        internal DropCounters Drops;
        internal CipherProvider Ciphers;
        internal RandomSource Random;
        internal IHandshakeHost Host;

        /// <summary>What there is beyond pre-shared keys, or <see langword="null"/>.</summary>
        internal PublicKeyExchanges Exchanges;

        /// <summary>The suites of 1.3, best first.</summary>
        internal ushort[] Suites;

        /// <summary>The suites of 1.2, if a client offers that as well; else <see langword="null"/>.</summary>
        internal ushort[] OlderSuites;

        /// <summary>Tells whether there is who goes on where the peer has 1.2 only.</summary>
        internal bool HasOlderVersion;

        /// <summary>The connection ID that the peer's records are to carry, or <see langword="null"/>.</summary>
        internal byte[] ConnectionId;

        /// <summary>The present time.</summary>
        internal int Now;

        /// <summary>Gets the ways in which pre-shared keys may be used.</summary>
        internal TlsPskModes PskModes
        {
            get
            {
                TlsPskModes modes = Options.PskModes;

                return Exchanges == null ? TlsPskModes.PskOnly
                    : modes == TlsPskModes.None ? TlsPskModes.WithKeyShare : modes;
            }
        }

        /// <summary>Gets the longest content of a record that this side takes, in bytes.</summary>
        internal int OwnRecordSizeLimit
        {
            get
            {
                int most = Kind == TlsTransportKind.Datagram ? RecordHeader.MaxPlaintext : Options.ReceiveBufferSize;
                int limit = Options.RecordSizeLimit;

                return limit == 0 || limit > most ? most : limit;
            }
        }
    }
}
