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

        public override TranscriptHash CreateTranscriptHash()
        {
            observe();
            return ciphers.CreateTranscriptHash();
        }

        public override HmacKey CreateHmacKey(byte[] key, int offset, int count)
        {
            HmacKey made = ciphers.CreateHmacKey(key, offset, count);
            observe();
            return made;
        }

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
}
