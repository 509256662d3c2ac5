//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Bench;
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
        MeteredCiphers ciphers = new(new NoGauge());
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
        int before = ciphers.Compressions;

        side.Deliver(exchange, 0);
        return ciphers.Compressions - before;
    }

    /// <summary>Only compressions are counted here.</summary>
    private sealed class NoGauge : Gauge
    {
        public override void Enter()
        {
        }

        public override void Leave()
        {
        }
    }
}
