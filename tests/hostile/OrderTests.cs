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
    public void OrdersThatConnectAreTheListedOnes(TlsRole role, TlsTransportKind kind, string list)
    {
        OrderSearch search = new(role, kind, Depth);
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
