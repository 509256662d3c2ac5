//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System;
using NanoTlsMan.Ciphers;
using NanoTlsMan.Managed.Handshake;
using NanoTlsMan.Managed.Messages;
using NanoTlsMan.Managed;
using Xunit;

namespace NanoTlsMan.Tests.Hostile;

/// <summary>
/// Tries every order of messages against fresh engines, the harness holding live keys, and holds each step against the
/// machine's table.
/// </summary>
/// <remarks>
/// Over datagrams each handshake message has the message_seq that the engine awaits, so that none is put aside for its
/// number. An order is not followed further when the session is over or open; nor, for then it is the same order
/// without its last message, when that was dropped and counted, or is one that the protocol passes over. What is put
/// aside for later changes the engine, so such orders are followed.
/// </remarks>
internal sealed class OrderSearch(
    TlsRole engineRole, TlsTransportKind kind, int depth, bool isResumed = false, bool hasTicket = false)
{
    /// <summary>Stands in a list for each of <see cref="OtherMessages"/>.</summary>
    public const string AnyMessage = "any/1";

    private static readonly FieldInfo s_state =
        typeof(ResumableSession).GetField("_state", BindingFlags.NonPublic | BindingFlags.Instance);

    private static readonly Letter[] s_letters =
    [
        .. Messages(0), .. Messages(1),
        new("CCS", 0, HandshakeTable.ChangeCipherSpec, peer => peer.ChangeCipherSpec()),
        new("CCS/1", 1, HandshakeTable.ChangeCipherSpec, peer => peer.Write(ContentType.ChangeCipherSpec, 1, [1])),
        new("data", 0, Letter.NoMessage, peer => peer.Write(ContentType.ApplicationData, 0, [1])),
        new("data/1", 1, Letter.NoMessage, peer => peer.Write(ContentType.ApplicationData, 1, [1])),
        new("warning", 0, Letter.NoMessage, peer =>
        peer.Write(ContentType.Alert, 0, Forge.Alert(LivePeer.WarningLevel, TlsAlert.UserCanceled))),
        new("warning/1", 1, Letter.NoMessage, peer =>
        peer.Write(ContentType.Alert, 1, Forge.Alert(LivePeer.WarningLevel, TlsAlert.UserCanceled))),
        new("alert", 0, Letter.NoMessage, peer =>
        peer.Write(ContentType.Alert, 0, Forge.Alert(LivePeer.FatalLevel, TlsAlert.InternalError))),
        new("alert/1", 1, Letter.NoMessage, peer =>
        peer.Write(ContentType.Alert, 1, Forge.Alert(LivePeer.FatalLevel, TlsAlert.InternalError))),
    ];

    /// <summary>The protected messages other than Finished.</summary>
    public static IEnumerable<string> OtherMessages =>
        s_letters.Where(letter => letter is { Epoch: 1, IsHandshake: true, Message: not HandshakeType.Finished })
        .Select(letter => letter.Name);

    /// <summary>The orders that connected, each as its messages' names.</summary>
    public List<string> Connected { get; } = [];

    private readonly TicketKeys _keys = new(new ManagedCiphers(), new TestRandom(8));
    private byte[] _masterSecret;
    private byte[] _ticket;
    private byte[] _state;

    /// <summary>How many orders were tried.</summary>
    public int Tried { get; private set; }

    private bool IsDatagram => kind == TlsTransportKind.Datagram;

    public void Run()
    {
        if (isResumed)
        {
            Prepare();
        }

        Follow([]);
    }

    private static IEnumerable<Letter> Messages(int epoch)
    {
        (string Name, int Type, Func<LivePeer, byte[]> Make)[] messages =
        [
            ("HelloRequest", HandshakeType.HelloRequest, peer => peer.Send(HandshakeType.HelloRequest, [], 0)),
            ("ClientHello", HandshakeType.ClientHello, peer => peer.ClientHello()),
            ("ServerHello", HandshakeType.ServerHello, peer => peer.ServerHello()),
            ("HelloVerifyRequest", HandshakeType.HelloVerifyRequest, peer =>
            peer.HelloVerifyRequest([(byte)peer.NextSent])),
            ("Certificate", 11, peer => peer.Send(11, [0, 0, 0], 0)),
            ("NewSessionTicket", HandshakeType.NewSessionTicket, peer => peer.NewSessionTicket([1, 2, 3])),
            ("ServerKeyExchange", HandshakeType.ServerKeyExchange, peer => peer.ServerKeyExchange([1, 2, 3])),
            ("ServerHelloDone", HandshakeType.ServerHelloDone, peer => peer.ServerHelloDone()),
            ("ClientKeyExchange", HandshakeType.ClientKeyExchange, peer => peer.ClientKeyExchange()),
            ("Finished", HandshakeType.Finished, peer => peer.Finished(0)),
        ];

        return messages.Select(
            message => new Letter(epoch == 0 ? message.Name : message.Name + "/1", epoch, message.Type, peer =>
        {
            peer.LeastEpoch = epoch;
            byte[] record = message.Make(peer);
            peer.LeastEpoch = 0;
            return record;
        }));
    }

    private void Follow(Step[] path)
    {
        foreach (Letter letter in s_letters)
        {
            // Before there are keys a protected message is opaque to the engine, so one of them stands for all.
            if (IsDatagram && letter is { Epoch: 1, IsHandshake: true, Message: not HandshakeType.Finished }
                && !HasKeys(path))
            {
                continue;
            }

            Tried++;
            Duel duel = Replay(path);
            HandshakeMachine machine = ((Engine12)duel.Side.Engine).Machine;
            int progress = machine.Progress;
            int drops = duel.Side.Drops.Total;
            HandshakeState state = GetState(path);

            duel.Deliver(letter.Make(duel.Peer));

            string order = string.Join(" ", path.Select(step => step.Letter.Name).Append(letter.Name));
            bool isOpen = duel.Side.ConnectedCount > 0;
            bool isAccepted = isOpen || (duel.Side.EndCount == 0 && machine.Progress != progress);
            int next = letter.Message == Letter.NoMessage
                ? -1
                : HandshakeTable.Find(state, letter.Epoch, letter.Message);

            // The table alone says what is taken; a stream has no HelloVerifyRequest.
            bool isLegal = next >= 0 && !(letter.Message == HandshakeType.HelloVerifyRequest && !IsDatagram);
            if (isLegal != isAccepted && !duel.Side.IsFailed)
            {
                throw new InvalidOperationException(
                    $"{order}: {(isAccepted ? "taken" : "not taken")} in state {state}");
            }

            // What is legal, and right, is taken, unless it lets something in that was put aside and is wrong.
            if (isLegal && duel.Side.IsFailed && !path.Any(step => step.IsAside))
            {
                throw new InvalidOperationException(
                    $"{order}: refused in state {state} with {duel.Side.Engine.Error.Cause}");
            }

            if (isOpen)
            {
                Connected.Add(order);
                continue;
            }

            bool isDropped = duel.Side.Drops.Total != drops && !isAccepted;
            bool isPassedOver = !isAccepted && (letter.Name is "HelloRequest" or "warning" or "warning/1");
            if (duel.Side.EndCount == 0 && !isDropped && !isPassedOver && path.Length + 1 < depth)
            {
                Follow([.. path, new Step(letter, !isAccepted)]);
            }
        }
    }

    // A full handshake, whose session the others resume.
    private void Prepare()
    {
        TlsSessionOptions options = new() { Resumption = new ResumableSession(), TicketKeys = _keys };
        Duel duel = new((int)engineRole, (int)kind, options) { Gift = engineRole == TlsRole.Client ? [9, 9] : null };

        duel.Peer.Ticket = [];
        duel.ExpectLives();
        _masterSecret = duel.Peer.MasterSecret;
        _ticket = duel.Peer.NewTicket;
        _state = (byte[])s_state.GetValue(options.Resumption);
    }

    private Duel Begin()
    {
        if (!isResumed)
        {
            Duel full = new(
                (int)engineRole, (int)kind,
                new TlsSessionOptions { Resumption = hasTicket ? new ResumableSession() : null });

            full.Peer.Ticket = hasTicket ? [] : null;
            return full;
        }

        TlsSessionOptions options = new() { Resumption = new ResumableSession(), TicketKeys = _keys };

        s_state.SetValue(options.Resumption, _state?.Clone());

        Duel duel = new((int)engineRole, (int)kind, options);

        duel.Peer.Resume(_masterSecret);
        duel.Peer.SessionId = [1, 2, 3];
        duel.Peer.Ticket = engineRole == TlsRole.Server ? _ticket : hasTicket ? [] : null;
        return duel;
    }

    private Duel Replay(Step[] path)
    {
        Duel duel = Begin();
        foreach (Step step in path)
        {
            duel.Peer.IsAside = step.IsAside;
            duel.Deliver(step.Letter.Make(duel.Peer));
        }

        duel.Peer.IsAside = false;
        return duel;
    }

    private bool HasKeys(Step[] path) =>
        path.Any(
            step => !step.IsAside && step.Letter.Message == (engineRole, isResumed) switch
            {
                (TlsRole.Client, false) => HandshakeType.ServerHelloDone,
                (TlsRole.Client, true) => HandshakeType.ServerHello,
                (_, false) => HandshakeType.ClientKeyExchange,
                (_, true) => HandshakeType.ClientHello,
            });

    /// <summary>Chooses among the rows of the table, as the hellos do.</summary>
    private HandshakeState GetNext(HandshakeState state, Letter letter)
    {
        HandshakeState next = (HandshakeState)HandshakeTable.Find(state, letter.Epoch, letter.Message);

        if (isResumed && (letter.Message is HandshakeType.ClientHello or HandshakeType.ServerHello))
        {
            next = HandshakeState.AwaitChangeCipherSpec;
        }

        if (hasTicket && next == HandshakeState.AwaitChangeCipherSpec
            && letter.Message != HandshakeType.NewSessionTicket)
        {
            next = HandshakeState.AwaitNewSessionTicket;
        }

        Assert.Contains(
            HandshakeTable.Rows.Chunk(HandshakeTable.RowLength),
            row => row.SequenceEqual(new[] { (byte)state, (byte)letter.Epoch, (byte)letter.Message, (byte)next }));
        return next;
    }

    /// <summary>Walks the table: what was taken, and whatever had been put aside and then became legal.</summary>
    private HandshakeState GetState(Step[] path)
    {
        HandshakeState state = engineRole == TlsRole.Client
            ? HandshakeState.AwaitServerHello
            : HandshakeState.AwaitClientHello;
        bool hasChangeCipherSpec = false;
        foreach (Step step in path)
        {
            if (step.IsAside)
            {
                hasChangeCipherSpec |= step.Letter is { Epoch: 0, Message: HandshakeTable.ChangeCipherSpec };
                continue;
            }

            state = GetNext(state, step.Letter);
            if (hasChangeCipherSpec && state == HandshakeState.AwaitChangeCipherSpec)
            {
                state = HandshakeState.AwaitFinished;
            }
        }

        return state;
    }

    private sealed record Letter(string Name, int Epoch, int Message, Func<LivePeer, byte[]> Make)
    {
        public const int NoMessage = -1;

        public bool IsHandshake => Message is not NoMessage and not HandshakeTable.ChangeCipherSpec;
    }

    /// <summary>A message of an order, and whether the engine put it aside.</summary>
    private sealed record Step(Letter Letter, bool IsAside);
}
