//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// Ciphers of no worth, but every bit of the input tells on the output: enough to see what goes into a cookie.
    /// </summary>
    internal sealed class FakeCiphers : CipherProvider
    {
        private const uint Basis = 0x811C9DC5;
        private const uint Prime = 0x01000193;

        public override string Name
        {
            get { return "fake"; }
        }

        public override bool Supports(AeadAlgorithm algorithm)
        {
            return false;
        }

        public override AeadCipher CreateAead(AeadAlgorithm algorithm, byte[] key, int offset, int count)
        {
            throw new NotSupportedException();
        }

        public override TranscriptHash CreateTranscriptHash()
        {
            return new FakeHash();
        }

        public override void ComputeHmac(
            byte[] key, int keyOffset, int keyCount, byte[] data, int dataOffset, int dataCount, byte[] mac,
            int macOffset)
        {
            Spread(Mix(Mix(Basis, key, keyOffset, keyCount), data, dataOffset, dataCount), mac, macOffset);
        }

        public override void ComputePrf(
            byte[] secret, int secretOffset, int secretCount, byte[] label, byte[] seed, int seedOffset, int seedCount,
            byte[] output, int outputOffset, int outputCount)
        {
            throw new NotSupportedException();
        }

        // FNV-1a.
        private static uint Mix(uint state, byte[] buffer, int offset, int count)
        {
            for (int i = 0; i < count; i++)
            {
                state = (state ^ buffer[offset + i]) * Prime;
            }

            return state;
        }

        private static void Spread(uint state, byte[] output, int offset)
        {
            for (int i = 0; i < TranscriptHash.DigestLength; i++)
            {
                state = (state ^ (uint)i) * Prime;
                output[offset + i] = (byte)(state >> 24);
            }
        }

        private sealed class FakeHash : TranscriptHash
        {
            private uint _state = Basis;

            public override void Update(byte[] buffer, int offset, int count)
            {
                _state = Mix(_state, buffer, offset, count);
            }

            public override void GetDigest(byte[] digest, int offset)
            {
                Spread(_state, digest, offset);
            }

            public override void Reset()
            {
                _state = Basis;
            }

            public override void Dispose()
            {
            }
        }
    }
}
