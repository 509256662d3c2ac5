//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace NanoTlsMan.Tests.Link;

/// <summary>
/// Every order in which the records of a flight can arrive, each in a datagram of its own: whole messages, and
/// fragments of 64 bytes.
/// </summary>
public sealed class PermutationTests
{
    private const int WholeFlights = 1400;
    private const int Fragments = 64;

    [Theory]
    [InlineData(WholeFlights, 0)]
    [InlineData(WholeFlights, 16)]
    [InlineData(Fragments, 0)]
    [InlineData(Fragments, 8)]
    [InlineData(Fragments, 40)]
    public void EveryPermutationOfEachFlightConnectsWithoutARepetition(int mtu, int hintLength)
    {
        int[] sizes = Connect(mtu, hintLength, null, null);

        Assert.Equal(4, sizes.Length);
        Assert.True(sizes.Max() <= 7, $"a flight has {sizes.Max()} records");

        if (mtu == Fragments)
        {
            Assert.True(sizes[0] > 1 && sizes[1] > 2, "nothing was fragmented");
        }

        for (int flight = 0; flight < sizes.Length; flight++)
        {
            foreach (int[] order in Records.Permutations(sizes[flight]))
            {
                Connect(mtu, hintLength, flight, order);
            }
        }
    }

    [Theory]
    [InlineData(WholeFlights, 16)]
    [InlineData(Fragments, 0)]
    public void EveryFlightShuffledAtOnceConnects(int mtu, int hintLength)
    {
        for (int seed = 0; seed < 500; seed++)
        {
            TestRandom random = new(seed);
            EnginePair pair = CreatePair(mtu, hintLength);

            pair.Start();
            Records.DeliverShuffled(pair, 1, random);
        }
    }

    [Fact]
    public void EveryRecordTwiceConnects()
    {
        EnginePair pair = CreatePair(Fragments, 8);

        pair.Start();
        while (!pair.IsConnected)
        {
            List<byte[]> fromClient = Records.Take(pair.Client);
            List<byte[]> fromServer = Records.Take(pair.Server);

            Assert.NotEqual(0, fromClient.Count + fromServer.Count);
            fromClient.Concat(fromClient).ToList().ForEach(record => pair.Server.Deliver(record, 0));
            fromServer.Concat(fromServer).ToList().ForEach(record => pair.Client.Deliver(record, 0));
        }
    }

    /// <summary>
    /// Delivers the flights one by one, and the records of one of them in an order. Returns how many records each
    /// flight has.
    /// </summary>
    private static int[] Connect(int mtu, int hintLength, int? permuted, int[] order)
    {
        EnginePair pair = CreatePair(mtu, hintLength);

        pair.Start();

        int[] sizes = Records.DeliverInTurn(pair, permuted, order);

        Assert.Equal(TlsManStatus.Ok, pair.Client.Send([1, 2, 3]));
        pair.Exchange();
        Assert.Single(pair.Server.Inbox);
        return sizes;
    }

    private static EnginePair CreatePair(int mtu, int hintLength)
    {
        TlsSessionOptions options = new()
        {
            CipherSuites = [TlsCipherSuite.PskWithAes128Ccm8],
            IdentityHint = hintLength == 0 ? null : new byte[hintLength],
        };

        return new EnginePair(TlsTransportKind.Datagram, options, options, Psk.Store(), Psk.Store(), mtu);
    }
}
