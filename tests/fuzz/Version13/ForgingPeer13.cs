//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Tests.Fuzz.Engines;

namespace NanoTlsMan.Tests.Fuzz.Version13;

/// <summary>
/// A peer of 1.3 that knows the key and says what a script wants: each message can be changed before it is sealed. It
/// keeps book of what it sealed.
/// </summary>
internal sealed class ForgingPeer13 : ScriptedPeer
{
    // Of the number that a ledger knows a record by, which has the epoch above it.
    private const int NumberBits = 48;

    private readonly TlsRole _role;
    private readonly TlsTransportKind _kind;
    private ulong _plainSequence;

    public ForgingPeer13(TlsRole role, TlsTransportKind kind, int seed, byte[] key, int suite)
        : base(kind, seed)
    {
        _role = role;
        _kind = kind;
        Live = new LivePeer13(role, kind, seed) { Key = key, Suite = suite };
    }

    /// <summary>What it is made of.</summary>
    public LivePeer13 Live { get; }

    public override int StepCount => _role == TlsRole.Client ? 2 : 3;

    public override int Epoch => Live.WriteEpoch;

    public override int NextMessage => Live.NextSent;

    public override bool HasKeys => Live.HasKeys;

    public override bool HasCookie => Live.IsRetryDue;

    /// <summary>How protected records look.</summary>
    public RecordForm Form { get; set; } = RecordForm.Usual;

    /// <summary>Whether anything was sealed that can be authentic.</summary>
    public bool HasSealed { get; private set; }

    protected override bool IsVerified => Live.IsVerified;

    public override void Take(byte[] output)
    {
        try
        {
            Live.Take(output);
        }
        catch (Exception)
        {
            // It has other keys, or speaks of another handshake. Then it must not be connected either, which is
            // checked.
        }
    }

    public override Draft Hello()
    {
        Step = 0;
        return Next();
    }

    public override Draft Next() => Next(body => body);

    public override Draft Next(Func<byte[], byte[]> change)
    {
        // A hello that is asked for once more is another one.
        if (_role == TlsRole.Client && Live.IsRetryDue)
        {
            Step = 0;
        }

        Step++;
        return (_role, Step) switch
        {
            (TlsRole.Client, 1) => Message(HandshakeType.ClientHello, Live.ClientHello(change), 0),
            (TlsRole.Server, 1) => Message(HandshakeType.ServerHello, change(Live.ServerHello()), 0),
            (TlsRole.Server, 2) => Message(HandshakeType.EncryptedExtensions, change(Live.EncryptedExtensions())),
            (TlsRole.Client, 2) or (TlsRole.Server, 3) => Finished(null),
            _ => Data(10),
        };
    }

    /// <summary>Makes a HelloRetryRequest. In time it counts: the handshake begins anew behind it.</summary>
    public Draft Retry(byte[] cookie, bool hasGroup)
    {
        byte[] body = Live.RetryRequest(cookie, hasGroup);

        if (!Live.HasKeys)
        {
            Step = 0;
            Live.CountRetry(body);
        }

        return Wrap(HandshakeType.ServerHello, body, 0, isNumbered: true);
    }

    public override Draft Finished(Func<byte[], byte[]> change)
    {
        byte[] right = Right ?? Live.GetVerifyData();
        byte[] verifyData = change == null ? right : change(right);

        // A client's covers the server's, which has to be there.
        bool isRight = verifyData.AsSpan().SequenceEqual(right) && Live.HasKeys
            && (_role == TlsRole.Server || Live.IsVerified);

        LastVerifyData = verifyData.Length == right.Length ? verifyData : LastVerifyData;

        if (!isRight || HasFinished)
        {
            return Wrap(HandshakeType.Finished, verifyData, LivePeer13.HandshakeEpoch, isNumbered: false);
        }

        Draft draft = Message(HandshakeType.Finished, verifyData, LivePeer13.HandshakeEpoch);

        Right = right;
        return draft;
    }

    /// <summary>Makes a message in the newest epoch.</summary>
    public Draft Message(int type, byte[] body) => Message(type, body, Epoch);

    /// <summary>Makes an acknowledgement of what came.</summary>
    public Draft Ack() => new(ContentType.Ack, Math.Max(Epoch, 1), Live.Ack());

    /// <summary>Makes a ticket, with the key that it stands for.</summary>
    public Draft Ticket(byte[] ticket) => Message(
        HandshakeType.NewSessionTicket,
        [0, 0, 14, 16, 1, 2, 3, 4, 1, 9, (byte)(ticket.Length >> 8), (byte)ticket.Length, .. ticket, 0, 0]);

    /// <summary>Answers the last question for a path, or asks one itself.</summary>
    public Draft PathRecord(bool isAnswer)
    {
        byte[] content = Live.PathRecord is { Length: > 0 } asked ? [.. asked] : new byte[9];

        content[0] = (byte)(isAnswer ? 1 : 0);
        return new Draft(ContentType.ReturnRoutabilityCheck, Math.Max(Epoch, 1), content);
    }

    public override ulong Skip(ulong count) => Live.Skip(Epoch, count);

    public override byte[] Write(Draft draft) =>
        Write(draft, draft.Epoch == 0 ? _plainSequence++ : Live.Skip(draft.Epoch, 1) - 1);

    public override byte[] Write(Draft draft, ulong sequence)
    {
        byte[] record = Live.Write(draft.Type, draft.Epoch, sequence, draft.Content, Form);

        Diary.Note($"record {sequence:x} of epoch {draft.Epoch}, type {draft.Type}", draft.Content);
        Note([.. draft.Content, (byte)draft.Type], draft.Epoch, sequence, record);
        return record;
    }

    /// <summary>Makes an authentic record of whatever is within, padding included.</summary>
    public byte[] WriteInner(byte[] inner)
    {
        int epoch = Math.Max(Epoch, 1);
        ulong sequence = Live.Skip(epoch, 1) - 1;
        byte[] record = Live.WriteInner(epoch, sequence, inner, Form);

        Diary.Note($"record {sequence:x} of epoch {epoch}, within", inner);
        Note(inner, epoch, sequence, record);
        return record;
    }

    private Draft Message(int type, byte[] body, int epoch)
    {
        // What comes behind the handshake is in no transcript.
        if (!HasFinished)
        {
            Live.Count(type, body);
        }

        return Wrap(type, body, epoch, isNumbered: true);
    }

    private Draft Wrap(int type, byte[] body, int epoch, bool isNumbered)
    {
        byte[] message = Forge.Message(_kind, type, Live.NextSent, body);

        Live.NextSent += isNumbered ? 1 : 0;
        return new Draft(ContentType.Handshake, epoch, message);
    }

    // What it is stands behind the content, and zeros are padding: also where a script chose type 0.
    private void Note(byte[] inner, int epoch, ulong sequence, byte[] record)
    {
        int last = inner.AsSpan().LastIndexOfAnyExcept((byte)0);

        epoch = Live.GetKeyEpoch(epoch);

        if (epoch == 0)
        {
            return;
        }

        HasSealed = true;

        if (last >= 0 && inner[last] == ContentType.ApplicationData)
        {
            Ledger.NoteData(inner[..last], ((ulong)epoch << NumberBits) | (sequence & ((1UL << NumberBits) - 1)));
        }
        else
        {
            // Whatever else is authentic may be the peer's error (RFC 9147, section 4.5.2).
            Ledger.NoteEnding(record);
        }
    }
}
