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
/// A handshake as it was recorded, with every bit of every byte flipped in turn, and cut at every length.
/// </summary>
public sealed class DamageTests(ITestOutputHelper output)
{
    private const int ServerAddress = 1;
    private const int ClientAddress = 2;

    // What damage may end a handshake with: what the network can make a peer say, and nothing of this library's own.
    private static readonly TlsErrorCause[] s_defined =
    [
        TlsErrorCause.HandshakeTimeout, TlsErrorCause.AlertReceived, TlsErrorCause.UnexpectedMessage,
            TlsErrorCause.DecodeError, TlsErrorCause.IllegalParameter,
        TlsErrorCause.UnsupportedExtension, TlsErrorCause.NoCommonSuite, TlsErrorCause.ProtocolVersion,
        TlsErrorCause.LegacyPeer, TlsErrorCause.FinishedMismatch,
        TlsErrorCause.BadRecordMac, TlsErrorCause.RecordOverflow, TlsErrorCause.Truncated,
    ];

    /// <summary>
    /// Over datagrams, through the cookie gate, with timers: the handshake is repeated until it connects, or ends with
    /// a defined error by its deadline.
    /// </summary>
    [Theory]
    [InlineData(TlsCipherSuite.PskWithAes128Ccm8, 0)]
    [InlineData(TlsCipherSuite.PskWithAes128Ccm8, 10)]
    [InlineData(TlsCipherSuite.PskWithAes128GcmSha256, 0)]
    public void EveryDamagedDatagramIsDroppedOrEndsWithADefinedError(int suite, int hintLength)
    {
        int[] sizes = [.. Run(suite, hintLength, -1, 0, 0, out _).Sent.Cast<SimulatedPacket>().Take(6)
            .Select(packet => packet.Content.Length)];
        Dictionary<TlsErrorCause, int> outcomes = [];

        for (int datagram = 0; datagram < sizes.Length; datagram++)
        {
            for (int index = 0; index < sizes[datagram]; index++)
            {
                // No bits: the datagram ends there.
                foreach (int bits in (int[])[0, 1, 2, 4, 8, 16, 32, 64, 128])
                {
                    Run(suite, hintLength, datagram, index, bits, out TlsErrorCause cause);
                    outcomes[cause] = outcomes.GetValueOrDefault(cause) + 1;
                    Assert.True(
                        cause == TlsErrorCause.None
                        || s_defined.Contains(cause), $"datagram {datagram}, byte {index}, bits {bits}: {cause}");
                    Assert.True(
                        bits != 0 || cause == TlsErrorCause.None, $"datagram {datagram} cut to {index} bytes: {cause}");
                }
            }
        }

        Report(outcomes);
        Assert.True(outcomes[TlsErrorCause.None] > outcomes.Values.Sum() / 2);
    }

    /// <summary>
    /// Over a stream nothing is repeated: unless the damage means nothing, at least one side ends with a defined error
    /// and the other side is told.
    /// </summary>
    [Theory]
    [InlineData(TlsCipherSuite.PskWithAes128Ccm8, 0)]
    [InlineData(TlsCipherSuite.PskWithAes128Ccm8, 10)]
    [InlineData(TlsCipherSuite.PskWithAes128GcmSha256, 0)]
    public void EveryFlippedBitOfAStreamEndsWithADefinedError(int suite, int hintLength)
    {
        int[] sizes = Record(suite, hintLength);
        Dictionary<TlsErrorCause, int> outcomes = [];

        for (int share = 0; share < sizes.Length; share++)
        {
            for (int index = 0; index < sizes[share]; index++)
            {
                for (int bits = 1; bits < 256; bits <<= 1)
                {
                    EnginePair pair = Exchange(suite, hintLength, share, bytes => Forge.Flip(bytes, index, bits), true);
                    string where = $"share {share}, byte {index}, bits {bits}";

                    CountOutcome(pair, where, outcomes);
                    if (pair.IsConnected)
                    {
                        // Only the version of each first record may be another 3.x (RFC 5246, appendix E.1).
                        Assert.True(share <= 1 && index == 2, where);
                        ExpectEcho(pair);
                    }
                }
            }
        }

        Report(outcomes);
    }

    /// <summary>
    /// A stream that is cut at each length, at its end or in its middle.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void EveryCutOfAStreamEndsWithADefinedError(bool goesOn)
    {
        int[] sizes = Record(TlsCipherSuite.PskWithAes128Ccm8, 10);
        Dictionary<TlsErrorCause, int> outcomes = [];

        for (int share = 0; share < sizes.Length; share++)
        {
            for (int length = 0; length < sizes[share]; length++)
            {
                EnginePair pair = Exchange(
                    TlsCipherSuite.PskWithAes128Ccm8, 10, share, bytes => Forge.Slice(bytes, 0, length), goesOn);

                CountOutcome(pair, $"share {share} cut to {length}", outcomes);
                Assert.False(pair.IsConnected);
            }
        }

        Report(outcomes);
    }

    /// <summary>
    /// Whatever one damaged input claims, an engine that gets it takes no more memory than a session may.
    /// </summary>
    [Theory]
    [InlineData(TlsTransportKind.Datagram)]
    [InlineData(TlsTransportKind.Stream)]
    public void NoDamageTakesMoreThanBoundedMemory(TlsTransportKind kind)
    {
        List<byte[]> inputs = RecordInputs(kind);
        long most = 0;

        for (int damaged = 0; damaged < inputs.Count; damaged++)
        {
            for (int index = 0; index < inputs[damaged].Length; index++)
            {
                for (int bits = 1; bits < 256; bits <<= 1)
                {
                    EnginePair pair = CreatePair(kind, TlsCipherSuite.PskWithAes128Ccm8, 0);
                    byte[] input = Forge.Flip(inputs[damaged], index, bits);
                    byte[] room = new byte[1400];

                    pair.Start();
                    for (int i = 0; i < damaged; i++)
                    {
                        Receiver(pair, i).Deliver(inputs[i], 0);
                    }

                    TlsEngine engine = Receiver(pair, damaged).Engine;
                    long before = GC.GetAllocatedBytesForCurrentThread();
                    for (int offset = 0; offset < input.Length;)
                    {
                        int taken = engine.HandleInput(input, offset, input.Length - offset, 0);

                        offset += taken;
                        while (engine.Poll(room, 0, room.Length) != TlsPollResult.Idle)
                        {
                        }

                        if (taken == 0)
                        {
                            break;
                        }
                    }

                    most = Math.Max(most, GC.GetAllocatedBytesForCurrentThread() - before);
                }
            }
        }

        output.WriteLine($"at most {most} bytes for one input");

        // A record of the greatest length, where a stream's header claims one; else what a whole flight and its keys
        // take.
        Assert.InRange(most, 1, kind == TlsTransportKind.Stream ? RecordHeader.MaxPlaintext + 8000 : 12000);
    }

    private static SimulatedLink Run(
        int suite, int hintLength, int datagram, int index, int bits, out TlsErrorCause cause)
    {
        SimulatedLink link = new(1) { Delay = 5, DamagedOrdinal = datagram, DamagedIndex = index, DamagedBits = bits };
        TlsSessionOptions options = CreateOptions(suite, hintLength);
        LinkEndpoint server = LinkEndpoint.Create(link, TlsTransportKind.Datagram, ServerAddress);
        LinkEndpoint client = LinkEndpoint.Create(link, TlsTransportKind.Datagram, ClientAddress);
        TlsManSession session = client.CreateSession(ServerAddress, options);

        server.Listen(options, Psk.Store());
        session.OpenClientChannel(SecureSockFlags.None);
        Assert.True(
            link.Now <= options.HandshakeTimeout,
            $"datagram {datagram}, byte {index}, bits {bits}: ended at {link.Now}");
        cause = session.IsConnected ? TlsErrorCause.None : session.EndReason.Cause;

        if (session.IsConnected)
        {
            TlsManSession accepted = server.Accepted.Cast<TlsManSession>().Single(each => each.IsConnected);
            byte[] buffer = new byte[10];

            Assert.Equal(3, session.SendData([1, 2, 3], 0, 3));
            Assert.Equal(3, accepted.RetrieveData(buffer, 0, 10, null));
            Assert.Equal(3, accepted.SendData(buffer, 0, 3));
            Assert.Equal(3, session.RetrieveData(buffer, 0, 10, null));
        }

        foreach (TlsManSession accepted in server.Accepted)
        {
            Assert.True(
                accepted.EndReason is null || s_defined.Contains(accepted.EndReason.Cause)
                || accepted.EndReason.Cause == TlsErrorCause.Replaced);
        }

        return link;
    }

    private static EnginePair Exchange(int suite, int hintLength, int damaged, Func<byte[], byte[]> damage, bool goesOn)
    {
        EnginePair pair = CreatePair(TlsTransportKind.Stream, suite, hintLength);
        int share = 0;

        pair.Start();
        while (pair.Client.Outbox.Count + pair.Server.Outbox.Count > 0)
        {
            foreach (EngineSide sender in (EngineSide[])[pair.Client, pair.Server])
            {
                if (sender.Outbox.Count > 0)
                {
                    byte[] bytes = sender.Take();
                    bool isDamaged = share++ == damaged;

                    (sender == pair.Client ? pair.Server : pair.Client).Deliver(isDamaged ? damage(bytes) : bytes, 0);
                    if (isDamaged && !goesOn)
                    {
                        End(pair);
                        return pair;
                    }
                }
            }
        }

        // Whoever still waits for something is told that nothing more will come, or that it took too long.
        if (!pair.IsConnected)
        {
            End(pair);
        }

        return pair;
    }

    private static void End(EnginePair pair)
    {
        foreach (EngineSide side in (EngineSide[])[pair.Client, pair.Server])
        {
            side.Engine.HandleEndOfStream();
            side.Drain();
        }
    }

    private static void CountOutcome(EnginePair pair, string where, Dictionary<TlsErrorCause, int> outcomes)
    {
        bool isConnected = pair.IsConnected && !pair.Client.IsFailed && !pair.Server.IsFailed;
        TlsErrorCause cause = TlsErrorCause.None;

        if (!isConnected)
        {
            foreach (EngineSide side in (EngineSide[])[pair.Client, pair.Server])
            {
                Assert.True(side.EndCount == 1 && side.IsFailed, $"{where}: a side hangs");
                Assert.True(s_defined.Contains(side.Engine.Error.Cause), $"{where}: {side.Engine.Error.Cause}");
                cause = side.Engine.Error.Cause is TlsErrorCause.AlertReceived or TlsErrorCause.Truncated
                    && cause != TlsErrorCause.None
                    ? cause
                    : side.Engine.Error.Cause;
            }
        }

        outcomes[cause] = outcomes.GetValueOrDefault(cause) + 1;
    }

    private static void ExpectEcho(EnginePair pair)
    {
        Assert.Equal(TlsManStatus.Ok, pair.Client.Send([1]));
        pair.Exchange();
        Assert.Equal(TlsManStatus.Ok, pair.Server.Send([2]));
        pair.Exchange();
        Assert.Single(pair.Client.Inbox);
        Assert.Single(pair.Server.Inbox);
    }

    private static int[] Record(int suite, int hintLength)
    {
        List<int> sizes = [];
        for (int share = 0; sizes.Count == share; share++)
        {
            Exchange(suite, hintLength, share, bytes => { sizes.Add(bytes.Length); return bytes; }, true);
        }

        return [.. sizes];
    }

    private static List<byte[]> RecordInputs(TlsTransportKind kind)
    {
        EnginePair pair = CreatePair(kind, TlsCipherSuite.PskWithAes128Ccm8, 0);
        List<byte[]> inputs = [];

        pair.Start();
        while (!pair.IsConnected)
        {
            EngineSide sender = inputs.Count % 2 == 0 ? pair.Client : pair.Server;
            byte[] bytes = sender.Take();

            Assert.Empty(sender.Outbox);
            Receiver(pair, inputs.Count).Deliver(bytes, 0);
            inputs.Add(bytes);
        }

        return inputs;
    }

    private static EngineSide Receiver(EnginePair pair, int flight) => flight % 2 == 0 ? pair.Server : pair.Client;

    private static EnginePair CreatePair(TlsTransportKind kind, int suite, int hintLength)
    {
        TlsSessionOptions options = CreateOptions(suite, hintLength);

        return new EnginePair(kind, options, options, Psk.Store(), Psk.Store(), 1400);
    }

    private static TlsSessionOptions CreateOptions(int suite, int hintLength) =>
        new() { CipherSuites = [(ushort)suite], IdentityHint = hintLength == 0 ? null : new byte[hintLength] };

    private void Report(Dictionary<TlsErrorCause, int> outcomes)
    {
        foreach ((TlsErrorCause cause, int count) in outcomes.OrderByDescending(pair => pair.Value))
        {
            output.WriteLine($"{(cause == TlsErrorCause.None ? "connected" : cause.ToString())}: {count}");
        }
    }
}
