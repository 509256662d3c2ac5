//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Managed
{
    /// <summary>
    /// The managed stack: DTLS 1.2 and TLS 1.2, client and server, with pre-shared keys, and with what a
    /// <see cref="KeyExchangeProvider"/> adds to them. It runs on stock firmware.
    /// </summary>
    public sealed class ManagedStack : TlsStack
    {
        private readonly CipherProvider _ciphers;
        private readonly RandomSource _random;
        private readonly TlsCapabilities _capabilities;
        private byte[] _decoy;

        /// <summary>
        /// Initializes a new instance of the <see cref="ManagedStack"/> class.
        /// </summary>
        /// <param name="ciphers">The ciphers.</param>
        /// <param name="random">The random source.</param>
        /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
        public ManagedStack(CipherProvider ciphers, RandomSource random)
            : this(ciphers, random, null)
        {
        }

        /// <summary>
        /// Initializes a new instance of the <see cref="ManagedStack"/> class with other keys than pre-shared ones.
        /// </summary>
        /// <param name="ciphers">The ciphers.</param>
        /// <param name="random">The random source.</param>
        /// <param name="exchanges">The ways of exchanging keys; <see langword="null"/> for pre-shared keys
        /// only.</param>
        /// <exception cref="ArgumentNullException"><paramref name="ciphers"/> or <paramref name="random"/> is
        /// <see langword="null"/>.</exception>
        public ManagedStack(CipherProvider ciphers, RandomSource random, KeyExchangeProvider exchanges)
        {
            if (ciphers == null || random == null)
            {
                throw new ArgumentNullException();
            }

            _ciphers = ciphers;
            _random = random;
            Exchanges = exchanges;
            _capabilities = new TlsCapabilities
            {
                Versions = TlsVersions.Dtls12 | TlsVersions.Tls12,
                CipherSuites =
                    Join(exchanges == null ? null : exchanges.GetSuites(ciphers), GetSupportedSuites(ciphers)),
                KeyKinds = exchanges == null ? TlsKeyKinds.Psk : TlsKeyKinds.Psk | exchanges.KeyKinds,
                MaxKeyLength = CredentialStore.MaxKeyLength,
                MaxIdentityLength = CredentialStore.MaxIdentityLength,
                MaxPayload = RecordHeader.MaxPlaintext,
                SupportsMaxFragmentLength = true,
                SupportsCookieGate = true,
                SupportsFragmentedHello = true,
                SupportsKeyLog = true,
                RefusesLegacyPeers = true,
                SupportsIdentityHint = true,
                SupportsConnectionId = true,
                SupportsSaveRestore = true,
                SupportsPathCheck = true,
                SupportsExport = true,
                SupportsRecordSizeLimit = true,
                SupportsResumption =
                    TlsResumptions.Client | TlsResumptions.ServerTickets | TlsResumptions.ServerSessionIds,
                Omits = exchanges == null ? TlsOmissions.OfPublicKeys : TlsOmissions.None,
            };
        }

        /// <summary>
        /// Makes a manager with this stack loaded, which is all that a program on stock firmware needs.
        /// </summary>
        /// <param name="ciphers">The ciphers of the stack, and of the manager's cookies.</param>
        /// <param name="random">The random source.</param>
        /// <returns>The manager; other stacks may be loaded too.</returns>
        /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
        /// <example>
        /// <code>
        /// TlsMan man = ManagedStack.CreateManager(new ManagedCiphers(), new BoardRandom());
        /// </code>
        /// </example>
        public static TlsMan CreateManager(CipherProvider ciphers, RandomSource random)
        {
            TlsMan man = new TlsMan(ciphers, random);

            man.LoadStack(new ManagedStack(ciphers, random));
            return man;
        }

        /// <inheritdoc/>
        public override string Name
        {
            get { return "managed"; }
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

        internal KeyExchangeProvider Exchanges { get; }

        internal CipherProvider Ciphers
        {
            get { return _ciphers; }
        }

        internal RandomSource Random
        {
            get { return _random; }
        }

        /// <summary>
        /// Copies the key that takes the place of an unknown one: random, and nobody's. It is made once, for making one
        /// for each handshake would cost each of them as much as ten records' headers.
        /// </summary>
        /// <param name="key">Receives <see cref="CredentialStore.MaxKeyLength"/> bytes.</param>
        /// <returns><see langword="false"/> if the random source failed; otherwise, <see langword="true"/>.</returns>
        internal bool TryCopyDecoy(byte[] key)
        {
            if (_decoy == null)
            {
                byte[] decoy = new byte[CredentialStore.MaxKeyLength];

                if (!_random.TryFill(decoy, 0, decoy.Length))
                {
                    return false;
                }

                _decoy = decoy;
            }

            Array.Copy(_decoy, 0, key, 0, _decoy.Length);
            return true;
        }

        /// <inheritdoc/>
        public override TlsEngine CreateEngine(
            TlsRole role, TlsTransportKind kind, TlsSessionOptions options, CredentialStore credentials,
            DropCounters drops)
        {
            if (kind == TlsTransportKind.Datagram)
            {
                return new DatagramEngine12(this, role, options, credentials, drops);
            }

            return new StreamEngine12(this, role, options, credentials, drops);
        }

        /// <summary>
        /// Selects, from the suites that a session may use, those that the stack has.
        /// </summary>
        /// <param name="wanted">The suites, best first; <see langword="null"/> for all.</param>
        /// <returns>The suites, best first.</returns>
        internal ushort[] SelectSuites(ushort[] wanted)
        {
            if (wanted == null)
            {
                return _capabilities.CipherSuites;
            }

            ushort[] selected = new ushort[wanted.Length];
            int count = 0;

            for (int i = 0; i < wanted.Length; i++)
            {
                if (_capabilities.HasSuite(wanted[i]) && Array.IndexOf(selected, wanted[i], 0, count) < 0)
                {
                    selected[count++] = wanted[i];
                }
            }

            return Trim(selected, count);
        }

        private static ushort[] GetSupportedSuites(CipherProvider ciphers)
        {
            ushort[] suites = new ushort[3];
            int count = 0;

            if (ciphers.Supports(AeadAlgorithm.Aes128Ccm8))
            {
                suites[count++] = TlsCipherSuite.PskWithAes128Ccm8;
            }

            if (ciphers.Supports(AeadAlgorithm.Aes128Ccm))
            {
                suites[count++] = TlsCipherSuite.PskWithAes128Ccm;
            }

            if (ciphers.Supports(AeadAlgorithm.Aes128Gcm))
            {
                suites[count++] = TlsCipherSuite.PskWithAes128GcmSha256;
            }

            return Trim(suites, count);
        }

        private static ushort[] Join(ushort[] first, ushort[] second)
        {
            if (first == null)
            {
                return second;
            }

            ushort[] all = new ushort[first.Length + second.Length];

            Array.Copy(first, 0, all, 0, first.Length);
            Array.Copy(second, 0, all, first.Length, second.Length);
            return all;
        }

        /// <summary>
        /// Copies the first suites of an array.
        /// </summary>
        internal static ushort[] Trim(ushort[] suites, int count)
        {
            ushort[] trimmed = new ushort[count];

            Array.Copy(suites, 0, trimmed, 0, count);
            return trimmed;
        }
    }
}
