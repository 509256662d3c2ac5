//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Managed.PublicKey.Extensions;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed.PublicKey
{
    /// <content>
    /// The calculations, one after the other and each in steps.
    /// </content>
    internal abstract partial class PublicKeyExchange
    {
        private const int NamedCurveType = 3;
        private const int X25519KeyLength = 32;

        private CurveOperation _operation;
        private Stage _stage;
        private NamedCurve _curve;
        private byte[] _pair;
        private byte[] _peerShare;
        private byte[] _secret;
        private byte[] _signature;
        private byte[] _peerKey;

        private enum Stage
        {
            None,
            Generate,
            Agree,
            Sign,
            VerifyCertificates,
            VerifySignature,
        }

        /// <inheritdoc/>
        internal override bool IsBusy
        {
            get { return _operation != null; }
        }

        /// <summary>Gets or sets the curve of the key shares.</summary>
        protected NamedCurve Curve
        {
            get { return _curve; }
            set { _curve = value; }
        }

        /// <inheritdoc/>
        internal override TlsErrorCause PrepareServerKey()
        {
            return Generate();
        }

        /// <inheritdoc/>
        internal override TlsErrorCause Agree()
        {
            return _pair == null ? Generate() : BeginAgreement();
        }

        /// <inheritdoc/>
        internal override TlsErrorCause Sign(TranscriptHash transcript)
        {
            byte[] digest = new byte[TranscriptHash.DigestLength];

            transcript.GetDigest(digest, 0);
            return BeginSignature(digest);
        }

        /// <inheritdoc/>
        internal override byte[] TakeSecret()
        {
            byte[] secret = _secret;

            _secret = null;
            return secret;
        }

        /// <inheritdoc/>
        internal override TlsErrorCause Compute()
        {
            if (!_operation.Step())
            {
                return TlsErrorCause.None;
            }

            CurveOperation operation = _operation;
            byte[] result = null;
            bool succeeded = operation.Succeeded;

            _operation = null;

            if (operation.ResultLength > 0)
            {
                result = new byte[operation.ResultLength];
                operation.GetResult(result, 0);
            }

            TlsErrorCause error = EndStage(operation, succeeded, result);

            operation.Dispose();
            return error;
        }

        /// <inheritdoc/>
        public override void Dispose()
        {
            if (_operation != null)
            {
                _operation.Dispose();
                _operation = null;
            }

            Wipe(_pair);
            Wipe(_secret);
            _pair = null;
            _secret = null;
        }

        /// <summary>
        /// Reads a key share: curve and point of a server, or of a client the point.
        /// </summary>
        /// <returns>What is wrong, or <see cref="TlsErrorCause.None"/>.</returns>
        protected TlsErrorCause ReadShare(WireReader reader, bool hasCurve)
        {
            if (hasCurve)
            {
                int type = reader.ReadByte();
                int group = reader.ReadUInt16();

                if (reader.Failed)
                {
                    return TlsErrorCause.DecodeError;
                }

                _curve = group == SupportedGroupsExtension.GetGroup(NamedCurve.X25519)
                    ? NamedCurve.X25519
                    : NamedCurve.P256;

                // RFC 8422, section 5.4: a named curve, and one that was offered.
                if (type != NamedCurveType || group != SupportedGroupsExtension.GetGroup(_curve)
                    || !IsOffered(_curve))
                {
                    return TlsErrorCause.IllegalParameter;
                }
            }

            _peerShare = reader.ReadVector8(1, 255);

            if (reader.Failed)
            {
                return TlsErrorCause.DecodeError;
            }

            return _peerShare.Length == GetShareLength() ? TlsErrorCause.None : TlsErrorCause.IllegalParameter;
        }

        /// <summary>
        /// Writes our own key share.
        /// </summary>
        protected void WriteShare(WireWriter writer, bool hasCurve)
        {
            int length = GetShareLength();

            if (hasCurve)
            {
                writer.WriteByte(NamedCurveType);
                writer.WriteUInt16(SupportedGroupsExtension.GetGroup(_curve));
            }

            writer.WriteByte(length);
            writer.WriteBytes(_pair, CredentialStore.PrivateKeyLength, length);
        }

        /// <summary>
        /// Writes our own signature.
        /// </summary>
        protected void WriteSignature(WireWriter writer)
        {
            writer.WriteUInt16(SignatureScheme.EcdsaSecp256r1Sha256);
            writer.WriteUInt16(_signature.Length);
            writer.WriteBytes(_signature, 0, _signature.Length);
        }

        /// <summary>
        /// Begins to verify the peer's certificates, each behind its length.
        /// </summary>
        protected TlsErrorCause BeginCertificates(byte[] certificates)
        {
            bool isServer = _role == TlsRole.Client;

            return Begin(
                Stage.VerifyCertificates,
                _provider.Certificates.Verify(
                    certificates, isServer ? TlsRole.Server : TlsRole.Client, isServer ? Options.TargetHost : null,
                    Options.DangerousTrustAnyone ? null : Credentials));
        }

        /// <summary>
        /// Takes the peer's raw public key.
        /// </summary>
        protected TlsErrorCause UseRawKey(byte[] keyInfo)
        {
            byte[] digest = new byte[TranscriptHash.DigestLength];

            Digest(keyInfo, digest);
            _trustTag = Trust.FindKey(Credentials, keyInfo, digest);

            if (CredentialStore.FindPoint(keyInfo, 0, keyInfo.Length) < 0
                || (_trustTag < 0 && !Options.DangerousTrustAnyone))
            {
                return TlsErrorCause.PeerNotTrusted;
            }

            _peerKey = keyInfo;
            _peerIdentity = digest;
            return TlsErrorCause.None;
        }

        /// <summary>
        /// Begins to verify the signature of a server's key share (RFC 8422, section 5.4).
        /// </summary>
        /// <param name="scheme">The scheme.</param>
        /// <param name="buffer">Holds the parameters that are signed, and the signature.</param>
        /// <param name="offset">Where the parameters begin.</param>
        /// <param name="count">Their length, in bytes.</param>
        /// <param name="signature">Where the signature begins.</param>
        /// <param name="signatureCount">Its length, in bytes.</param>
        protected TlsErrorCause BeginVerification(
            int scheme, byte[] buffer, int offset, int count, int signature, int signatureCount)
        {
            byte[] message = CreateSignedMessage(buffer, offset, count);
            byte[] copy = new byte[signatureCount];

            Array.Copy(buffer, signature, copy, 0, signatureCount);

            if (scheme == SignatureScheme.EcdsaSecp256r1Sha256)
            {
                byte[] digest = new byte[TranscriptHash.DigestLength];

                Digest(message, digest);
                return BeginVerification(digest, copy, 0, signatureCount);
            }

            int key = PeerKeyInfo.FindKey(_peerKey, scheme);

            // RFC 8422, section 2: the key has to fit the suite, and the signature the key.
            return key < 0
                ? TlsErrorCause.IllegalParameter
                : Begin(
                    Stage.VerifySignature,
                    _provider.Signatures.Verify(
                        scheme, _peerKey, key, _peerKey.Length - key, message, 0, message.Length, copy, 0,
                        signatureCount));
        }

        /// <summary>
        /// Begins to verify a signature with the peer's key on P-256.
        /// </summary>
        protected TlsErrorCause BeginVerification(byte[] digest, byte[] buffer, int offset, int count)
        {
            int point = CredentialStore.FindPoint(_peerKey, 0, _peerKey.Length);

            return point < 0
                ? TlsErrorCause.IllegalParameter
                : Begin(
                    Stage.VerifySignature,
                    _provider.Curves.Verify(
                        _peerKey, point, CredentialStore.PublicKeyLength, digest, 0, buffer, offset, count,
                        SignatureForm.Der));
        }

        private static void Wipe(byte[] secret)
        {
            if (secret != null)
            {
                Array.Clear(secret, 0, secret.Length);
            }
        }

        private bool IsOffered(NamedCurve curve)
        {
            NamedCurve[] curves = _offer.Curves;

            for (int i = 0; i < curves.Length; i++)
            {
                if (curves[i] == curve)
                {
                    return true;
                }
            }

            return false;
        }

        private TlsErrorCause EndStage(CurveOperation operation, bool succeeded, byte[] result)
        {
            switch (_stage)
            {
                case Stage.Generate:
                    if (!succeeded)
                    {
                        return TlsErrorCause.RandomFailed;
                    }

                    _pair = result;
                    return UsePair();

                case Stage.Agree:
                    _secret = result;

                    // RFC 8422, section 5.11: the peer's share is no point of the curve.
                    return succeeded ? TlsErrorCause.None : TlsErrorCause.IllegalParameter;

                case Stage.Sign:
                    _signature = result;
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

            byte[] digest = new byte[TranscriptHash.DigestLength];

            Digest(keyInfo, digest);
            _trustTag = operation.CredentialTag;
            _peerKey = keyInfo;
            _peerIdentity = digest;
            return TlsErrorCause.None;
        }

        private TlsErrorCause Generate()
        {
            _pair = _curve == NamedCurve.P256 ? _provider.TakePrepared() : null;

            if (_pair == null)
            {
                return Begin(Stage.Generate, _provider.Curves.GenerateKey(_curve, _parameters.Random));
            }

            return UsePair();
        }

        private TlsErrorCause UsePair()
        {
            return _role == TlsRole.Client ? BeginAgreement() : IsPreShared ? TlsErrorCause.None : SignShare();
        }

        private TlsErrorCause BeginAgreement()
        {
            CurveOperation agreement = _provider.Curves.Agree(_curve, _pair, 0, _peerShare, 0, _peerShare.Length);

            // A client's share is still to be written.
            if (_role == TlsRole.Server)
            {
                Wipe(_pair);
            }
            else
            {
                Array.Clear(_pair, 0, CredentialStore.PrivateKeyLength);
            }

            return Begin(Stage.Agree, agreement);
        }

        private TlsErrorCause SignShare()
        {
            byte[] share = new byte[4 + GetShareLength()];
            byte[] digest = new byte[TranscriptHash.DigestLength];
            WireWriter writer = new WireWriter();

            writer.Reset(share, 0, share.Length);
            WriteShare(writer, true);
            Digest(CreateSignedMessage(share, 0, share.Length), digest);
            return BeginSignature(digest);
        }

        // RFC 8422, section 5.4: both random values, and the server's share.
        private byte[] CreateSignedMessage(byte[] buffer, int offset, int count)
        {
            byte[] message = new byte[_randoms.Length + count];

            Array.Copy(_randoms, 0, message, 0, _randoms.Length);
            Array.Copy(buffer, offset, message, _randoms.Length, count);
            return message;
        }

        private TlsErrorCause BeginSignature(byte[] digest)
        {
            byte[] key = new byte[CredentialStore.PrivateKeyLength];

            if (!_parameters.KeySource.ReadPrivateKey(OwnTag, key))
            {
                return TlsErrorCause.NoCredential;
            }

            CurveOperation signature =
                _provider.Curves.Sign(key, 0, digest, 0, _parameters.Random, SignatureForm.Der);

            Wipe(key);
            return Begin(Stage.Sign, signature);
        }

        private TlsErrorCause Begin(Stage stage, CurveOperation operation)
        {
            _stage = stage;
            _operation = operation;
            return TlsErrorCause.None;
        }

        private int GetShareLength()
        {
            return _curve == NamedCurve.X25519 ? X25519KeyLength : CredentialStore.PublicKeyLength;
        }

        private void Digest(byte[] message, byte[] digest)
        {
            TranscriptHash hash = _parameters.Ciphers.CreateTranscriptHash();

            hash.Update(message, 0, message.Length);
            hash.GetDigest(digest, 0);
            hash.Dispose();
        }
    }
}
