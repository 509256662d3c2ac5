//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Ciphers.PublicKey
{
    /// <summary>
    /// Verifies an RSA signature of a digest: RSASSA-PKCS1-v1_5 (RFC 8017, section 8.2.2) or RSASSA-PSS (section
    /// 8.1.2).
    /// </summary>
    internal sealed class RsaVerification : ManagedOperation
    {
        private readonly byte[] _buffer;
        private readonly int _offset;
        private readonly int _count;
        private readonly MessageHash _hash;
        private readonly byte[] _digest;
        private readonly bool _isPss;
        private RsaPublicKey _key;
        private RsaPower _power;
        private bool _isPowerDone;
        private PssEncoding _pss;

        /// <summary>Begins; the signature is not copied.</summary>
        public RsaVerification(
            RsaPublicKey key, byte[] signature, int offset, int count, MessageHash hash, byte[] digest, bool isPss)
        {
            _key = key;
            _buffer = signature;
            _offset = offset;
            _count = count;
            _hash = hash;
            _digest = digest;
            _isPss = isPss;
        }

        /// <inheritdoc/>
        protected override void Advance()
        {
            if (_key == null)
            {
                End(false, null);
            }
            else if (_power == null)
            {
                Begin();
            }
            else if (_pss != null)
            {
                if (_pss.Step())
                {
                    End(_pss.IsRight, null);
                }
            }
            else if (!_isPowerDone)
            {
                _isPowerDone = _power.Step();
            }
            else
            {
                Decode();
            }
        }

        /// <inheritdoc/>
        protected override void Wipe()
        {
        }

        private void Begin()
        {
            // Both sections, step 1, and section 5.2.2, step 1: as long as the modulus, and less.
            if (_count == _key.Length)
            {
                long[] signature = _key.Field.Read(_buffer, _offset, _count);

                if (LimbString.IsLess(signature, _key.Field.Modulus))
                {
                    _power = new RsaPower(_key, signature);
                    return;
                }
            }

            _key = null;
        }

        private void Decode()
        {
            byte[] message = new byte[_key.Length];

            LimbString.Write(_power.Number, Montgomery.Bits, message, 0, message.Length);
            if (_isPss)
            {
                _pss = new PssEncoding(message, _key.Field.BitLength - 1, _hash, _digest);
            }
            else
            {
                End(Pkcs1Encoding.IsRight(message, _hash, _digest), null);
            }
        }
    }
}
