//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace NanoTlsMan.Tests.Link;

/// <summary>
/// Abbreviated handshakes, and full ones that bring a ticket, over links of all kinds of badness: the client's flight
/// is the last of an abbreviated one, so it is the client that has to repeat it when it is asked.
/// </summary>
public sealed class ResumptionTests
{
    private const int ServerAddress = 1;
    private const int ClientAddress = 2;
    private const int WholeFlights = 1400;
    private const int Fragments = 64;
    private const int ById = 0;
    private const int ByTicket = 1;

    /// <summary>How many datagrams an abbreviated handshake has, through the cookie gate: ClientHello,
    /// HelloVerifyRequest, ClientHello, the server's flight, the client's.</summary>
    private const int Datagrams = 5;

    /// <summary>In bytes of UDP payload. The first handshake through the gate has 485, where nothing is left for a
    /// later one.</summary>
    [Theory]
    [InlineData(ById, 482)]
    [InlineData(ByTicket, 728)]
    public void AnAbbreviatedHandshakeHasExactlyTheBudgetedBytes(int how, int total)
    {
        SimulatedLink link = new(1);
        Sides sides = new(link, how);

        sides.Connect(false);

        int sent = link.Sent.Count;

        sides.Connect(true);
        Assert.Equal(Datagrams + Sides.EchoDatagrams, link.Sent.Count - sent);

        int[] sizes = [.. link.Sent.Cast<SimulatedPacket>().Skip(sent).Take(Datagrams).Select(
            packet => packet.Content.Length)];

        Assert.True(total == sizes.Sum(), string.Join(' ', sizes));
    }

    [Theory]
    [InlineData(ById)]
    [InlineData(ByTicket)]
    public void EachDatagramMayBeLostThreeTimes(int how)
    {
        for (int ordinal = 0; ordinal < Datagrams; ordinal++)
        {
            SimulatedLink link = new(1);
            Sides sides = new(link, how);

            sides.Connect(false);

            int sent = link.Sent.Count;

            link.LoseRepeatedly(sent + ordinal, 3);
            sides.Connect(true);
            Assert.True(link.Sent.Count - sent > Datagrams + Sides.EchoDatagrams, $"{ordinal}: nothing was lost");
        }
    }

    [Theory]
    [InlineData(ById)]
    [InlineData(ByTicket)]
    public void ThirtyPercentLossResumesForTwoHundredSeeds(int how)
    {
        for (int seed = 0; seed < 200; seed++)
        {
            SimulatedLink link = new(seed);
            Sides sides = new(link, how);

            sides.Connect(false);
            link.Loss = 30;
            link.Duplication = 20;
            link.Delay = 10;
            link.Jitter = 20;
            sides.Connect(true);
        }
    }

    [Theory]
    [InlineData(ById)]
    [InlineData(ByTicket)]
    public void EveryPermutationOfEachFlightResumes(int how)
    {
        int[] sizes = Connect(new Reunion(0, how), true, null, null);

        Assert.Equal([1, 3, 2], sizes);

        for (int flight = 0; flight < sizes.Length; flight++)
        {
            foreach (int[] order in Records.Permutations(sizes[flight]))
            {
                Connect(new Reunion(0, how), true, flight, order);
            }
        }
    }

    [Fact]
    public void EveryPermutationOfAFullHandshakeThatBringsATicketConnects()
    {
        int[] sizes = Connect(new Reunion(0, ByTicket), false, null, null);

        Assert.Equal([1, 2, 3, 3], sizes);

        for (int flight = 0; flight < sizes.Length; flight++)
        {
            foreach (int[] order in Records.Permutations(sizes[flight]))
            {
                Connect(new Reunion(0, ByTicket), false, flight, order);
            }
        }
    }

    /// <summary>Also each record twice, whole or in fragments.</summary>
    [Theory]
    [InlineData(WholeFlights, ById, 1)]
    [InlineData(WholeFlights, ByTicket, 2)]
    [InlineData(Fragments, ById, 1)]
    [InlineData(Fragments, ByTicket, 1)]
    [InlineData(Fragments, ByTicket, 2)]
    public void EveryFlightShuffledAtOnceResumes(int mtu, int how, int copies)
    {
        for (int seed = 0; seed < 200; seed++)
        {
            TestRandom random = new(seed);
            Reunion reunion = new(0, how) { Mtu = mtu };

            for (int meeting = 0; meeting < 2; meeting++)
            {
                EnginePair pair = reunion.Begin();

                Records.DeliverShuffled(pair, copies, random);
                Assert.Equal(meeting == 1, pair.Client.Engine.IsResumed);
                Assert.Equal(meeting == 1, pair.Server.Engine.IsResumed);
            }
        }
    }

    /// <summary>
    /// Delivers the flights of a handshake one by one, and the records of one of them in an order. Returns how many
    /// records each flight has.
    /// </summary>
    private static int[] Connect(Reunion reunion, bool isResumed, int? permuted, int[] order)
    {
        if (isResumed)
        {
            reunion.Meet();
        }

        EnginePair pair = reunion.Begin();
        int[] sizes = Records.DeliverInTurn(pair, permuted, order);

        Assert.Equal(isResumed, pair.Server.Engine.IsResumed);
        Assert.False(reunion.Session.IsEmpty);
        Assert.Equal(TlsManStatus.Ok, pair.Client.Send([1, 2, 3]));
        pair.Exchange();
        Assert.Single(pair.Server.Inbox);
        return sizes;
    }

    /// <summary>A client and a server on a link, and what they keep between their sessions.</summary>
    private sealed class Sides
    {
        /// <summary>A message, its answer, and close_notify both ways.</summary>
        public const int EchoDatagrams = 4;

        private readonly TlsSessionOptions _options = new()
        {
            Resumption = new ResumableSession(),
            MaxTimeout = 10000,
            HandshakeTimeout = 300000,
        };

        public Sides(SimulatedLink link, int how)
        {
            TlsSessionOptions options = new() { MaxTimeout = 10000, HandshakeTimeout = 300000 };

            if (how == ById)
            {
                options.SessionCache = new SessionCache(8);
            }
            else
            {
                options.TicketKeys = new TicketKeys(new Ciphers.ManagedCiphers(), new TestRandom(77));
            }

            Server = LinkEndpoint.Create(link, TlsTransportKind.Datagram, ServerAddress);
            Client = LinkEndpoint.Create(link, TlsTransportKind.Datagram, ClientAddress);
            Server.Listen(options, Psk.Store());
        }

        public LinkEndpoint Server { get; }

        public LinkEndpoint Client { get; }

        /// <summary>Opens a session, sends something until it is answered, and closes.</summary>
        public void Connect(bool isResumed)
        {
            TlsManSession session = Client.CreateSession(ServerAddress, _options);

            Assert.Equal(TlsManStatus.Ok, session.OpenClientChannel(SecureSockFlags.None));
            Assert.Equal(isResumed, session.IsResumed);

            byte[] buffer = new byte[100];
            bool isAnswered = false;

            // What is lost of the data is lost; and until the server has the client's last flight, it drops data.
            for (int i = 0; i < 500 && !isAnswered; i++)
            {
                Assert.Equal(4, session.SendData([1, 2, 3, 4], 0, 4));
                Server.Step(Server.Transport.Now + 400);
                TlsManSession accepted = (TlsManSession)Server.Accepted[^1];

                if (accepted.IsConnected && accepted.RetrieveData(buffer, 0, 100, 400) == 4)
                {
                    Assert.Equal(isResumed, accepted.IsResumed);
                    Assert.Equal(4, accepted.SendData(buffer, 0, 4));
                }

                isAnswered = session.RetrieveData(buffer, 0, 100, 400) == 4;
            }

            Assert.True(isAnswered, "nothing came back");
            session.CloseChannel();
            Server.Step(Server.Transport.Now + 400);
        }
    }
}
