//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Managed;
using NanoTlsMan.Managed.Handshake;
using NanoTlsMan.Managed.PublicKey;
using NanoTlsMan.Managed.PublicKey.Extensions;
using NanoTlsMan.Managed13.Handshake;
using NanoTlsMan.Managed13.Messages;
using NanoTlsMan.Managed13.Record;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed13
{
    /// <summary>
    /// The managed stack with version 1.3 beside 1.2: DTLS and TLS, client and server, with pre-shared keys, and with
    /// what <see cref="PublicKeyExchanges"/> adds to them. It runs on stock firmware. A session has the versions that
    /// <see cref="TlsSessionOptions.Versions"/> allows.
    /// </summary>
    /// <example>
    /// <code>
    /// TlsMan man = new TlsMan(ciphers, random);
    ///
    /// man.LoadStack(new Managed13Stack(ciphers, random, new PublicKeyExchanges(new ManagedCurves(ciphers))));
    /// options.Versions = TlsVersions.Dtls12 | TlsVersions.Dtls13;
    /// </code>
    /// </example>
    public sealed class Managed13Stack : TlsStack
    {
        private const TlsVersions Newer = TlsVersions.Dtls13 | TlsVersions.Tls13;

        private readonly ManagedStack _older;
        private readonly CipherProvider _ciphers;
        private readonly RandomSource _random;
        private readonly PublicKeyExchanges _exchanges;
        private readonly TlsCapabilities _capabilities;
        private readonly ushort[] _suites;

        /// <summary>
        /// Initializes a new instance of the <see cref="Managed13Stack"/> class for pre-shared keys without key shares.
        /// </summary>
        /// <param name="ciphers">The ciphers.</param>
        /// <param name="random">The random source.</param>
        /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
        public Managed13Stack(CipherProvider ciphers, RandomSource random)
            : this(ciphers, random, null)
        {
        }

        /// <summary>
        /// Initializes a new instance of the <see cref="Managed13Stack"/> class.
        /// </summary>
        /// <param name="ciphers">The ciphers.</param>
        /// <param name="random">The random source.</param>
        /// <param name="exchanges">Key shares, raw keys and certificates; <see langword="null"/> for none of
        /// them.</param>
        /// <exception cref="ArgumentNullException"><paramref name="ciphers"/> or <paramref name="random"/> is
        /// <see langword="null"/>.</exception>
        public Managed13Stack(CipherProvider ciphers, RandomSource random, PublicKeyExchanges exchanges)
        {
            _older = new ManagedStack(ciphers, random, exchanges);
            _ciphers = ciphers;
            _random = random;
            _exchanges = exchanges;
            _suites = GetSupportedSuites(ciphers);

            TlsCapabilities older = _older.Capabilities;
            bool hidesNumbers = HidesNumbers(ciphers);

            _capabilities = new TlsCapabilities
            {
                Versions = older.Versions | TlsVersions.Tls13 | (hidesNumbers ? TlsVersions.Dtls13 : TlsVersions.None),
                CipherSuites = Join(_suites, older.CipherSuites),
                KeyKinds = older.KeyKinds,
                MaxKeyLength = older.MaxKeyLength,
                MaxIdentityLength = older.MaxIdentityLength,
                MaxPayload = older.MaxPayload,
                SupportsMaxFragmentLength = false,
                SupportsCookieGate = true,
                SupportsFragmentedHello = true,
                SupportsKeyLog = true,
                RefusesLegacyPeers = true,
                SupportsIdentityHint = true,
                SupportsConnectionId = true,
                SupportsPathCheck = true,
                SupportsExport = true,
                SupportsRecordSizeLimit = true,
                SupportsResumption =
                    TlsResumptions.Client | TlsResumptions.ServerTickets | TlsResumptions.ServerSessionIds,
                Omits = older.Omits,
            };
        }

        /// <inheritdoc/>
        public override string Name
        {
            get { return "managed13"; }
        }

        /// <inheritdoc/>
        public override string Version
        {
            get { return "0.1.0"; }
        }

        /// <inheritdoc/>
        public override TlsCapabilities Capabilities
        {
            get { return _capabilities; }
        }

        /// <summary>Gets or sets a value indicating whether timers are spread at random: not where a test moves the
        /// clock to the millisecond.</summary>
        internal bool HasJitter { get; set; } = true;

        /// <summary>Gets or sets a value indicating whether records of datagrams have the longest headers, for peers
        /// that read no others.</summary>
        internal bool WritesLongHeaders { get; set; }

        /// <summary>Gets or sets a value indicating whether clients send a ChangeCipherSpec over streams, for peers
        /// that want it of whoever did not ask for it.</summary>
        internal bool WritesChangeCipherSpec { get; set; }

        internal CipherProvider Ciphers
        {
            get { return _ciphers; }
        }

        internal RandomSource Random
        {
            get { return _random; }
        }

        internal PublicKeyExchanges Exchanges
        {
            get { return _exchanges; }
        }

        /// <inheritdoc/>
        public override TlsEngine CreateEngine(
            TlsRole role, TlsTransportKind kind, TlsSessionOptions options, CredentialStore credentials,
            DropCounters drops)
        {
            TlsVersions versions = options.Versions & _capabilities.Versions
                & (kind == TlsTransportKind.Datagram
                    ? TlsVersions.Dtls12 | TlsVersions.Dtls13
                    : TlsVersions.Tls12 | TlsVersions.Tls13);
            bool hasNewer = (versions & Newer) != TlsVersions.None && SelectSuites(options.CipherSuites).Length > 0;
            bool hasOlder = (versions & ~Newer) != TlsVersions.None;

            if (!hasNewer)
            {
                return _older.CreateEngine(role, kind, options, credentials, drops);
            }

            if (!hasOlder)
            {
                return CreateNewer(role, kind, options, credentials, drops);
            }

            return new VersionsEngine(this, role, kind, options, credentials, drops);
        }

        /// <inheritdoc/>
        protected override int Retry(
            ClientHelloView hello, CookieGate gate, TlsSessionOptions options, CredentialStore credentials,
            byte[] peer, byte[] reply, int now)
        {
            HandshakeContext context = new HandshakeContext
            {
                Role = TlsRole.Server,
                Kind = TlsTransportKind.Datagram,
                Options = options,
                Credentials = credentials,
                Exchanges = _exchanges,
                Suites = SelectSuites(options.CipherSuites),
            };
            HelloChoice choice = new HelloChoice();

            // A hello that is wrong is dropped: to say what is wrong takes an engine, and strangers get none.
            if (choice.Read(context, hello) != TlsErrorCause.None
                || choice.Check(context, hello) != TlsErrorCause.None || !choice.Select(context, hello))
            {
                return -1;
            }

            byte[] cookie = choice.Content.CookieContent;

            if (cookie != null)
            {
                return RetryRequest.IsCookie(cookie)
                    && gate.IsSealed(cookie, 0, RetryRequest.ContentLength, peer, now)
                    ? 0
                    : -1;
            }

            return WriteRetry(hello, choice, choice.NeedsShare(context), gate, peer, reply, now);
        }

        private int WriteRetry(
            ClientHelloView hello, HelloChoice choice, bool needsShare, CookieGate gate, byte[] peer, byte[] reply,
            int now)
        {
            int group = needsShare ? SupportedGroupsExtension.GetGroup(choice.Curve) : -1;
            byte[] cookie = RetryRequest.CreateCookie(choice.Suite, group, HashHello(hello));

            if (!gate.Seal(cookie, 0, RetryRequest.ContentLength, peer, now))
            {
                return -1;
            }

            WireWriter writer = new WireWriter();
            int handshake = RecordHeader.DtlsLength;
            int body = handshake + RecordHeader.DtlsHandshakeLength;

            Array.Clear(reply, 0, body);
            writer.Reset(reply, body, reply.Length - body);
            RetryRequest.Write(writer, TlsTransportKind.Datagram, hello, choice.Suite, group, cookie);

            int length = writer.Position - body;
            int record = hello.Offset - RecordHeader.DtlsHandshakeLength - RecordHeader.DtlsLength;

            // The record's number and the message_seq are those of the hello, so that a server without state never uses
            // a number twice for one handshake.
            reply[0] = ContentType.Handshake;
            WireWriter.PutUInt16(reply, 1, TlsVersion.Dtls12);
            Array.Copy(hello.Buffer, record + 3, reply, 3, 8);
            WireWriter.PutUInt16(reply, 11, RecordHeader.DtlsHandshakeLength + length);
            reply[handshake] = HandshakeType.ServerHello;
            WireWriter.PutUInt24(reply, handshake + 1, length);
            Array.Copy(hello.Buffer, hello.Offset - 8, reply, handshake + 4, 2);
            WireWriter.PutUInt24(reply, handshake + 9, length);
            return writer.Failed ? -1 : body + length;
        }

        // As a transcript has it: with the header of a stream (RFC 9147, section 5.2).
        private byte[] HashHello(ClientHelloView hello)
        {
            byte[] header = new byte[RecordHeader.TlsHandshakeLength];
            byte[] digest = new byte[TranscriptHash.DigestLength];
            int length = hello.ExtensionsOffset + hello.ExtensionsLength - hello.Offset;
            TranscriptHash hash = _ciphers.CreateTranscriptHash();

            header[0] = HandshakeType.ClientHello;
            WireWriter.PutUInt24(header, 1, length);
            hash.Update(header, 0, header.Length);
            hash.Update(hello.Buffer, hello.Offset, length);
            hash.GetDigest(digest, 0);
            hash.Dispose();
            return digest;
        }

        internal Engine13 CreateNewer(
            TlsRole role, TlsTransportKind kind, TlsSessionOptions options, CredentialStore credentials,
            DropCounters drops)
        {
            if (kind == TlsTransportKind.Datagram)
            {
                return new DatagramEngine13(this, role, options, credentials, drops);
            }

            return new StreamEngine13(this, role, options, credentials, drops);
        }

        internal Engine12 CreateOlder(
            TlsRole role, TlsTransportKind kind, TlsSessionOptions options, CredentialStore credentials,
            DropCounters drops)
        {
            return (Engine12)_older.CreateEngine(role, kind, options, credentials, drops);
        }

        internal bool TryCopyDecoy(byte[] key)
        {
            return _older.TryCopyDecoy(key);
        }

        /// <summary>
        /// Selects, from the suites that a session may use, those of 1.3.
        /// </summary>
        internal ushort[] SelectSuites(ushort[] wanted)
        {
            if (wanted == null)
            {
                return _suites;
            }

            ushort[] selected = new ushort[wanted.Length];
            int count = 0;

            for (int i = 0; i < wanted.Length; i++)
            {
                if (Array.IndexOf(_suites, wanted[i], 0, _suites.Length) >= 0)
                {
                    selected[count++] = wanted[i];
                }
            }

            return ManagedStack.Trim(selected, count);
        }

        /// <summary>
        /// Gets the suites of 1.2 that a client offers beside: those that its credentials can serve.
        /// </summary>
        /// <returns>The suites; <see langword="null"/> if there are none.</returns>
        internal ushort[] GetOlderSuites(TlsSessionOptions options, CredentialStore credentials)
        {
            ushort[] suites = _older.SelectSuites(options.CipherSuites);

            if (_exchanges != null)
            {
                HandshakeParameters parameters = new HandshakeParameters
                {
                    Options = options,
                    Credentials = credentials,
                    Ciphers = _ciphers,
                    Random = _random,
                    Suites = suites,
                };

                suites = _exchanges.Create(TlsRole.Client, parameters).SelectSuites(suites);
            }

            return suites.Length == 0 ? null : suites;
        }

        private static ushort[] Join(ushort[] first, ushort[] second)
        {
            ushort[] all = new ushort[first.Length + second.Length];

            Array.Copy(first, 0, all, 0, first.Length);
            Array.Copy(second, 0, all, first.Length, second.Length);
            return all;
        }

        private static ushort[] GetSupportedSuites(CipherProvider ciphers)
        {
            // GCM and CCM before CCM_8, which is there for old peers (draft-ietf-uta-tls13-iot-profile, section 20).
            ushort[] known =
            {
                TlsCipherSuite.Aes128GcmSha256, TlsCipherSuite.ChaCha20Poly1305Sha256, TlsCipherSuite.Aes128CcmSha256,
                TlsCipherSuite.Aes128Ccm8Sha256,
            };
            ushort[] suites = new ushort[known.Length];
            int count = 0;

            for (int i = 0; i < known.Length; i++)
            {
                if (ciphers.Supports(SuiteParameters.GetAlgorithm(known[i])))
                {
                    suites[count++] = known[i];
                }
            }

            return ManagedStack.Trim(suites, count);
        }

        private static bool HidesNumbers(CipherProvider ciphers)
        {
            RecordNumberCipher cipher = ciphers.CreateRecordNumberCipher(AeadAlgorithm.Aes128Ccm, new byte[16], 0);

            if (cipher == null)
            {
                return false;
            }

            cipher.Dispose();
            return true;
        }
    }
}
