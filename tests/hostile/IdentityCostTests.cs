//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Ciphers;
using NanoTlsMan.Managed;
using Xunit;

namespace NanoTlsMan.Tests.Hostile;

/// <summary>
/// What a handshake costs a server does not tell whether it knows the identity, nor how long its key is.
/// </summary>
public class IdentityCostTests
{
    [Theory]
    [InlineData(16, 16)]
    [InlineData(16, 32)]
    [InlineData(1, 64)]
    [InlineData(40, 58)]
    public void EveryIdentityCostsTheSame(int shortKey, int longKey)
    {
        CredentialStore store = new();

        store.AddPsk(1, "short"u8.ToArray(), new byte[shortKey]);
        store.AddPsk(2, "long!"u8.ToArray(), new byte[longKey]);

        int[] costs =
        [
            Measure(store, "short"u8.ToArray(), shortKey),
            Measure(store, "long!"u8.ToArray(), longKey),
            Measure(store, "other"u8.ToArray(), 16),
        ];

        Assert.True(costs[0] > 0);
        Assert.Equal(costs[0], costs[1]);
        Assert.Equal(costs[0], costs[2]);
    }

    private static int Measure(CredentialStore store, byte[] identity, int keyLength)
    {
        CountingCiphers ciphers = new();
        TestRandom random = new(3);
        DropCounters drops = new();
        TlsEngine engine = new ManagedStack(ciphers, random).CreateEngine(
            TlsRole.Server, TlsTransportKind.Datagram, new TlsSessionOptions(), store, drops);
        EngineSide side = new(engine, drops, 1400);
        LivePeer peer = new(TlsRole.Client, TlsTransportKind.Datagram, 5)
        {
            Identity = identity,
            Key = new byte[keyLength],
        };

        side.Start(0);
        side.Deliver(peer.ClientHello(), 0);

        while (side.Outbox.Count > 0)
        {
            peer.Take(side.Take());
        }

        byte[] exchange = peer.ClientKeyExchange();
        int before = ciphers.Blocks;

        side.Deliver(exchange, 0);
        return ciphers.Blocks - before;
    }

    /// <summary>
    /// Counts the blocks of SHA-256 that are computed, as the managed ciphers compute them.
    /// </summary>
    private sealed class CountingCiphers : CipherProvider
    {
        private readonly ManagedCiphers _inner = new();

        public int Blocks { get; private set; }

        public override string Name => "counting";

        public override bool Supports(AeadAlgorithm algorithm) => _inner.Supports(algorithm);

        public override AeadCipher CreateAead(AeadAlgorithm algorithm, byte[] key, int offset, int count)
        {
            return _inner.CreateAead(algorithm, key, offset, count);
        }

        public override TranscriptHash CreateTranscriptHash() => new CountingHash(this, _inner.CreateTranscriptHash());

        public override void ComputeHmac(
            byte[] key, int keyOffset, int keyCount, byte[] data, int dataOffset, int dataCount,
            byte[] mac, int macOffset)
        {
            CountKey(keyCount);
            Blocks += CountHash(64 + dataCount) + CountHash(64 + 32);
            _inner.ComputeHmac(key, keyOffset, keyCount, data, dataOffset, dataCount, mac, macOffset);
        }

        public override void ComputePrf(
            byte[] secret, int secretOffset, int secretCount, byte[] label, byte[] seed, int seedOffset, int seedCount,
            byte[] output, int outputOffset, int outputCount)
        {
            // The rest depends on lengths that are the same for every identity.
            CountKey(secretCount);
            _inner.ComputePrf(
                secret, secretOffset, secretCount, label, seed, seedOffset, seedCount, output, outputOffset,
                outputCount);
        }

        private static int CountHash(int bytes) => (bytes + 9 + 63) / 64;

        private void CountKey(int bytes) => Blocks += bytes > 64 ? CountHash(bytes) : 0;

        private sealed class CountingHash(CountingCiphers owner, TranscriptHash inner) : TranscriptHash
        {
            private int _count;

            public override void Reset()
            {
                _count = 0;
                inner.Reset();
            }

            public override void Update(byte[] data, int offset, int count)
            {
                owner.Blocks += ((_count + count) / 64) - (_count / 64);
                _count += count;
                inner.Update(data, offset, count);
            }

            public override void GetDigest(byte[] digest, int offset)
            {
                owner.Blocks += CountHash(_count) - (_count / 64);
                inner.GetDigest(digest, offset);
            }

            public override void Dispose() => inner.Dispose();
        }
    }
}
