//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace NanoTlsMan.Tests.Link;

/// <summary>
/// The records of flights, each in a datagram of its own, in any order.
/// </summary>
internal static class Records
{
    /// <summary>Takes what a side has sent.</summary>
    public static List<byte[]> Take(EngineSide side)
    {
        List<byte[]> records = [];

        while (side.Outbox.Count > 0)
        {
            byte[] datagram = side.Take();

            for (int i = 0; i < Forge.CountRecords(TlsTransportKind.Datagram, datagram); i++)
            {
                records.Add(Forge.GetRecord(TlsTransportKind.Datagram, datagram, i));
            }
        }

        return records;
    }

    /// <summary>
    /// Delivers the flights one by one until both are connected, and the records of one of them in an order.
    /// </summary>
    /// <returns>How many records each flight has.</returns>
    public static int[] DeliverInTurn(EnginePair pair, int? permuted, int[] order)
    {
        List<int> sizes = [];

        for (int flight = 0; !pair.IsConnected; flight++)
        {
            EngineSide receiver = flight % 2 == 0 ? pair.Server : pair.Client;
            List<byte[]> records = Take(flight % 2 == 0 ? pair.Client : pair.Server);

            Assert.True(
                records.Count > 0,
                $"flight {flight} was not sent; order {string.Join(' ', order ?? [])} of flight {permuted}");
            sizes.Add(records.Count);

            foreach (int index in flight == permuted ? order : Enumerable.Range(0, records.Count))
            {
                receiver.Deliver(records[index], 0);
            }
        }

        return [.. sizes];
    }

    /// <summary>Delivers what both have sent, again and again until both are connected, so many copies of each record
    /// in any order.</summary>
    public static void DeliverShuffled(EnginePair pair, int copies, TestRandom random)
    {
        while (!pair.IsConnected)
        {
            List<byte[]> fromClient = Take(pair.Client);
            List<byte[]> fromServer = Take(pair.Server);

            Assert.NotEqual(0, fromClient.Count + fromServer.Count);
            Shuffle(fromClient, copies, random).ForEach(record => pair.Server.Deliver(record, 0));
            Shuffle(fromServer, copies, random).ForEach(record => pair.Client.Deliver(record, 0));
        }
    }

    /// <summary>Gives all orders of so many.</summary>
    public static IEnumerable<int[]> Permutations(int count) =>
        count == 0 ? [[]] : Permutations(count - 1).SelectMany(
            rest => Enumerable.Range(0, count)
            .Select(place => rest.Take(place).Append(count - 1).Concat(rest.Skip(place)).ToArray()));

    private static List<byte[]> Shuffle(List<byte[]> records, int copies, TestRandom random)
    {
        List<byte[]> all = [.. Enumerable.Repeat(records, copies).SelectMany(each => each)];

        for (int i = all.Count - 1; i > 0; i--)
        {
            int j = random.Next(i + 1);
            (all[i], all[j]) = (all[j], all[i]);
        }

        return all;
    }
}
