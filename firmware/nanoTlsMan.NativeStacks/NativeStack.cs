//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Native;

namespace NanoTlsMan.NativeStacks
{
    /// <summary>
    /// A stack that is compiled into the firmware: Mbed TLS, wolfSSL or tinyDTLS.
    /// </summary>
    /// <example>
    /// <code>
    /// NativeStack mbedTls = NativeStack.Find("mbedtls");
    ///
    /// if (mbedTls != null)
    /// {
    ///     man.LoadStack(mbedTls);
    /// }
    /// </code>
    /// </example>
    public sealed class NativeStack : TlsStack
    {
        private readonly int _index;
        private readonly string _name;
        private readonly TlsCapabilities _capabilities;

        private NativeStack(int index)
        {
            _index = index;
            _name = NativeText.GetStackName(index);
            _capabilities = new TlsCapabilities
            {
                Versions = (Has(NativeId.CanDtls12) ? TlsVersions.Dtls12 : TlsVersions.None)
                    | (Has(NativeId.CanTls12) ? TlsVersions.Tls12 : TlsVersions.None)
                    | (Has(NativeId.CanDtls13) ? TlsVersions.Dtls13 : TlsVersions.None)
                    | (Has(NativeId.CanTls13) ? TlsVersions.Tls13 : TlsVersions.None),
                CipherSuites = GetSuites(index),
                KeyKinds = TlsKeyKinds.Psk | (TlsKeyKinds)NativeCalls.GetCapability(index, NativeId.KeyKinds),
                MaxKeyLength = NativeCalls.GetCapability(index, NativeId.MaxKeyLength),
                MaxIdentityLength = NativeCalls.GetCapability(index, NativeId.MaxIdentityLength),
                MaxPayload = NativeCalls.GetCapability(index, NativeId.MaxPayload),
                LeastMtu = NativeId.LeastMtu,
                SupportsMaxFragmentLength = Has(NativeId.CanMaxFragmentLength),
                SupportsCookieGate = Has(NativeId.CanCookieGate),
                SupportsKeyLog = Has(NativeId.CanKeyLog),
                RefusesLegacyPeers = Has(NativeId.CanRefuseLegacy),
                SupportsIdentityHint = Has(NativeId.CanIdentityHint),
                SupportsConnectionId = Has(NativeId.CanConnectionId),
                SupportsSaveRestore = Has(NativeId.CanSave),
                SupportsExport = Has(NativeId.CanExport),
                SupportsResumption = (TlsResumptions)NativeCalls.GetCapability(index, NativeId.CanResume),
                SupportsRecordSizeLimit = Has(NativeId.CanRecordSizeLimit),
            };
            _capabilities.Omits = !HasPublicKeys ? TlsOmissions.OfPublicKeys
                : (_capabilities.KeyKinds & TlsKeyKinds.X509) != 0 ? TlsOmissions.None
                : TlsOmissions.ApplicationProtocols | TlsOmissions.ServerName;
        }

        /// <summary>
        /// Gets how many stacks the firmware has; 0 if it has no native layer.
        /// </summary>
        public static int Count
        {
            get { return NativeProbe.IsPresent ? NativeCalls.GetStackCount() : 0; }
        }

        /// <inheritdoc/>
        public override string Name
        {
            get { return _name; }
        }

        /// <inheritdoc/>
        public override string Version
        {
            get { return NativeText.GetStackVersion(_index); }
        }

        /// <inheritdoc/>
        public override TlsCapabilities Capabilities
        {
            get { return _capabilities; }
        }

        /// <summary>
        /// Gets a stack by its place.
        /// </summary>
        /// <param name="index">The place, from 0 to <see cref="Count"/> - 1.</param>
        /// <returns>The stack, or <see langword="null"/> if there is none.</returns>
        public static NativeStack Get(int index)
        {
            return index < 0 || index >= Count ? null : new NativeStack(index);
        }

        /// <summary>
        /// Finds a stack by its name.
        /// </summary>
        /// <param name="name">The name, as <c>mbedtls</c>, <c>wolfssl</c> or <c>tinydtls</c>.</param>
        /// <returns>The stack, or <see langword="null"/> if the firmware lacks it.</returns>
        public static NativeStack Find(string name)
        {
            int count = Count;

            for (int i = 0; i < count; i++)
            {
                if (NativeText.GetStackName(i) == name)
                {
                    return new NativeStack(i);
                }
            }

            return null;
        }

        /// <inheritdoc/>
        public override TlsEngine CreateEngine(
            TlsRole role, TlsTransportKind kind, TlsSessionOptions options, CredentialStore credentials,
            DropCounters drops)
        {
            return new NativeEngine(this, role, kind, options, credentials, drops);
        }

        /// <summary>
        /// Gets a value indicating whether it can use other keys than pre-shared ones.
        /// </summary>
        internal bool HasPublicKeys
        {
            get { return _capabilities.KeyKinds != TlsKeyKinds.Psk; }
        }

        internal int Index
        {
            get { return _index; }
        }

        internal bool Has(int capability)
        {
            return NativeCalls.GetCapability(_index, capability) > 0;
        }

        private static ushort[] GetSuites(int index)
        {
            int count = 0;

            while (NativeCalls.GetSuite(index, count) > 0)
            {
                count++;
            }

            ushort[] suites = new ushort[count];

            for (int i = 0; i < count; i++)
            {
                suites[i] = (ushort)NativeCalls.GetSuite(index, i);
            }

            return suites;
        }
    }
}
