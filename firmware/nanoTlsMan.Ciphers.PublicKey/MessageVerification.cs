//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Ciphers.PublicKey
{
    /// <summary>
    /// Hashes a message in steps, and then verifies the signature of its digest.
    /// </summary>
    internal sealed class MessageVerification : ManagedOperation
    {
        private readonly int _scheme;
        private readonly byte[] _key;
        private readonly int _keyOffset;
        private readonly int _keyCount;
        private readonly byte[] _message;
        private readonly byte[] _signature;
        private readonly int _signatureOffset;
        private readonly int _signatureCount;
        private readonly MessageHash _hash;
        private int _messageOffset;
        private int _messageLeft;
        private CurveOperation _verification;

        /// <summary>Begins; nothing is copied. Without a hash the operation fails.</summary>
        public MessageVerification(
            int scheme, MessageHash hash, byte[] key, int keyOffset, int keyCount, byte[] message, int messageOffset,
            int messageCount, byte[] signature, int signatureOffset, int signatureCount)
        {
            _scheme = scheme;
            _hash = hash;
            _key = key;
            _keyOffset = keyOffset;
            _keyCount = keyCount;
            _message = message;
            _messageOffset = messageOffset;
            _messageLeft = messageCount;
            _signature = signature;
            _signatureOffset = signatureOffset;
            _signatureCount = signatureCount;
        }

        /// <inheritdoc/>
        protected override void Advance()
        {
            if (_hash == null)
            {
                End(false, null);
            }
            else if (_messageLeft > 0)
            {
                int count = _messageLeft < _hash.BytesPerStep ? _messageLeft : _hash.BytesPerStep;

                _hash.Update(_message, _messageOffset, count);
                _messageOffset += count;
                _messageLeft -= count;
            }
            else if (_verification == null)
            {
                byte[] digest = new byte[_hash.Length];

                _hash.Finish(digest, 0);
                _verification = Begin(digest);
            }
            else if (_verification.Step())
            {
                End(_verification.Succeeded, null);
            }
        }

        /// <inheritdoc/>
        protected override void Wipe()
        {
            if (_hash != null)
            {
                _hash.Dispose();
            }
        }

        private CurveOperation Begin(byte[] digest)
        {
            switch (_scheme)
            {
                case SignatureScheme.EcdsaSecp256r1Sha256:
                    return new Verification(
                        _key, _keyOffset, _keyCount, digest, 0, _signature, _signatureOffset, _signatureCount,
                        SignatureForm.Der);
                case SignatureScheme.EcdsaSecp384r1Sha384:
                    return new P384Verification(
                        _key, _keyOffset, _keyCount, digest, _signature, _signatureOffset, _signatureCount);
                default:
                    return new RsaVerification(
                        RsaPublicKey.Read(_key, _keyOffset, _keyCount), _signature, _signatureOffset, _signatureCount,
                        _hash, digest,
                        _scheme == SignatureScheme.RsaPssRsaeSha256 || _scheme == SignatureScheme.RsaPssRsaeSha384);
            }
        }
    }
}
