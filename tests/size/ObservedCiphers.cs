//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Size
{
    /// <summary>
    /// Ciphers that say whenever they are called, which is where a handshake has most in its hands.
    /// </summary>
    internal sealed class ObservedCiphers(CipherProvider ciphers, Action observe) : CipherProvider
    {
        public override string Name => ciphers.Name;

        public override bool Supports(AeadAlgorithm algorithm) => ciphers.Supports(algorithm);

        public override AeadCipher CreateAead(AeadAlgorithm algorithm, byte[] key, int offset, int count)
        {
            AeadCipher cipher = ciphers.CreateAead(algorithm, key, offset, count);
            observe();
            return cipher;
        }

        public override RecordNumberCipher CreateRecordNumberCipher(AeadAlgorithm algorithm, byte[] key, int offset)
        {
            RecordNumberCipher cipher = ciphers.CreateRecordNumberCipher(algorithm, key, offset);
            observe();
            return cipher;
        }

        public override TranscriptHash CreateTranscriptHash()
        {
            observe();
            return ciphers.CreateTranscriptHash();
        }

        public override HmacKey CreateHmacKey(byte[] key, int offset, int count)
        {
            var made = new ObservedHmacKey(this, ciphers.CreateHmacKey(key, offset, count));
            observe();
            return made;
        }

        internal void Observe() => observe();

        public override void ComputeHmac(
            byte[] key, int keyOffset, int keyCount, byte[] data, int dataOffset, int dataCount, byte[] mac,
            int macOffset)
        {
            ciphers.ComputeHmac(key, keyOffset, keyCount, data, dataOffset, dataCount, mac, macOffset);
            observe();
        }

        public override void ComputePrf(
            byte[] secret, int secretOffset, int secretCount, byte[] label, byte[] seed, int seedOffset, int seedCount,
            byte[] output, int outputOffset, int outputCount)
        {
            ciphers.ComputePrf(
                secret, secretOffset, secretCount, label, seed, seedOffset, seedCount, output, outputOffset,
                outputCount);
            observe();
        }
    }

    /// <summary>
    /// A key that says so as well. It is none of what a device has, and taken off again.
    /// </summary>
    internal sealed class ObservedHmacKey(ObservedCiphers ciphers, HmacKey key) : HmacKey
    {
        public override void ComputeMac(byte[] data, int dataOffset, int dataCount, byte[] mac, int macOffset)
        {
            key.ComputeMac(data, dataOffset, dataCount, mac, macOffset);
            ciphers.Observe();
        }

        public override void ComputePrf(
            byte[] label, byte[] seed, int seedOffset, int seedCount, byte[] output, int outputOffset,
            int outputCount)
        {
            key.ComputePrf(label, seed, seedOffset, seedCount, output, outputOffset, outputCount);
            ciphers.Observe();
        }

        public override void Dispose() => key.Dispose();
    }
}
