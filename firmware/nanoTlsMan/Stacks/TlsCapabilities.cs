//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan
{
    /// <summary>
    /// What a stack can do, as data that requests are matched against.
    /// </summary>
    public sealed class TlsCapabilities
    {
        /// <summary>
        /// Gets or sets the versions.
        /// </summary>
        public TlsVersions Versions { get; set; }

        /// <summary>
        /// Gets or sets the cipher suites, best first.
        /// </summary>
        public ushort[] CipherSuites { get; set; }

        /// <summary>
        /// Gets or sets the kinds of credentials.
        /// </summary>
        public TlsKeyKinds KeyKinds { get; set; }

        /// <summary>
        /// Gets or sets the longest pre-shared key, in bytes.
        /// </summary>
        public int MaxKeyLength { get; set; }

        /// <summary>
        /// Gets or sets the longest PSK identity, in bytes.
        /// </summary>
        public int MaxIdentityLength { get; set; }

        /// <summary>
        /// Gets or sets the longest plaintext of a record, in bytes.
        /// </summary>
        public int MaxPayload { get; set; }

        /// <summary>
        /// Gets or sets the least MTU that it can do with, in bytes; see <see cref="TlsSessionOptions.Mtu"/>.
        /// </summary>
        public int LeastMtu { get; set; }

        /// <summary>
        /// Gets or sets a value indicating whether max_fragment_length (RFC 6066, section 4) can be negotiated.
        /// </summary>
        public bool SupportsMaxFragmentLength { get; set; }

        /// <summary>
        /// Gets or sets a value indicating whether the manager's cookie gate can serve the stack, so that no state
        /// exists before a cookie came back.
        /// </summary>
        public bool SupportsCookieGate { get; set; }

        /// <summary>
        /// Gets or sets a value indicating whether a server takes a ClientHello that comes in fragments (RFC 6347,
        /// section 4.2.3). Where no loaded stack does, such a client is refused, without keeping anything of it.
        /// </summary>
        public bool SupportsFragmentedHello { get; set; }

        /// <summary>
        /// Gets or sets a value indicating whether the stack can write a key log.
        /// </summary>
        public bool SupportsKeyLog { get; set; }

        /// <summary>
        /// Gets or sets a value indicating whether a peer without extended_master_secret (RFC 7627) is refused where
        /// <see cref="TlsSessionOptions.DangerousAllowLegacyMasterSecret"/> does not allow it, and one without
        /// renegotiation_info (RFC 5746) where <see cref="TlsSessionOptions.RequireSecureRenegotiation"/> demands it.
        /// </summary>
        public bool RefusesLegacyPeers { get; set; }

        /// <summary>
        /// Gets or sets a value indicating whether a peer without extended_master_secret endangers nothing, because the
        /// stack neither resumes nor renegotiates nor exports keys (RFC 7627, section 1): then such a peer is taken.
        /// </summary>
        public bool IsSafeWithLegacyPeers { get; set; }

        /// <summary>
        /// Gets or sets a value indicating whether a server can send an identity hint (RFC 4279, section 2).
        /// </summary>
        public bool SupportsIdentityHint { get; set; }

        /// <summary>
        /// Gets or sets a value indicating whether connection IDs (RFC 9146) can be negotiated.
        /// </summary>
        public bool SupportsConnectionId { get; set; }

        /// <summary>
        /// Gets or sets a value indicating whether a peer that moved is asked at its new address, where both sides can
        /// (RFC 9853).
        /// </summary>
        public bool SupportsPathCheck { get; set; }

        /// <summary>
        /// Gets or sets a value indicating whether keying material can be exported (RFC 5705).
        /// </summary>
        public bool SupportsExport { get; set; }

        /// <summary>
        /// Gets or sets a value indicating whether record_size_limit (RFC 8449) can be negotiated.
        /// </summary>
        public bool SupportsRecordSizeLimit { get; set; }

        /// <summary>
        /// Gets or sets which sides of resumption there are. Where one is missing, a session that could be resumed
        /// takes a full handshake, and no request is refused for it.
        /// </summary>
        public TlsResumptions SupportsResumption { get; set; }

        /// <summary>
        /// Gets or sets a value indicating whether an open session can be saved and restored.
        /// </summary>
        public bool SupportsSaveRestore { get; set; }

        /// <summary>
        /// Gets or sets what the stack leaves out that others have: nothing, unless set.
        /// </summary>
        public TlsOmissions Omits { get; set; }

        /// <summary>
        /// Tells why a session cannot be served.
        /// </summary>
        /// <param name="kind">What carries the records.</param>
        /// <param name="options">The session's options.</param>
        /// <param name="credentials">The session's credentials.</param>
        /// <returns>The reasons, or <see cref="TlsRefusals.None"/>.</returns>
        public TlsRefusals Match(TlsTransportKind kind, TlsSessionOptions options, CredentialStore credentials)
        {
            TlsRefusals refusals = TlsRefusals.None;

            if ((Versions & options.Versions & GetVersions(kind)) == TlsVersions.None)
            {
                refusals |= TlsRefusals.Version;
            }

            if (options.CipherSuites != null && !HasCommonSuite(options.CipherSuites))
            {
                refusals |= TlsRefusals.Suite;
            }

            TlsKeyKinds publicKeys = TlsKeyKinds.RawPublicKey | TlsKeyKinds.X509;

            // A client whose options name a pre-shared key uses that, whatever else it has.
            bool isNamed = options.CredentialTag >= 0 && credentials.GetIdentity(options.CredentialTag) != null;

            if ((KeyKinds & (isNamed ? TlsKeyKinds.Psk : credentials.Kinds)) == 0
                || (options.ClientAuthentication != TlsClientAuthentication.None && (KeyKinds & publicKeys) == 0))
            {
                refusals |= TlsRefusals.KeyKind;
            }

            if (credentials.LongestKey > MaxKeyLength || credentials.LongestIdentity > MaxIdentityLength)
            {
                refusals |= TlsRefusals.KeyLength;
            }

            if (options.MaxFragmentLength != 0 && !SupportsMaxFragmentLength)
            {
                refusals |= TlsRefusals.MaxFragmentLength;
            }

            if (kind == TlsTransportKind.Datagram && options.Mtu < LeastMtu)
            {
                refusals |= TlsRefusals.Mtu;
            }

            if (options.DangerousKeyLog != null && !SupportsKeyLog)
            {
                refusals |= TlsRefusals.KeyLog;
            }

            // What 1.2 needs extensions for, 1.3 has by itself.
            bool mayBeLegacy = (options.Versions & (TlsVersions.Dtls12 | TlsVersions.Tls12)) == TlsVersions.None
                || options.DangerousAllowLegacyMasterSecret || IsSafeWithLegacyPeers;

            if ((!mayBeLegacy || options.RequireSecureRenegotiation) && !RefusesLegacyPeers)
            {
                refusals |= TlsRefusals.LegacyPeer;
            }

            if (options.IdentityHint != null && !SupportsIdentityHint)
            {
                refusals |= TlsRefusals.IdentityHint;
            }

            if (Omits != TlsOmissions.None && AsksForOmitted(options, credentials))
            {
                refusals |= TlsRefusals.Omission;
            }

            return refusals | MatchLasting(kind, options);
        }

        /// <summary>
        /// Gets the versions of a transport.
        /// </summary>
        internal static TlsVersions GetVersions(TlsTransportKind kind)
        {
            return kind == TlsTransportKind.Datagram
                ? TlsVersions.Dtls12 | TlsVersions.Dtls13
                : TlsVersions.Tls12 | TlsVersions.Tls13;
        }

        /// <summary>
        /// Tells whether a session could have 1.3 with the stack.
        /// </summary>
        internal bool Has13(TlsTransportKind kind)
        {
            return (Versions & (kind == TlsTransportKind.Datagram ? TlsVersions.Dtls13 : TlsVersions.Tls13)) != 0;
        }

        private bool AsksForOmitted(TlsSessionOptions options, CredentialStore credentials)
        {
            return ((Omits & TlsOmissions.Pins) != 0
                && (credentials.FindKey(CredentialKind.TrustedKey, 0) >= 0
                || credentials.FindKey(CredentialKind.TrustedCertificate, 0) >= 0))
                || (options.ApplicationProtocols != null && (Omits & TlsOmissions.ApplicationProtocols) != 0)
                || (options.ServerName != null && (Omits & TlsOmissions.ServerName) != 0)
                || (options.Curves != null && (Omits & TlsOmissions.Curves) != 0);
        }

        // What a session needs that is to outlive a move, a sleep or a restart.
        private TlsRefusals MatchLasting(TlsTransportKind kind, TlsSessionOptions options)
        {
            TlsRefusals refusals = TlsRefusals.None;

            if (kind == TlsTransportKind.Datagram && options.ConnectionIdLength != TlsSessionOptions.NoConnectionId
                && !SupportsConnectionId)
            {
                refusals |= TlsRefusals.ConnectionId;
            }

            if (options.RecordSizeLimit != 0 && !SupportsRecordSizeLimit)
            {
                refusals |= TlsRefusals.RecordSizeLimit;
            }

            if (options.KeepMasterSecret && !SupportsExport)
            {
                refusals |= TlsRefusals.MasterSecret;
            }

            return refusals;
        }

        /// <summary>
        /// Tells whether the stack has a suite.
        /// </summary>
        /// <param name="suite">The suite.</param>
        /// <returns><see langword="true"/> if it has; otherwise, <see langword="false"/>.</returns>
        public bool HasSuite(ushort suite)
        {
            ushort[] suites = CipherSuites;

            for (int i = 0; i < suites.Length; i++)
            {
                if (suites[i] == suite)
                {
                    return true;
                }
            }

            return false;
        }

        private bool HasCommonSuite(ushort[] suites)
        {
            for (int i = 0; i < suites.Length; i++)
            {
                if (HasSuite(suites[i]))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
