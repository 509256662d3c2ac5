//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Ciphers;

namespace NanoTlsMan.Bench
{
    /// <summary>The project's SHA-256, block after block.</summary>
    internal sealed class Sha256Benchmark : Benchmark
    {
        public const int Blocks = 64;

        private readonly Sha256 _hash = new Sha256();
        private readonly byte[] _data = new byte[Blocks * Sha256.BlockLength];

        public Sha256Benchmark()
            : base("SHA-256, a block", Blocks)
        {
        }

        protected override void Run(int times)
        {
            for (int i = 0; i < times; i++)
            {
                _hash.Update(_data, 0, _data.Length);
            }
        }
    }

    /// <summary>The textbook's SHA-256, block after block.</summary>
    internal sealed class TextbookBenchmark : Benchmark
    {
        private readonly uint[] _state = new uint[8];
        private readonly uint[] _schedule = new uint[64];
        private readonly byte[] _data = new byte[Sha256Benchmark.Blocks * Sha256.BlockLength];

        public TextbookBenchmark()
            : base("SHA-256 of the textbook, a block (the yardstick)", Sha256Benchmark.Blocks)
        {
        }

        protected override void Run(int times)
        {
            for (int i = 0; i < times; i++)
            {
                for (int offset = 0; offset < _data.Length; offset += Sha256.BlockLength)
                {
                    TextbookSha256.Compress(_state, _schedule, _data, offset);
                }
            }
        }
    }

    /// <summary>HMAC of 32 bytes, the key taken once or each time.</summary>
    internal sealed class HmacBenchmark : Benchmark
    {
        private const int Messages = 16;

        private readonly CipherProvider _ciphers;
        private readonly HmacSha256 _hmac;
        private readonly byte[] _data = new byte[32];
        private readonly byte[] _mac = new byte[HmacSha256.MacLength];

        public HmacBenchmark(CipherProvider newKeys)
            : base(
                newKeys == null
                ? "HMAC-SHA-256 of 32 bytes, key at hand"
                : "HMAC-SHA-256 of 32 bytes, new key", Messages)
        {
            _ciphers = newKeys;
            _hmac = new HmacSha256(_data, 0, _data.Length);
        }

        protected override void Run(int times)
        {
            for (int i = 0; i < times * Messages; i++)
            {
                if (_ciphers != null)
                {
                    _ciphers.ComputeHmac(_data, 0, _data.Length, _data, 0, _data.Length, _mac, 0);
                }
                else
                {
                    _hmac.Update(_data, 0, _data.Length);
                    _hmac.GetMac(_mac, 0);
                }
            }
        }
    }

    /// <summary>AES, two blocks at each call, as CCM calls it.</summary>
    internal sealed class AesBenchmark : Benchmark
    {
        private const int Calls = 32;

        private readonly Aes128 _aes;
        private readonly uint[] _blocks = new uint[8];

        public AesBenchmark(string name, Aes128 aes)
            : base(name, 2 * Calls)
        {
            _aes = aes;
        }

        protected override void Run(int times)
        {
            for (int i = 0; i < times * Calls; i++)
            {
                _aes.Encrypt(_blocks, 0, 2);
            }
        }
    }

    /// <summary>An authenticated cipher over a long record, a byte of it.</summary>
    internal sealed class AeadBenchmark : Benchmark
    {
        private const int Length = 1024;

        private readonly AeadCipher _cipher;
        private readonly byte[] _nonce = new byte[AeadCipher.NonceLength];
        private readonly byte[] _aad = new byte[13];
        private readonly byte[] _buffer;

        public AeadBenchmark(string name, CipherProvider ciphers, AeadAlgorithm algorithm)
            : base(name, Length)
        {
            int keyLength =
                algorithm == AeadAlgorithm.ChaCha20Poly1305 ? ChaCha20Poly1305.KeyLength : Aes128.KeyLength;

            _cipher = ciphers.CreateAead(algorithm, new byte[keyLength], 0, keyLength);
            _buffer = new byte[Length + _cipher.TagLength];
        }

        protected override void Run(int times)
        {
            for (int i = 0; i < times; i++)
            {
                _cipher.Seal(_nonce, 0, _aad, 0, _aad.Length, _buffer, 0, Length);
            }
        }
    }
}
