//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;
using Xunit.Abstractions;

namespace NanoTlsMan.Tests.Hostile;

/// <summary>
/// A handshake with raw public keys of both sides, with every byte changed in turn, and cut at every length. Both sides
/// compute in each run.
/// </summary>
public sealed class KeyedDamageTests(ITestOutputHelper output)
{
    private const int LongestHandshake = 60000;

    // What damage may end a handshake with: what the network can make a peer say, and nothing of this library's own.
    private static readonly TlsErrorCause[] s_defined =
    [
        TlsErrorCause.HandshakeTimeout, TlsErrorCause.AlertReceived, TlsErrorCause.UnexpectedMessage,
        TlsErrorCause.DecodeError, TlsErrorCause.IllegalParameter, TlsErrorCause.UnsupportedExtension,
        TlsErrorCause.NoCommonSuite, TlsErrorCause.ProtocolVersion, TlsErrorCause.LegacyPeer,
        TlsErrorCause.FinishedMismatch, TlsErrorCause.BadRecordMac, TlsErrorCause.RecordOverflow,
        TlsErrorCause.Truncated, TlsErrorCause.PeerNotTrusted, TlsErrorCause.SignatureMismatch,
        TlsErrorCause.NoApplicationProtocol,
    ];

    /// <summary>Over datagrams a repetition mends it, or the handshake ends with a defined error by its
    /// deadline.</summary>
    [Fact]
    public void EveryDamagedDatagramIsDroppedOrEndsWithADefinedError()
    {
        Dictionary<TlsErrorCause, int> outcomes = [];

        foreach ((int flight, int index, int bits) in GetDamages(TlsTransportKind.Datagram))
        {
            KeyedPair pair = CreatePair(TlsTransportKind.Datagram);
            string where = $"flight {flight}, byte {index}, bits {bits}";

            Exchange(pair, flight, index, bits);

            for (int now = 0; now <= LongestHandshake && !IsOver(pair); now += 1000)
            {
                pair.Client.Pass(now);
                pair.Server.Pass(now);
                Deliver(pair, now);
            }

            Count(pair, where, outcomes);

            // A datagram that is cut is no better than one that is lost, nor worse.
            Assert.True(bits != 0 || pair.IsConnected, where);
        }

        Report(outcomes);
    }

    /// <summary>Over a stream nothing is repeated: each damage ends the handshake with a defined error, but for the
    /// version of each first record (RFC 5246, appendix E.1).</summary>
    [Fact]
    public void EveryDamageOfAStreamEndsWithADefinedError()
    {
        Dictionary<TlsErrorCause, int> outcomes = [];

        foreach ((int flight, int index, int bits) in GetDamages(TlsTransportKind.Stream))
        {
            KeyedPair pair = CreatePair(TlsTransportKind.Stream);
            string where = $"flight {flight}, byte {index}, bits {bits}";

            Exchange(pair, flight, index, bits);

            if (!pair.IsConnected || pair.Client.IsFailed || pair.Server.IsFailed)
            {
                pair.Client.Engine.HandleEndOfStream();
                pair.Client.Drain();
                pair.Server.Engine.HandleEndOfStream();
                pair.Server.Drain();
            }
            else
            {
                Assert.True(flight <= 1 && index == 2, where);
            }

            Count(pair, where, outcomes);
        }

        Report(outcomes);
    }

    private static IEnumerable<(int Flight, int Index, int Bits)> GetDamages(TlsTransportKind kind)
    {
        KeyedPair pair = CreatePair(kind);
        List<int> lengths = [];

        pair.Server.Start(0);
        pair.Client.Start(0);

        while (!pair.IsConnected)
        {
            byte[] bytes = Sender(pair, lengths.Count).Take();

            lengths.Add(bytes.Length);
            Sender(pair, lengths.Count).Deliver(bytes, 0);
        }

        Assert.Equal(4, lengths.Count);

        for (int flight = 0; flight < lengths.Count; flight++)
        {
            for (int index = 0; index < lengths[flight]; index++)
            {
                // No bits: it ends there.
                yield return (flight, index, 0);
                yield return (flight, index, 1 << (index & 7));
                yield return (flight, index, 0xFF);
            }
        }
    }

    private static void Exchange(KeyedPair pair, int damaged, int index, int bits)
    {
        pair.Server.Start(0);
        pair.Client.Start(0);

        for (int flight = 0; flight <= damaged; flight++)
        {
            byte[] bytes = Sender(pair, flight).Take();

            if (flight == damaged)
            {
                bytes = bits == 0 ? Forge.Slice(bytes, 0, index) : Forge.Flip(bytes, index, bits);
            }

            Sender(pair, flight + 1).Deliver(bytes, 0);
        }

        Deliver(pair, 0);
    }

    private static EngineSide Sender(KeyedPair pair, int flight) => flight % 2 == 0 ? pair.Client : pair.Server;

    private static void Deliver(KeyedPair pair, int now)
    {
        for (int turn = 0; pair.Client.Outbox.Count + pair.Server.Outbox.Count > 0; turn++)
        {
            Assert.True(turn < 1000, "they never come to rest");

            if (Sender(pair, turn).Outbox.Count > 0)
            {
                byte[] bytes = Sender(pair, turn).Take();

                Sender(pair, turn + 1).Deliver(bytes, now);
            }
        }
    }

    private static bool IsOver(KeyedPair pair) =>
        pair.IsConnected || (pair.Client.EndCount > 0 && pair.Server.EndCount > 0);

    private static void Count(KeyedPair pair, string where, Dictionary<TlsErrorCause, int> outcomes)
    {
        TlsErrorCause cause = TlsErrorCause.None;

        foreach (EngineSide side in (EngineSide[])[pair.Client, pair.Server])
        {
            Assert.True(side.ConnectedCount <= 1 && side.EndCount <= 1, $"{where}: an event comes twice");

            if (side.EndCount == 0)
            {
                Assert.True(pair.IsConnected, $"{where}: a side hangs");
                continue;
            }

            Assert.True(s_defined.Contains(side.Engine.Error.Cause), $"{where}: {side.Engine.Error.Cause}");

            // The one who noticed says more than the one who was told.
            cause = cause != TlsErrorCause.None && side.Engine.Error.Cause is TlsErrorCause.AlertReceived
                or TlsErrorCause.Truncated ? cause : side.Engine.Error.Cause;
        }

        // Nobody is connected with one who is not, unless what was damaged came behind it.
        Assert.True(
            !pair.Client.IsConnected || pair.Server.IsConnected, $"{where}: only the client is connected");
        outcomes[cause] = outcomes.GetValueOrDefault(cause) + 1;
    }

    private static KeyedPair CreatePair(TlsTransportKind kind) => new(
        kind, new TlsSessionOptions(),
        new TlsSessionOptions { ClientAuthentication = TlsClientAuthentication.Required },
        Keys.Store(Keys.Client, Keys.Server), Keys.Store(Keys.Server, Keys.Client));

    private void Report(Dictionary<TlsErrorCause, int> outcomes)
    {
        foreach ((TlsErrorCause cause, int count) in outcomes.OrderByDescending(pair => pair.Value))
        {
            output.WriteLine($"{(cause == TlsErrorCause.None ? "connected" : cause.ToString())}: {count}");
        }
    }
}
