//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;
using Xunit.Abstractions;

namespace NanoTlsMan.Tests.Hostile;

/// <summary>
/// Every order of up to six messages, protected and not: those that connect are the listed ones.
/// </summary>
public sealed class OrderTests(ITestOutputHelper output)
{
    private const int Depth = 6;

    [Theory]
    [InlineData(TlsRole.Client, TlsTransportKind.Datagram, "dtls-client.txt")]
    [InlineData(TlsRole.Server, TlsTransportKind.Datagram, "dtls-server.txt")]
    [InlineData(TlsRole.Client, TlsTransportKind.Stream, "tls-client.txt")]
    [InlineData(TlsRole.Server, TlsTransportKind.Stream, "tls-server.txt")]
    public void OrdersThatConnectAreTheListedOnes(TlsRole role, TlsTransportKind kind, string list) =>
        AssertListed(new OrderSearch(role, kind, Depth), list);

    /// <summary>A session is resumed, or the server gives a ticket, or both: there are other orders then, and no
    /// more.</summary>
    [Theory]
    [InlineData(TlsRole.Client, TlsTransportKind.Datagram, true, false, 5, "dtls-client-resumed.txt")]
    [InlineData(TlsRole.Client, TlsTransportKind.Datagram, true, true, 5, "dtls-client-resumed-ticket.txt")]
    [InlineData(TlsRole.Client, TlsTransportKind.Datagram, false, true, 5, "dtls-client-ticket.txt")]
    [InlineData(TlsRole.Server, TlsTransportKind.Datagram, true, false, 5, "dtls-server-resumed.txt")]
    [InlineData(TlsRole.Client, TlsTransportKind.Stream, true, false, 6, "tls-client-resumed.txt")]
    [InlineData(TlsRole.Client, TlsTransportKind.Stream, true, true, 6, "tls-client-resumed-ticket.txt")]
    [InlineData(TlsRole.Client, TlsTransportKind.Stream, false, true, 6, "tls-client-ticket.txt")]
    [InlineData(TlsRole.Server, TlsTransportKind.Stream, true, false, 6, "tls-server-resumed.txt")]
    public void OrdersWithResumptionThatConnectAreTheListedOnes(
        TlsRole role, TlsTransportKind kind, bool isResumed, bool hasTicket, int depth, string list) =>
        AssertListed(new OrderSearch(role, kind, depth, isResumed, hasTicket), list);

    private void AssertListed(OrderSearch search, string list)
    {
        string[] listed = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Orders", list))
            .Where(line => line.Length > 0 && line[0] != '#')
            .SelectMany(Expand)
            .ToArray();

        search.Run();
        output.WriteLine($"{search.Tried} orders tried, {search.Connected.Count} connected");
        Assert.NotEmpty(listed);
        Assert.Equal(listed.Order(StringComparer.Ordinal), search.Connected.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Expand(string order)
    {
        int place = order.IndexOf(OrderSearch.AnyMessage, StringComparison.Ordinal);

        return place < 0
            ? [order]
            : OrderSearch.OtherMessages.SelectMany(
                name => Expand(order[..place] + name + order[(place + OrderSearch.AnyMessage.Length)..]));
    }
}
