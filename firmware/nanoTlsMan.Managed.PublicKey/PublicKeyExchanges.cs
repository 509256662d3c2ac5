//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Managed.Handshake;

namespace NanoTlsMan.Managed.PublicKey
{
    /// <summary>
    /// Key shares on elliptic curves for the managed stack, with a pre-shared key (RFC 5489, RFC 8442), with raw public
    /// keys (RFC 7250) and with certificates (RFC 8422).
    /// </summary>
    /// <remarks>
    /// One object may serve many stacks, sessions and threads.
    /// </remarks>
    public sealed class PublicKeyExchanges : KeyExchangeProvider, IDisposable
    {
        private readonly CurveProvider _curves;
        private readonly SignatureVerifier _signatures;
        private readonly CertificateVerifier _certificates;
        private readonly object _lock = new object();
        private CurveOperation _preparation;
        private byte[] _prepared;

        /// <summary>
        /// Initializes a new instance of the <see cref="PublicKeyExchanges"/> class for pre-shared and raw public keys.
        /// </summary>
        /// <param name="curves">What calculates.</param>
        /// <exception cref="ArgumentNullException"><paramref name="curves"/> is <see langword="null"/>.</exception>
        /// <example>
        /// <code>
        /// CipherProvider ciphers = new ManagedCiphers();
        /// RandomSource random = new BoardRandom();
        /// TlsMan man = new TlsMan(ciphers, random);
        ///
        /// man.LoadStack(new ManagedStack(ciphers, random, new PublicKeyExchanges(new ManagedCurves(ciphers))));
        /// </code>
        /// </example>
        public PublicKeyExchanges(CurveProvider curves)
            : this(curves, null, null)
        {
        }

        /// <summary>
        /// Initializes a new instance of the <see cref="PublicKeyExchanges"/> class with certificates as well.
        /// </summary>
        /// <param name="curves">What calculates.</param>
        /// <param name="signatures">What verifies the signatures of servers with other keys than P-256 ones;
        /// <see langword="null"/> for none of them.</param>
        /// <param name="certificates">What judges certificates; <see langword="null"/> to take none.</param>
        /// <exception cref="ArgumentNullException"><paramref name="curves"/> is <see langword="null"/>.</exception>
        public PublicKeyExchanges(
            CurveProvider curves, SignatureVerifier signatures, CertificateVerifier certificates)
        {
            if (curves == null)
            {
                throw new ArgumentNullException();
            }

            _curves = curves;
            _signatures = signatures;
            _certificates = certificates;
        }

        internal override TlsKeyKinds KeyKinds
        {
            get
            {
                return _certificates == null ? TlsKeyKinds.RawPublicKey : TlsKeyKinds.RawPublicKey | TlsKeyKinds.X509;
            }
        }

        internal CurveProvider Curves
        {
            get { return _curves; }
        }

        internal SignatureVerifier Signatures
        {
            get { return _signatures; }
        }

        internal CertificateVerifier Certificates
        {
            get { return _certificates; }
        }

        /// <summary>
        /// Does a step towards a key pair on P-256 for the next handshake, which then has a million instructions less
        /// to do. A program calls it when it has nothing else to do; it serves one handshake, and then another is made.
        /// </summary>
        /// <param name="random">Where the key comes from.</param>
        /// <returns><see langword="true"/> if the key pair is there; <see langword="false"/> if there is more to
        /// do.</returns>
        /// <exception cref="ArgumentNullException"><paramref name="random"/> is <see langword="null"/>.</exception>
        public bool PrepareKey(RandomSource random)
        {
            if (random == null)
            {
                throw new ArgumentNullException();
            }

            lock (_lock)
            {
                if (_prepared != null)
                {
                    return true;
                }

                if (_preparation == null)
                {
                    _preparation = _curves.GenerateKey(NamedCurve.P256, random);
                }

                if (!_preparation.Step())
                {
                    return false;
                }

                if (_preparation.Succeeded)
                {
                    _prepared = new byte[_preparation.ResultLength];
                    _preparation.GetResult(_prepared, 0);
                }

                _preparation.Dispose();
                _preparation = null;
                return _prepared != null;
            }
        }

        /// <summary>
        /// Wipes the key pair that was prepared. Handshakes go on.
        /// </summary>
        public void Dispose()
        {
            lock (_lock)
            {
                if (_preparation != null)
                {
                    _preparation.Dispose();
                    _preparation = null;
                }

                if (_prepared != null)
                {
                    Array.Clear(_prepared, 0, _prepared.Length);
                    _prepared = null;
                }
            }
        }

        internal override ushort[] GetSuites(CipherProvider ciphers)
        {
            return ExchangeSuites.Get(ciphers, _signatures != null && _certificates != null);
        }

        internal override KeyExchange Create(TlsRole role, HandshakeParameters parameters)
        {
            if (role == TlsRole.Client)
            {
                return new ClientExchange(this, parameters);
            }

            return new ServerExchange(this, parameters);
        }

        /// <summary>
        /// Takes the key pair that was prepared: it serves once.
        /// </summary>
        /// <returns>The private key of 32 bytes and the point, which are the caller's; <see langword="null"/> if there
        /// is none.</returns>
        internal byte[] TakePrepared()
        {
            lock (_lock)
            {
                byte[] prepared = _prepared;

                _prepared = null;
                return prepared;
            }
        }
    }
}
