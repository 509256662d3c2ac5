//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Ciphers;

namespace NanoTlsMan.Bench
{
    /// <summary>
    /// The managed ciphers, measured, with the compressions of SHA-256 and the blocks of AES counted.
    /// </summary>
    /// <remarks>
    /// Compressions and blocks follow from the lengths (FIPS 180-4, section 5.1.1; RFC 2104, with the key's two blocks
    /// hashed once for each key; RFC 3610).
    /// </remarks>
    internal sealed class MeteredCiphers : CipherProvider
    {
        private readonly CipherProvider _ciphers = new ManagedCiphers();

        public MeteredCiphers(Gauge gauge)
        {
            Gauge = gauge;
        }

        public override string Name
        {
            get { return _ciphers.Name; }
        }

        /// <summary>Measures all calls.</summary>
        public Gauge Gauge { get; }

        /// <summary>Compressions of SHA-256.</summary>
        public int Compressions { get; internal set; }

        /// <summary>Blocks that AES encrypted.</summary>
        public int AesBlocks { get; internal set; }

        /// <summary>Begins to count anew.</summary>
        public void Clear()
        {
            Compressions = 0;
            AesBlocks = 0;
        }

        public override bool Supports(AeadAlgorithm algorithm)
        {
            return algorithm == AeadAlgorithm.Aes128Ccm8;
        }

        public override AeadCipher CreateAead(AeadAlgorithm algorithm, byte[] key, int offset, int count)
        {
            Gauge.Enter();
            AeadCipher cipher = _ciphers.CreateAead(algorithm, key, offset, count);
            Gauge.Leave();

            return new MeteredAead(this, cipher);
        }

        public override TranscriptHash CreateTranscriptHash()
        {
            Gauge.Enter();
            TranscriptHash hash = _ciphers.CreateTranscriptHash();
            Gauge.Leave();

            return new MeteredHash(this, hash);
        }

        public override HmacKey CreateHmacKey(byte[] key, int offset, int count)
        {
            Gauge.Enter();
            HmacKey made = _ciphers.CreateHmacKey(key, offset, count);
            Gauge.Leave();
            Compressions += CountKey(count);

            return new MeteredHmacKey(this, made);
        }

        public override void ComputeHmac(
            byte[] key, int keyOffset, int keyCount, byte[] data, int dataOffset, int dataCount, byte[] mac,
            int macOffset)
        {
            Gauge.Enter();
            _ciphers.ComputeHmac(key, keyOffset, keyCount, data, dataOffset, dataCount, mac, macOffset);
            Gauge.Leave();
            Compressions += CountKey(keyCount) + CountMac(dataCount);
        }

        public override void ComputePrf(
            byte[] secret, int secretOffset, int secretCount, byte[] label, byte[] seed, int seedOffset, int seedCount,
            byte[] output, int outputOffset, int outputCount)
        {
            Gauge.Enter();
            _ciphers.ComputePrf(
                secret, secretOffset, secretCount, label, seed, seedOffset, seedCount, output, outputOffset,
                outputCount);
            Gauge.Leave();

            Compressions += CountKey(secretCount) + CountPrf(label.Length + seedCount, outputCount);
        }

        /// <summary>Compressions of a pseudorandom function, without its key's.</summary>
        internal static int CountPrf(int seedCount, int outputCount)
        {
            // P_SHA256 (RFC 5246, section 5): A(1), then blocks, and between them the next A.
            int blocks = (outputCount + HmacSha256.MacLength - 1) / HmacSha256.MacLength;

            return CountMac(seedCount) + blocks * CountMac(HmacSha256.MacLength + seedCount)
                + (blocks - 1) * CountMac(HmacSha256.MacLength);
        }

        /// <summary>Compressions that the end of a hash takes, with the bytes that wait for it.</summary>
        internal static int CountEnd(int count)
        {
            // One byte and eight are added.
            return (count + 9 + Sha256.BlockLength - 1) / Sha256.BlockLength;
        }

        private static int CountKey(int count)
        {
            return count > Sha256.BlockLength ? 2 + CountEnd(count) : 2;
        }

        /// <summary>Compressions of a code, without its key's.</summary>
        internal static int CountMac(int count)
        {
            return CountEnd(count) + 1;
        }
    }

    /// <summary>A hash whose compressions are counted.</summary>
    internal sealed class MeteredHash : TranscriptHash
    {
        private readonly MeteredCiphers _meter;
        private readonly TranscriptHash _hash;
        private int _waiting;

        public MeteredHash(MeteredCiphers meter, TranscriptHash hash)
        {
            _meter = meter;
            _hash = hash;
        }

        public override void Update(byte[] buffer, int offset, int count)
        {
            _meter.Gauge.Enter();
            _hash.Update(buffer, offset, count);
            _meter.Gauge.Leave();
            _waiting += count;
            _meter.Compressions += _waiting / Sha256.BlockLength;
            _waiting %= Sha256.BlockLength;
        }

        public override void GetDigest(byte[] digest, int offset)
        {
            _meter.Gauge.Enter();
            _hash.GetDigest(digest, offset);
            _meter.Gauge.Leave();
            _meter.Compressions += MeteredCiphers.CountEnd(_waiting);
        }

        public override void Reset()
        {
            _meter.Gauge.Enter();
            _hash.Reset();
            _meter.Gauge.Leave();
            _waiting = 0;
        }

        public override void Dispose()
        {
            _hash.Dispose();
        }
    }

    /// <summary>A key of HMAC whose compressions are counted.</summary>
    internal sealed class MeteredHmacKey : HmacKey
    {
        private readonly MeteredCiphers _meter;
        private readonly HmacKey _key;

        public MeteredHmacKey(MeteredCiphers meter, HmacKey key)
        {
            _meter = meter;
            _key = key;
        }

        public override void ComputeMac(byte[] data, int dataOffset, int dataCount, byte[] mac, int macOffset)
        {
            _meter.Gauge.Enter();
            _key.ComputeMac(data, dataOffset, dataCount, mac, macOffset);
            _meter.Gauge.Leave();
            _meter.Compressions += MeteredCiphers.CountMac(dataCount);
        }

        public override void ComputePrf(
            byte[] label, byte[] seed, int seedOffset, int seedCount, byte[] output, int outputOffset,
            int outputCount)
        {
            _meter.Gauge.Enter();
            _key.ComputePrf(label, seed, seedOffset, seedCount, output, outputOffset, outputCount);
            _meter.Gauge.Leave();
            _meter.Compressions += MeteredCiphers.CountPrf(label.Length + seedCount, outputCount);
        }

        public override void Dispose()
        {
            _key.Dispose();
        }
    }

    /// <summary>AES-CCM_8 whose calls are measured.</summary>
    internal sealed class MeteredAead : AeadCipher
    {
        private readonly MeteredCiphers _meter;
        private readonly AeadCipher _cipher;

        public MeteredAead(MeteredCiphers meter, AeadCipher cipher)
        {
            _meter = meter;
            _cipher = cipher;
        }

        public override int TagLength
        {
            get { return _cipher.TagLength; }
        }

        public override void Seal(
            byte[] nonce, int nonceOffset, byte[] aad, int aadOffset, int aadCount, byte[] buffer, int offset,
            int count)
        {
            _meter.Gauge.Enter();
            _cipher.Seal(nonce, nonceOffset, aad, aadOffset, aadCount, buffer, offset, count);
            _meter.Gauge.Leave();
            _meter.AesBlocks += CountBlocks(aadCount, count);
        }

        public override bool Open(
            byte[] nonce, int nonceOffset, byte[] aad, int aadOffset, int aadCount, byte[] buffer, int offset,
            int count)
        {
            _meter.Gauge.Enter();
            bool isGenuine = _cipher.Open(nonce, nonceOffset, aad, aadOffset, aadCount, buffer, offset, count);
            _meter.Gauge.Leave();
            _meter.AesBlocks += CountBlocks(aadCount, count);
            return isGenuine;
        }

        public override void Dispose()
        {
            _cipher.Dispose();
        }

        private static int CountBlocks(int aadCount, int count)
        {
            // B_0 and A_0; the additional data behind its length in two bytes; the data, encrypted and authenticated
            // (RFC 3610, sections 2.2 and 2.3).
            int aadBlocks = aadCount == 0 ? 0 : (2 + aadCount + Aes128.BlockLength - 1) / Aes128.BlockLength;
            int dataBlocks = (count + Aes128.BlockLength - 1) / Aes128.BlockLength;

            return 2 + aadBlocks + 2 * dataBlocks;
        }
    }
}
