//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Tests.Interop;

/// <summary>
/// secure_sock over real UDP sockets and a network that misbehaves.
/// </summary>
public class RelayTests
{
    [Fact]
    public void TheHandshakeTakes485BytesInSixDatagramsOnRealSockets()
    {
        IReadOnlyList<Datagram> passed = Channel.ConnectAndEcho(datagram => [datagram.Bytes], isRepeated: false);

        // All suites are offered here and the identity has 6 bytes: 4 bytes more in each ClientHello, 9 fewer in the
        // ClientKeyExchange.
        Assert.Equal([75 + 4, 44, 91 + 4, 99, 109 - 9, 67], passed.Take(6).Select(datagram => datagram.Bytes.Length));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void EachDatagramMayBeLostThreeTimes(int lost)
    {
        Dictionary<string, int> losses = [];
        List<string> kinds = [];

        Channel.ConnectAndEcho(datagram =>
        {
            string kind = Describe(datagram);

            if (!kinds.Contains(kind))
            {
                kinds.Add(kind);
            }

            if (kinds.IndexOf(kind) == lost && losses.GetValueOrDefault(kind) < 3)
            {
                losses[kind] = losses.GetValueOrDefault(kind) + 1;
                return [];
            }

            return [datagram.Bytes];
        });
        Assert.Equal(3, losses.Values.Sum());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void TheRecordsOfEachFlightMayArriveInAnyOrderOneToADatagram(int permutation)
    {
        Channel.ConnectAndEcho(datagram => Permute(datagram.SplitRecords(), permutation));
    }

    [Fact]
    public void EverythingMayArriveTwice()
    {
        Channel.ConnectAndEcho(datagram => [datagram.Bytes, datagram.Bytes]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void ThirtyPercentMayBeLost(int seed)
    {
        Random random = new(seed);

        Channel.ConnectAndEcho(datagram => random.NextDouble() < 0.3 ? [] : [datagram.Bytes]);
    }

    private static string Describe(Datagram datagram) => $"{datagram.IsFromClient} {datagram.Bytes.Length}";

    private static List<byte[]> Permute(List<byte[]> records, int permutation)
    {
        List<byte[]> left = [.. records];
        List<byte[]> order = [];

        for (int choices = left.Count; choices > 0; choices--)
        {
            int choice = permutation % choices;

            permutation /= choices;
            order.Add(left[choice]);
            left.RemoveAt(choice);
        }

        return order;
    }
}
