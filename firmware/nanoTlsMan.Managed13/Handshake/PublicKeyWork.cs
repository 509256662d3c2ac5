//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Managed.PublicKey;
using NanoTlsMan.Managed13.Extensions;

namespace NanoTlsMan.Managed13.Handshake
{
    /// <summary>
    /// The calculations with public keys of one handshake, one after the other and each in steps: while one is under
    /// way, no message is taken.
    /// </summary>
    internal sealed class PublicKeyWork : IDisposable
    {
        private readonly PublicKeyExchanges _provider;
        private readonly HandshakeContext _context;
        private CurveOperation _operation;
        private Stage _stage;
        private byte[] _pair;
        private byte[] _secret;
        private byte[] _peerKey;

        internal PublicKeyWork(HandshakeContext context)
        {
            _context = context;
            _provider = context.Exchanges;
        }

        private enum Stage
        {
            None,
            Generate,
            Agree,
            Sign,
            VerifyCertificates,
            VerifySignature,
        }

        /// <summary>Gets a value indicating whether there is something to compute.</summary>
        internal bool IsBusy
        {
            get { return _operation != null; }
        }

        /// <summary>Gets the curve of the key pair.</summary>
        internal NamedCurve Curve { get; private set; }

        /// <summary>Gets our signature, once it was made.</summary>
        internal byte[] Signature { get; private set; }

        /// <summary>Gets the tag of the credential by which the peer is trusted, or -1.</summary>
        internal int TrustTag { get; private set; } = -1;

        /// <summary>Gets the SHA-256 value of the peer's SubjectPublicKeyInfo, or <see langword="null"/>.</summary>
        internal byte[] PeerIdentity { get; private set; }

        /// <summary>Gets what says more about an error than its cause, or 0.</summary>
        internal int ErrorDetail { get; private set; }

        /// <summary>
        /// Does a step.
        /// </summary>
        /// <returns>What is wrong, or <see cref="TlsErrorCause.None"/>.</returns>
        internal TlsErrorCause Compute()
        {
            if (!_operation.Step())
            {
                return TlsErrorCause.None;
            }

            CurveOperation operation = _operation;
            byte[] result = null;

            _operation = null;

            if (operation.ResultLength > 0)
            {
                result = new byte[operation.ResultLength];
                operation.GetResult(result, 0);
            }

            TlsErrorCause error = EndStage(operation, operation.Succeeded, result);

            operation.Dispose();
            return error;
        }

        /// <summary>
        /// Makes a key pair, if there is none of the curve.
        /// </summary>
        internal void Generate(NamedCurve curve)
        {
            SessionKeys.Wipe(_pair);
            Curve = curve;
            _pair = curve == NamedCurve.P256 ? _provider.TakePrepared() : null;

            if (_pair == null)
            {
                Begin(Stage.Generate, _provider.Curves.GenerateKey(curve, _context.Random));
            }
        }

        /// <summary>
        /// Copies our key share.
        /// </summary>
        internal byte[] GetShare()
        {
            byte[] share = new byte[KeyShareExtension.GetLength(Curve)];

            Array.Copy(_pair, CredentialStore.PrivateKeyLength, share, 0, share.Length);
            return share;
        }

        /// <summary>
        /// Computes the shared secret. Our private key is wiped.
        /// </summary>
        internal void Agree(byte[] peerShare)
        {
            CurveOperation agreement = _provider.Curves.Agree(Curve, _pair, 0, peerShare, 0, peerShare.Length);

            Array.Clear(_pair, 0, CredentialStore.PrivateKeyLength);
            Begin(Stage.Agree, agreement);
        }

        /// <summary>
        /// Takes the shared secret, which is the caller's then.
        /// </summary>
        internal byte[] TakeSecret()
        {
            byte[] secret = _secret;

            _secret = null;
            return secret;
        }

        /// <summary>
        /// Signs a message with our own key.
        /// </summary>
        internal TlsErrorCause Sign(int tag, byte[] message)
        {
            byte[] key = new byte[CredentialStore.PrivateKeyLength];

            if (!_context.Host.ReadPrivateKey(tag, key))
            {
                return TlsErrorCause.NoCredential;
            }

            Begin(
                Stage.Sign,
                _provider.Curves.Sign(key, 0, Digest(message), 0, _context.Random, SignatureForm.Der));
            Array.Clear(key, 0, key.Length);
            return TlsErrorCause.None;
        }

        /// <summary>
        /// Takes the peer's raw public key.
        /// </summary>
        internal TlsErrorCause UseRawKey(byte[] keyInfo)
        {
            byte[] digest = Digest(keyInfo);

            TrustTag = Trust.FindKey(_context.Credentials, keyInfo, digest);

            if (CredentialStore.FindPoint(keyInfo, 0, keyInfo.Length) < 0
                || (TrustTag < 0 && !_context.Options.DangerousTrustAnyone))
            {
                return TlsErrorCause.PeerNotTrusted;
            }

            _peerKey = keyInfo;
            PeerIdentity = digest;
            return TlsErrorCause.None;
        }

        /// <summary>
        /// Verifies the peer's certificates, each behind its length.
        /// </summary>
        internal void VerifyCertificates(byte[] certificates)
        {
            bool isServer = _context.Role == TlsRole.Client;

            Begin(
                Stage.VerifyCertificates,
                _provider.Certificates.Verify(
                    certificates, isServer ? TlsRole.Server : TlsRole.Client,
                    isServer ? _context.Options.TargetHost : null,
                    _context.Options.DangerousTrustAnyone ? null : _context.Credentials));
        }

        /// <summary>
        /// Verifies the peer's signature of a message.
        /// </summary>
        internal TlsErrorCause VerifySignature(int scheme, byte[] message, byte[] signature)
        {
            if (scheme == SignatureScheme.EcdsaSecp256r1Sha256)
            {
                int point = CredentialStore.FindPoint(_peerKey, 0, _peerKey.Length);

                if (point >= 0)
                {
                    Begin(
                        Stage.VerifySignature,
                        _provider.Curves.Verify(
                            _peerKey, point, CredentialStore.PublicKeyLength, Digest(message), 0, signature, 0,
                            signature.Length, SignatureForm.Der));
                    return TlsErrorCause.None;
                }

                return TlsErrorCause.IllegalParameter;
            }

            int key = PeerKeyInfo.FindKey(_peerKey, scheme);

            // The key has to fit the scheme (RFC 9846, section 4.4.3).
            if (key < 0)
            {
                return TlsErrorCause.IllegalParameter;
            }

            Begin(
                Stage.VerifySignature,
                _provider.Signatures.Verify(
                    scheme, _peerKey, key, _peerKey.Length - key, message, 0, message.Length, signature, 0,
                    signature.Length));
            return TlsErrorCause.None;
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            if (_operation != null)
            {
                _operation.Dispose();
                _operation = null;
            }

            SessionKeys.Wipe(_pair);
            SessionKeys.Wipe(_secret);
            _pair = null;
            _secret = null;
        }

        private TlsErrorCause EndStage(CurveOperation operation, bool succeeded, byte[] result)
        {
            switch (_stage)
            {
                case Stage.Generate:
                    _pair = result;
                    return succeeded ? TlsErrorCause.None : TlsErrorCause.RandomFailed;

                case Stage.Agree:
                    _secret = result;

                    // RFC 9846, section 4.2.8.2: the peer's share is no point of the curve.
                    return succeeded ? TlsErrorCause.None : TlsErrorCause.IllegalParameter;

                case Stage.Sign:
                    Signature = result;
                    return succeeded ? TlsErrorCause.None : TlsErrorCause.RandomFailed;

                case Stage.VerifyCertificates:
                    return EndCertificates((CertificateVerification)operation, succeeded, result);

                default:
                    return succeeded ? TlsErrorCause.None : TlsErrorCause.SignatureMismatch;
            }
        }

        private TlsErrorCause EndCertificates(CertificateVerification operation, bool succeeded, byte[] keyInfo)
        {
            if (!succeeded)
            {
                ErrorDetail = (operation.Rule << 8) | operation.CertificateIndex;
                return TlsErrorCause.CertificateRefused;
            }

            TrustTag = operation.CredentialTag;
            _peerKey = keyInfo;
            PeerIdentity = Digest(keyInfo);
            return TlsErrorCause.None;
        }

        private void Begin(Stage stage, CurveOperation operation)
        {
            _stage = stage;
            _operation = operation;
        }

        private byte[] Digest(byte[] message)
        {
            byte[] digest = new byte[TranscriptHash.DigestLength];
            TranscriptHash hash = _context.Ciphers.CreateTranscriptHash();

            hash.Update(message, 0, message.Length);
            hash.GetDigest(digest, 0);
            hash.Dispose();
            return digest;
        }
    }
}
