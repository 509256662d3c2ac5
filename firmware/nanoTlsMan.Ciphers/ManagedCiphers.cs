//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Ciphers
{
    /// <summary>
    /// Ciphers in managed code alone, which run on any firmware.
    /// </summary>
    public sealed class ManagedCiphers : CipherProvider
    {
        private readonly AesKind _aesKind;

        /// <summary>
        /// Makes a provider whose AES looks up four tables by secret bytes (see <see cref="Aes128FourTables"/>).
        /// </summary>
        public ManagedCiphers()
            : this(AesKind.FourTables)
        {
        }

        /// <summary>
        /// Makes a provider.
        /// </summary>
        /// <param name="aesKind">How AES is computed.</param>
        public ManagedCiphers(AesKind aesKind)
        {
            _aesKind = aesKind;
        }

        /// <inheritdoc/>
        public override string Name
        {
            get { return _aesKind == AesKind.ConstantTime ? "managed-constant-time" : "managed"; }
        }

        /// <inheritdoc/>
        public override bool Supports(AeadAlgorithm algorithm)
        {
            return algorithm == AeadAlgorithm.Aes128Ccm || algorithm == AeadAlgorithm.Aes128Ccm8
                || algorithm == AeadAlgorithm.Aes128Gcm || algorithm == AeadAlgorithm.ChaCha20Poly1305;
        }

        /// <inheritdoc/>
        public override AeadCipher CreateAead(AeadAlgorithm algorithm, byte[] key, int offset, int count)
        {
            if (!Supports(algorithm))
            {
                throw new NotSupportedException();
            }

            bool isChaCha = algorithm == AeadAlgorithm.ChaCha20Poly1305;
            if (count != (isChaCha ? ChaCha20Poly1305.KeyLength : Aes128.KeyLength))
            {
                throw new ArgumentOutOfRangeException();
            }

            if (isChaCha)
            {
                return new ChaCha20Poly1305(key, offset);
            }

            Aes128 aes = CreateAes(key, offset);

            if (algorithm == AeadAlgorithm.Aes128Gcm)
            {
                return new AesGcm(aes);
            }

            return new AesCcm(aes, algorithm == AeadAlgorithm.Aes128Ccm8 ? 8 : 16);
        }

        /// <inheritdoc/>
        public override RecordNumberCipher CreateRecordNumberCipher(AeadAlgorithm algorithm, byte[] key, int offset)
        {
            if (algorithm == AeadAlgorithm.ChaCha20Poly1305)
            {
                return new ChaCha20RecordNumberCipher(key, offset);
            }

            return new AesRecordNumberCipher(CreateAes(key, offset));
        }

        /// <inheritdoc/>
        public override TranscriptHash CreateTranscriptHash()
        {
            return new Sha256();
        }

        /// <inheritdoc/>
        public override HmacKey CreateHmacKey(byte[] key, int offset, int count)
        {
            return new HmacSha256(key, offset, count);
        }

        /// <inheritdoc/>
        public override void ComputeHmac(
            byte[] key, int keyOffset, int keyCount, byte[] data, int dataOffset, int dataCount, byte[] mac,
            int macOffset)
        {
            HmacSha256 hmac = new HmacSha256(key, keyOffset, keyCount);

            hmac.ComputeMac(data, dataOffset, dataCount, mac, macOffset);
            hmac.Dispose();
        }

        /// <inheritdoc/>
        public override void ComputePrf(
            byte[] secret,
            int secretOffset,
            int secretCount,
            byte[] label,
            byte[] seed,
            int seedOffset,
            int seedCount,
            byte[] output,
            int outputOffset,
            int outputCount)
        {
            HmacSha256 hmac = new HmacSha256(secret, secretOffset, secretCount);

            hmac.ComputePrf(label, seed, seedOffset, seedCount, output, outputOffset, outputCount);
            hmac.Dispose();
        }

        private Aes128 CreateAes(byte[] key, int offset)
        {
            switch (_aesKind)
            {
                case AesKind.ConstantTime:
                    return new Aes128ConstantTime(key, offset);

                case AesKind.OneTable:
                    return new Aes128Table(key, offset);

                default:
                    return new Aes128FourTables(key, offset);
            }
        }
    }
}
