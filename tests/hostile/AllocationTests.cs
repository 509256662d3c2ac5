//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Ciphers;
using NanoTlsMan.Managed;
using Xunit;
using Xunit.Abstractions;

namespace NanoTlsMan.Tests.Hostile;

/// <summary>
/// What must not allocate, records of an open channel; and what must leave nothing behind, first flights of peers that
/// have proved nothing.
/// </summary>
public sealed class AllocationTests(ITestOutputHelper output)
{
    private const int Records = 1000;

    [Theory]
    [InlineData(TlsTransportKind.Datagram, TlsCipherSuite.PskWithAes128Ccm8)]
    [InlineData(TlsTransportKind.Datagram, TlsCipherSuite.PskWithAes128Ccm)]
    [InlineData(TlsTransportKind.Datagram, TlsCipherSuite.PskWithAes128GcmSha256)]
    [InlineData(TlsTransportKind.Stream, TlsCipherSuite.PskWithAes128Ccm8)]
    [InlineData(TlsTransportKind.Stream, TlsCipherSuite.PskWithAes128Ccm)]
    [InlineData(TlsTransportKind.Stream, TlsCipherSuite.PskWithAes128GcmSha256)]
    public void ThousandRecordsEachWayAllocateNothing(TlsTransportKind kind, int suite)
    {
        TlsSessionOptions options = new() { CipherSuites = [(ushort)suite] };
        EnginePair pair = new(kind, options, options, Psk.Store(), Psk.Store(), 1400);
        byte[] data = new byte[1000];
        byte[] wire = new byte[1400];

        pair.Start();
        pair.Exchange();

        // The buffer of a stream grows with the first long record.
        Assert.Equal(2, Transfer(pair, data, wire, 1));

        long before = GC.GetAllocatedBytesForCurrentThread();
        int count = Transfer(pair, data, wire, Records);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(2 * Records, count);
        Assert.Equal(0, allocated);
    }

    [Theory]
    [InlineData(TlsTransportKind.Datagram)]
    public void ThousandForgedRecordsAllocateNothing(TlsTransportKind kind)
    {
        EnginePair pair = EnginePair.Connect(kind);
        byte[] forged = Forge.Record(kind, ContentType.ApplicationData, 1, 500, new byte[100]);
        byte[] wire = new byte[1400];

        Deliver(pair.Server.Engine, forged, forged.Length, wire);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Records; i++)
        {
            Deliver(pair.Server.Engine, forged, forged.Length, wire);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(Records + 1, pair.Server.Drops.Get(DropReason.BadMac));
    }

    /// <summary>
    /// Case 19: neither a hello without a cookie nor one with a false cookie leaves anything behind; the codes of the
    /// two secrets are garbage at once.
    /// </summary>
    [Theory]
    [InlineData(0)]
    [InlineData(CookieGate.CookieLength)]
    public void HellosOfUnprovenPeersLeaveNothingBehind(int cookieLength)
    {
        TlsMan man = new(new ManagedCiphers(), new TestRandom(1));
        TlsListener listener = new(man, new DropCounters());
        byte[] hello = new LivePeer(
            TlsRole.Client, TlsTransportKind.Datagram, 1)
        { Cookie = new byte[cookieLength] }.ClientHello();
        byte[] peer = SimulatedLink.CreateAddress(9);
        byte[] reply = new byte[44];

        man.LoadStack(new ManagedStack(new ManagedCiphers(), new TestRandom(2)));
        listener.Listen(new TlsSessionOptions(), Psk.Store());
        Assert.Equal(TlsListenerAction.Reply, listener.HandleInput(hello, 0, hello.Length, peer, reply, 0).Action);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Records; i++)
        {
            listener.HandleInput(hello, 0, hello.Length, peer, reply, i);
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        output.WriteLine($"{allocated / Records} bytes for each hello");
        Assert.InRange(allocated / Records, 0, 1000);
    }

    private static int Transfer(EnginePair pair, byte[] data, byte[] wire, int records)
    {
        int count = 0;
        for (int i = 0; i < records; i++)
        {
            count += Transfer(pair.Client.Engine, pair.Server.Engine, data, wire);
            count += Transfer(pair.Server.Engine, pair.Client.Engine, data, wire);
        }

        return count;
    }

    private static int Transfer(TlsEngine from, TlsEngine to, byte[] data, byte[] wire)
    {
        int count = 0;

        from.Send(data, 0, data.Length);
        while (from.Poll(wire, 0, wire.Length) == TlsPollResult.Transmit)
        {
            count += Deliver(to, wire, from.OutputCount, wire);
        }

        return count;
    }

    private static int Deliver(TlsEngine engine, byte[] input, int length, byte[] output)
    {
        int count = 0;
        for (int offset = 0; offset < length;)
        {
            offset += engine.HandleInput(input, offset, length - offset, 0);
            while (engine.Poll(output, 0, output.Length) == TlsPollResult.Data)
            {
                count++;
            }
        }

        return count;
    }
}
