//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using Xunit;

namespace NanoTlsMan.Tests.Link;

/// <summary>
/// Endpoints whose buffer holds one datagram of the greatest length and no more, as one saves memory on a small board.
/// </summary>
public sealed class SmallBufferTests
{
    private const int ServerAddress = 1;
    private const int ClientAddress = 2;

    /// <summary>
    /// The first flight leaves no room for another datagram of the greatest length, and the engine has not said when it
    /// wants to be called again.
    /// </summary>
    [Theory]
    [InlineData(TlsTransportKind.Datagram, 1232)]
    [InlineData(TlsTransportKind.Datagram, 1300)]
    [InlineData(TlsTransportKind.Stream, 300)]
    public void AClientThatNobodyAnswersRepeatsItsHelloAndEndsInTime(TlsTransportKind kind, int bufferSize)
    {
        SimulatedLink link = new(1);
        LinkEndpoint client = LinkEndpoint.Create(link, kind, ClientAddress, bufferSize);
        TlsSessionOptions options = new();

        // Somebody who says nothing.
        LinkEndpoint.Create(link, kind, ServerAddress);

        Assert.Equal(
            TlsManStatus.Failed, client.CreateSession(ServerAddress, options).OpenClientChannel(SecureSockFlags.None));
        Assert.InRange(link.Now, 1, options.HandshakeTimeout + 1);
        Assert.True(kind == TlsTransportKind.Stream || link.Sent.Count > 3, $"{link.Sent.Count} datagrams");
    }
}
