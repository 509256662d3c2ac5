//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan
{
    /// <summary>
    /// How a session is to behave. One object may serve many sessions; it must not change while one of them lives.
    /// </summary>
    public sealed class TlsSessionOptions
    {
        /// <summary>
        /// Stands for "any credential that fits".
        /// </summary>
        public const int AnyCredential = -1;

        /// <summary>
        /// Stands for "no connection ID".
        /// </summary>
        public const int NoConnectionId = -1;

        /// <summary>
        /// The longest connection ID that this library asks for, in bytes.
        /// </summary>
        public const int MaxConnectionIdLength = 20;

        private int _firstTimeout = 1000;
        private int _maxTimeout = 60000;
        private int _handshakeTimeout = 30000;
        private int _mtu = 1232;
        private int _maxFragmentLength;
        private int _receiveBufferSize = RecordHeader.MaxPlaintext;
        private int _badRecordLimit;
        private byte[] _identityHint;
        private int _receiveTimeout = -1;
        private int _connectionIdLength = NoConnectionId;
        private int _recordSizeLimit;

        /// <summary>
        /// Gets or sets the versions that may be used: 1.2, unless set. A client that allows both offers both in one
        /// hello; a server takes the highest that a client offers. Those of the other transport mean nothing.
        /// </summary>
        public TlsVersions Versions { get; set; } = TlsVersions.Dtls12 | TlsVersions.Tls12;

        /// <summary>
        /// Gets or sets how pre-shared keys are used in version 1.3: <see cref="TlsPskModes.None"/>, unless set, for
        /// what the stack can.
        /// </summary>
        public TlsPskModes PskModes { get; set; }

        /// <summary>
        /// Gets or sets a value indicating whether a client of version 1.3 imports its pre-shared keys (RFC 9258), so
        /// that the same key is safe to be used with 1.2 as well: false, for many servers know no imported keys. A
        /// server takes them in either case.
        /// </summary>
        public bool ImportsPreSharedKeys { get; set; }

        /// <summary>
        /// Gets or sets when a server of DTLS 1.3 asks for a cookie: always, unless set. It means nothing to 1.2, whose
        /// server always does.
        /// </summary>
        public TlsHelloRetry HelloRetry { get; set; }

        /// <summary>
        /// Gets or sets the cipher suites that may be used, best first; <see langword="null"/> means all that the stack
        /// has.
        /// </summary>
        public ushort[] CipherSuites { get; set; }

        /// <summary>
        /// Gets or sets the stack that is to serve the session; <see langword="null"/> means the first one loaded that
        /// can.
        /// </summary>
        public TlsStack Stack { get; set; }

        /// <summary>
        /// Gets or sets the tag of the credential that a client uses, or <see cref="AnyCredential"/>.
        /// </summary>
        public int CredentialTag { get; set; } = AnyCredential;

        /// <summary>
        /// Gets or sets the host that a server's certificate has to be for, a name or an IP address (RFC 9525);
        /// <see langword="null"/> where the server is known by its key. A name is sent to the server as well (RFC 6066,
        /// section 3), which chooses its certificate by it.
        /// </summary>
        public string TargetHost { get; set; }

        /// <summary>
        /// Gets or sets the name that is sent to the server instead of <see cref="TargetHost"/>; <see langword="null"/>
        /// unless set.
        /// </summary>
        public string ServerName { get; set; }

        /// <summary>
        /// Gets or sets the application protocols (RFC 7301), best first, each of 1 to 255 ASCII characters;
        /// <see langword="null"/> unless set, for no negotiation. Which one was agreed is in
        /// <see cref="TlsManSession.ApplicationProtocol"/>.
        /// </summary>
        public string[] ApplicationProtocols { get; set; }

        /// <summary>
        /// Gets or sets the curves for key shares, best first; <see langword="null"/> unless set, for all that the
        /// stack has.
        /// </summary>
        public NamedCurve[] Curves { get; set; }

        /// <summary>
        /// Gets or sets whether a server asks its clients for a certificate or raw public key: no, unless set.
        /// </summary>
        public TlsClientAuthentication ClientAuthentication { get; set; }

        /// <summary>
        /// Gets or sets a value indicating whether any key or certificate of a peer is taken: false. Whoever is in the
        /// middle can pose as the peer then.
        /// </summary>
        public bool DangerousTrustAnyone { get; set; }

        /// <summary>
        /// Gets or sets the first retransmission timeout, in milliseconds; 1,000 as RFC 6347, section 4.2.4.1, has it.
        /// RFC 7925, section 11, suggests 9,000 for slow links.
        /// </summary>
        /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
        public int FirstTimeout
        {
            get { return _firstTimeout; }
            set { _firstTimeout = AtLeast(value, 1); }
        }

        /// <summary>
        /// Gets or sets the longest retransmission timeout, in milliseconds: 60,000 (RFC 6347, section 4.2.4.1).
        /// </summary>
        /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
        public int MaxTimeout
        {
            get { return _maxTimeout; }
            set { _maxTimeout = AtLeast(value, 1); }
        }

        /// <summary>
        /// Gets or sets how long a handshake may take, in milliseconds: 30,000.
        /// </summary>
        /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
        public int HandshakeTimeout
        {
            get { return _handshakeTimeout; }
            set { _handshakeTimeout = AtLeast(value, 1); }
        }

        /// <summary>
        /// Gets or sets the longest datagram, in bytes of UDP payload: 1,232, which the least MTU of IPv6 carries. The
        /// least is one that a ClientHello fits in, with all that this library offers and asks for, and a cookie of 16
        /// bytes: a server without state cannot take it in parts.
        /// </summary>
        /// <exception cref="ArgumentOutOfRangeException">Less than 100.</exception>
        public int Mtu
        {
            get { return _mtu; }
            set { _mtu = AtLeast(value, 100); }
        }

        /// <summary>
        /// Gets or sets the longest plaintext of a record that a client asks for with max_fragment_length (RFC 6066,
        /// section 4): 512, 1,024, 2,048 or 4,096 bytes, or 0 not to ask.
        /// </summary>
        /// <exception cref="ArgumentOutOfRangeException">None of these.</exception>
        public int MaxFragmentLength
        {
            get
            {
                return _maxFragmentLength;
            }

            set
            {
                if (value != 0 && value != 512 && value != 1024 && value != 2048 && value != 4096)
                {
                    throw new ArgumentOutOfRangeException();
                }

                _maxFragmentLength = value;
            }
        }

        /// <summary>
        /// Gets or sets the longest plaintext of a TLS record that is received, in bytes: 16,384, which every peer
        /// keeps to. The buffer grows to it only as records need it. A longer record ends the session with
        /// record_overflow.
        /// </summary>
        /// <exception cref="ArgumentOutOfRangeException">Less than 64, or more than 16,384.</exception>
        public int ReceiveBufferSize
        {
            get
            {
                return _receiveBufferSize;
            }

            set
            {
                if (value > RecordHeader.MaxPlaintext)
                {
                    throw new ArgumentOutOfRangeException();
                }

                _receiveBufferSize = AtLeast(value, 64);
            }
        }

        /// <summary>
        /// Gets or sets how many records in a row may fail authentication over datagrams before the session ends: 0,
        /// for any number. They are noise that anybody can send (RFC 6347, section 4.1.2.7), so a limit lets anybody
        /// end the session; without one, each forged record has a chance of 2^-64 with an 8-byte tag. An authentic
        /// record makes the count begin anew.
        /// </summary>
        /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
        public int BadRecordLimit
        {
            get { return _badRecordLimit; }
            set { _badRecordLimit = AtLeast(value, 0); }
        }

        /// <summary>
        /// Gets or sets how long a blocking
        /// <see cref="TlsManSession.RetrieveData(byte[], int, int, SecureDataHandler)"/> waits, in milliseconds;
        /// Timeout.Infinite (-1) unless set.
        /// </summary>
        /// <exception cref="ArgumentOutOfRangeException">Less than -1.</exception>
        public int ReceiveTimeout
        {
            get { return _receiveTimeout; }
            set { _receiveTimeout = AtLeast(value, -1); }
        }

        /// <summary>
        /// Gets or sets the PSK identity hint that a server sends (RFC 4279, section 5.2), at most 128 bytes;
        /// <see langword="null"/> for none.
        /// </summary>
        /// <exception cref="ArgumentOutOfRangeException">Too long.</exception>
        public byte[] IdentityHint
        {
            get
            {
                return _identityHint;
            }

            set
            {
                if (value != null && value.Length > CredentialStore.MaxIdentityLength)
                {
                    throw new ArgumentOutOfRangeException();
                }

                _identityHint = value;
            }
        }

        /// <summary>
        /// Gets or sets the length of the connection ID (RFC 9146) that the peer's records are to carry, in bytes:
        /// <see cref="NoConnectionId"/> unless set, for none in either direction. With one the peer is known wherever
        /// its records come from: after a sleep, and behind a NAT that has forgotten it. 0 lets the peer have one of
        /// its own while its records carry none, as suits a client. Over a stream it means nothing.
        /// </summary>
        /// <remarks>
        /// A server that tells many sessions apart by it takes at least 4 bytes, so that it cannot run out of them. It
        /// stays the same for the whole session, so that whoever sees both paths can tell that it is one peer.
        /// </remarks>
        /// <exception cref="ArgumentOutOfRangeException">Neither -1 nor 0 to 20.</exception>
        public int ConnectionIdLength
        {
            get
            {
                return _connectionIdLength;
            }

            set
            {
                if (value > MaxConnectionIdLength)
                {
                    throw new ArgumentOutOfRangeException();
                }

                _connectionIdLength = AtLeast(value, NoConnectionId);
            }
        }

        /// <summary>
        /// Gets or sets the longest plaintext of a record that this side wants to receive, in bytes, which the peer is
        /// told with record_size_limit (RFC 8449): 64 to 16,384, or 0 unless set, for a client that does not say and a
        /// server that answers with what it can receive. Unlike <see cref="MaxFragmentLength"/> each side has its own.
        /// </summary>
        /// <exception cref="ArgumentOutOfRangeException">Neither 0 nor 64 to 16,384.</exception>
        public int RecordSizeLimit
        {
            get
            {
                return _recordSizeLimit;
            }

            set
            {
                if (value != 0 && (value < 64 || value > RecordHeader.MaxPlaintext))
                {
                    throw new ArgumentOutOfRangeException();
                }

                _recordSizeLimit = value;
            }
        }

        /// <summary>
        /// Gets or sets a value indicating whether the master secret and the random values of the handshake are kept
        /// while the session lives: false. Who wants to save a session or to export keying material needs them.
        /// </summary>
        public bool KeepMasterSecret { get; set; }

        /// <summary>
        /// Gets or sets what a client's handshakes may resume with this server, and leave for later ones;
        /// <see langword="null"/> unless set, for a full handshake each time. It belongs to one server.
        /// </summary>
        public ResumableSession Resumption { get; set; }

        /// <summary>
        /// Gets or sets where a server keeps sessions that clients may resume by their ID; <see langword="null"/>
        /// unless set, for none.
        /// </summary>
        public SessionCache SessionCache { get; set; }

        /// <summary>
        /// Gets or sets the keys of the tickets that a server gives to clients which ask for one, so that they may
        /// resume their sessions; <see langword="null"/> unless set, for none. Where both are set, a client that takes
        /// tickets gets one, and no place in the <see cref="SessionCache"/>.
        /// </summary>
        public TicketKeys TicketKeys { get; set; }

        /// <summary>
        /// Gets or sets a value indicating whether a peer without extended_master_secret (RFC 7627) is accepted: false.
        /// Its keys depend on the two random values only, so somebody in the middle who knows a key at both ends can
        /// make two sessions with the same keys. Some small DTLS clients know no extensions at all.
        /// </summary>
        public bool DangerousAllowLegacyMasterSecret { get; set; }

        /// <summary>
        /// Gets or sets a value indicating whether a peer without secure renegotiation (RFC 5746) is refused: false.
        /// This library never renegotiates, so a server loses nothing by such a client. A client cannot tell whether a
        /// server without it takes this handshake for another client's renegotiation; that other one must have a key
        /// of that server's too (RFC 5746, section 4.1). wolfSSL as it is shipped has no secure renegotiation.
        /// </summary>
        public bool RequireSecureRenegotiation { get; set; }

        /// <summary>
        /// Gets or sets what receives the session's secrets; <see langword="null"/> for nothing.
        /// </summary>
        public KeyLogHandler DangerousKeyLog { get; set; }

        /// <summary>
        /// Gets or sets what receives the secrets of version 1.3, of which there are several; <see langword="null"/>
        /// for nothing.
        /// </summary>
        public SecretLogHandler DangerousSecretLog { get; set; }

        /// <summary>
        /// Tells whether a version may be used.
        /// </summary>
        internal bool Allows13(TlsTransportKind kind)
        {
            return (Versions & (kind == TlsTransportKind.Datagram ? TlsVersions.Dtls13 : TlsVersions.Tls13)) != 0;
        }

        private static int AtLeast(int value, int least)
        {
            if (value < least)
            {
                throw new ArgumentOutOfRangeException();
            }

            return value;
        }
    }
}
