//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Managed.Handshake;
using NanoTlsMan.Managed.PublicKey.Extensions;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed.PublicKey
{
    /// <summary>
    /// What a client's and a server's exchange have in common: the calculations, key shares, certificates and raw keys.
    /// </summary>
    internal abstract partial class PublicKeyExchange : KeyExchange
    {
        // What a flight has beside certificates and names: extensions, a key share, a signature and headers.
        private const int FlightRoom = 384;

        private readonly PublicKeyExchanges _provider;
        private readonly HandshakeParameters _parameters;
        private readonly HelloKeys _offer = new HelloKeys();
        private readonly HelloKeys _answer = new HelloKeys();
        private readonly TlsRole _role;
        private ExchangeKind _kind;
        private byte[] _randoms;
        private byte[] _peerIdentity;
        private int _trustTag = -1;

        protected PublicKeyExchange(TlsRole role, PublicKeyExchanges provider, HandshakeParameters parameters)
        {
            _role = role;
            _provider = provider;
            _parameters = parameters;
            _answer.IsAnswer = true;
            OwnTag = -1;
        }

        /// <inheritdoc/>
        internal override bool IsEphemeral
        {
            get { return _kind != ExchangeKind.Psk; }
        }

        /// <inheritdoc/>
        internal override bool IsPreShared
        {
            get { return _kind == ExchangeKind.EcdhePsk; }
        }

        /// <inheritdoc/>
        internal override int CredentialTag
        {
            get
            {
                // Where the peer was not asked, or anyone is trusted, there is our own or none.
                return _trustTag >= 0 ? _trustTag : OwnTag >= 0 ? OwnTag : 0;
            }
        }

        /// <inheritdoc/>
        internal override byte[] PeerIdentity
        {
            get { return _peerIdentity == null ? new byte[0] : _peerIdentity; }
        }

        /// <inheritdoc/>
        internal override string ApplicationProtocol
        {
            get { return _answer.ProtocolIndex < 0 ? null : _answer.Protocols[_answer.ProtocolIndex]; }
        }

        /// <inheritdoc/>
        internal override int FlightLength
        {
            get
            {
                byte[] content = OwnTag < 0 ? null : Credentials.GetContent(OwnTag);
                string[] protocols = Own.Protocols;
                int length = FlightRoom + (content == null ? 0 : content.Length)
                    + (Own.Name == null ? 0 : Own.Name.Length);

                for (int i = 0; protocols != null && i < protocols.Length; i++)
                {
                    length += 1 + protocols[i].Length;
                }

                return length;
            }
        }

        /// <inheritdoc/>
        public override bool IsEmpty
        {
            get { return Own.Present == 0; }
        }

        /// <summary>Gets what a client's hello says.</summary>
        protected HelloKeys Offer
        {
            get { return _offer; }
        }

        /// <summary>Gets what a server's hello says.</summary>
        protected HelloKeys Answer
        {
            get { return _answer; }
        }

        protected PublicKeyExchanges Provider
        {
            get { return _provider; }
        }

        protected TlsSessionOptions Options
        {
            get { return _parameters.Options; }
        }

        protected CredentialStore Credentials
        {
            get { return _parameters.Credentials; }
        }

        /// <summary>Gets a value indicating whether any suite that may be used has key shares.</summary>
        protected bool HasKeyShares
        {
            get
            {
                ushort[] suites = _parameters.Suites;

                for (int i = 0; i < suites.Length; i++)
                {
                    if (ExchangeSuites.GetKind(suites[i]) != ExchangeKind.Psk)
                    {
                        return true;
                    }
                }

                return false;
            }
        }

        protected ExchangeKind Kind
        {
            get { return _kind; }
        }

        /// <summary>Gets or sets the tag of our own key pair, or -1.</summary>
        protected int OwnTag { get; set; }

        /// <summary>Gets or sets a value indicating whether our own key is sent raw.</summary>
        protected bool IsOwnRaw { get; set; }

        /// <summary>Gets or sets a value indicating whether the peer's key is sent raw.</summary>
        protected bool IsPeerRaw { get; set; }

        private HelloKeys Own
        {
            get { return _role == TlsRole.Client ? _offer : _answer; }
        }

        /// <inheritdoc/>
        public override void Write(WireWriter writer)
        {
            HelloKeys own = Own;

            ServerNameExtension.Write(writer, own);
            SupportedGroupsExtension.Write(writer, own);
            PointFormatsExtension.Write(writer, own);
            SignatureAlgorithmsExtension.Write(writer, own);
            ApplicationProtocolsExtension.Write(writer, own);
            CertificateTypeExtension.Write(writer, own);
        }

        /// <inheritdoc/>
        internal override TlsErrorCause Select(int suite, byte[] randoms)
        {
            _kind = ExchangeSuites.GetKind(suite);
            _randoms = randoms;
            return SelectKeys();
        }

        /// <summary>
        /// Settles, of what both hellos say, which keys are sent and how.
        /// </summary>
        /// <returns>What is wrong, or <see cref="TlsErrorCause.None"/>.</returns>
        protected abstract TlsErrorCause SelectKeys();

        /// <summary>
        /// Gets the curves for key shares, best first.
        /// </summary>
        protected NamedCurve[] GetCurves()
        {
            return KeyChoices.GetCurves(_provider, Options);
        }

        /// <summary>
        /// Gets the signature schemes that can be verified, best first: of the handshake, and of certificates.
        /// </summary>
        protected int[] GetSchemes()
        {
            return KeyChoices.GetSchemes(_provider);
        }

        /// <summary>
        /// Leaves of suites those of the kinds that can be served.
        /// </summary>
        protected static ushort[] Leave(ushort[] suites, bool hasPsk, bool hasEcdsa, bool hasRsa)
        {
            ushort[] left = new ushort[suites.Length];
            int count = 0;

            for (int i = 0; i < suites.Length; i++)
            {
                ExchangeKind kind = ExchangeSuites.GetKind(suites[i]);

                if (kind == ExchangeKind.EcdheEcdsa ? hasEcdsa : kind == ExchangeKind.EcdheRsa ? hasRsa : hasPsk)
                {
                    left[count++] = suites[i];
                }
            }

            return ManagedStack.Trim(left, count);
        }

        /// <summary>
        /// Finds our own key pair of a kind.
        /// </summary>
        /// <returns>Its tag, or -1.</returns>
        protected int FindOwn(CredentialKind kind)
        {
            return KeyChoices.FindOwn(Options, Credentials, kind);
        }
    }
}
