//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using System.Linq;

namespace NanoTlsMan.Tests.Fuzz.Engines;

/// <summary>
/// A peer that knows the key and says what a script wants: each message can be changed before it is sealed. It keeps
/// book of what it sealed.
/// </summary>
internal sealed class ForgingPeer : ScriptedPeer
{
    private const byte CloseNotify = (byte)TlsAlert.CloseNotify;

    private readonly LivePeer _peer;
    private readonly TlsRole _role;
    private readonly TlsTransportKind _kind;
    private readonly int _header;
    private readonly int _messageHeader;
    private ulong _plainSequence = 1000;
    private ulong _sealedSequence;

    public ForgingPeer(TlsRole role, TlsTransportKind kind, int seed, byte[] key, int fragmentCode, int suite)
        : base(kind, seed)
    {
        _role = role;
        _kind = kind;
        _peer = new LivePeer(role, kind, seed) { Key = key, MaxFragmentLengthCode = fragmentCode, Suite = suite };
        _header = kind == TlsTransportKind.Datagram ? RecordHeader.DtlsLength : RecordHeader.TlsLength;
        _messageHeader =
            kind == TlsTransportKind.Datagram ? RecordHeader.DtlsHandshakeLength : RecordHeader.TlsHandshakeLength;
    }

    /// <summary>Whether its orderly handshake is an abbreviated one.</summary>
    public bool IsResuming { get; private set; }

    /// <summary>The ticket that it gives as a server; <see langword="null"/> for none.</summary>
    public byte[] Gift { get; private set; }

    public override int StepCount => 4;

    public override int Epoch => HasChanged ? 1 : 0;

    /// <summary>Whether messages are sent in epoch 1 by default.</summary>
    public bool HasChanged { get; private set; }

    public override int NextMessage => _peer.NextSent;

    protected override bool IsVerified => _peer.IsVerified;

    /// <summary>The suite that it offers or chooses.</summary>
    public int Suite => _peer.Suite;

    /// <summary>Application data that came, one record each.</summary>
    public IEnumerable<byte[]> Inbox => _peer.Inbox.Cast<byte[]>();

    public override bool HasKeys => Step > 1;

    public override bool HasCookie => _peer.Cookie.Length > 0;

    /// <summary>Offers a session, or takes the engine's offer, or only asks for a ticket or gives one.</summary>
    public void Prepare(EarlierSession session, bool isResuming, bool hasTicket)
    {
        IsResuming = isResuming;
        _peer.Ticket = hasTicket ? [] : null;
        Gift = hasTicket && _role == TlsRole.Server ? new byte[60] : null;

        if (!isResuming)
        {
            return;
        }

        _peer.Resume(session.MasterSecret);

        if (_role == TlsRole.Client)
        {
            _peer.SessionId = session.Ticket == null ? session.SessionId : [7, 7, 7];
            _peer.Ticket = session.Ticket;
        }
    }

    /// <summary>Wants a connection ID, and may answer checks of a path.</summary>
    public void Name(byte[] connectionId, bool isReturnRoutable)
    {
        _peer.ConnectionId = connectionId;
        _peer.IsReturnRoutable = isReturnRoutable;
    }

    /// <summary>Answers the last question for a path, or asks one itself.</summary>
    public Draft PathRecord(bool isAnswer)
    {
        byte[] content = _peer.PathRecord is { Length: > 0 } asked ? [.. asked] : new byte[9];

        content[0] = (byte)(isAnswer ? 1 : 0);
        return new Draft(ContentType.ReturnRoutabilityCheck, 1, content);
    }

    /// <summary>How long its connection ID is.</summary>
    public int IdLength => _peer.ConnectionId?.Length ?? 0;

    /// <summary>Makes an authentic record of whatever is within, padding included; where there is no connection ID, one
    /// of data.</summary>
    public byte[] WriteInner(byte[] inner)
    {
        if (!IsNaming)
        {
            return Write(Data(8));
        }

        ulong sequence = _sealedSequence++;
        byte[] record = _peer.WriteNamed(_peer.PeerConnectionId, sequence, inner);

        NoteInner(inner, sequence, record);
        return record;
    }

    public override Draft Hello()
    {
        Step = 1;
        return Strip(_peer.ClientHello());
    }

    /// <summary>Tells whether a label is that of this side's Finished.</summary>
    public bool IsOwn(byte[] label) => label.AsSpan().StartsWith(_role == TlsRole.Client ? "client"u8 : "server"u8);

    public override void Take(byte[] output)
    {
        try
        {
            _peer.Take(output);
        }
        catch (Exception)
        {
            // It has other keys, or speaks of another handshake. Then it must not be connected either, which is
            // checked.
        }
    }

    public override Draft Next()
    {
        Step++;

        // The ticket has no number of its own: it comes when the ChangeCipherSpec would.
        if (IsResuming && Step == 2)
        {
            Step++;
        }

        if (Gift != null && Step == 3)
        {
            byte[] ticket = Gift;

            Gift = null;
            Step--;

            // Behind a right Finished it does not count, or this side would call the engine's Finished wrong.
            _peer.IsAside = HasFinished;

            Draft draft = Strip(_peer.NewSessionTicket(ticket));

            _peer.IsAside = false;
            return draft;
        }

        return (_role, Step) switch
        {
            (TlsRole.Server, 1) => Strip(_peer.ServerHello()),
            (TlsRole.Server, 2) => Strip(_peer.ServerHelloDone()),
            (TlsRole.Client, 1) => Strip(_peer.ClientHello()),
            (TlsRole.Client, 2) => Strip(_peer.ClientKeyExchange()),
            (_, 3) => ChangeCipherSpec(),
            (_, 4) => Finished(null),
            _ => Data(10),
        };
    }

    public override Draft Next(Func<byte[], byte[]> change)
    {
        if (Step >= 2)
        {
            return Next();
        }

        bool isHello = Step == 0;

        // Made aside, nothing is counted yet.
        _peer.IsAside = true;

        Draft made = Strip((_role, isHello) switch
        {
            (TlsRole.Server, true) => _peer.ServerHello(),
            (TlsRole.Server, false) => IsResuming ? _peer.NewSessionTicket(new byte[60]) : _peer.ServerHelloDone(),
            (TlsRole.Client, true) => _peer.ClientHello(),
            _ => _peer.ClientKeyExchange(),
        });

        _peer.IsAside = false;
        Step++;

        Draft counted = Message(made.Content[0], change(made.Content[_messageHeader..]));

        if (isHello && _peer.ConnectionId != null)
        {
            Adopt(counted.Content);
        }

        if (_role == TlsRole.Client && !isHello)
        {
            _peer.DeriveKeys();
        }

        return counted;
    }

    private void Adopt(byte[] hello)
    {
        try
        {
            _peer.AdoptHello(hello);
        }
        catch (Exception)
        {
            // It cannot be read, and no engine will.
        }
    }

    public Draft ChangeCipherSpec()
    {
        HasChanged = true;
        return new Draft(ContentType.ChangeCipherSpec, 0, [1]);
    }

    public override Draft Finished(Func<byte[], byte[]> change)
    {
        byte[] right = Right ?? _peer.VerifyData(_role);
        byte[] verifyData = change == null ? right : change(right);
        bool isRight = verifyData.AsSpan().SequenceEqual(right);

        LastVerifyData = verifyData.Length == right.Length ? verifyData : LastVerifyData;

        Draft draft = Message(HandshakeType.Finished, verifyData, !isRight || HasFinished) with { Epoch = 1 };

        Right = isRight ? right : Right;
        return draft;
    }

    /// <summary>Makes a handshake message that counts, unless all was said before.</summary>
    public Draft Message(int type, byte[] body) => Message(type, body, HasFinished);

    /// <summary>Makes a HelloVerifyRequest, which counts for the numbers only.</summary>
    public Draft VerifyRequest(byte[] cookie) => Strip(_peer.HelloVerifyRequest(cookie));

    public override byte[] Write(Draft draft) => Write(draft, draft.Epoch == 0 ? _plainSequence++ : _sealedSequence++);

    public override byte[] Write(Draft draft, ulong sequence)
    {
        byte[] record = _peer.Write(draft.Type, draft.Epoch, sequence, draft.Content);

        Diary.Note($"record {sequence:x} of epoch {draft.Epoch}, type {draft.Type}", draft.Content);

        if (IsNaming && draft.Epoch > 0)
        {
            NoteInner([.. draft.Content, (byte)draft.Type], sequence, record);
        }
        else
        {
            Note(draft, sequence, record);
        }

        return record;
    }

    private bool IsNaming => _peer.PeerConnectionId is { Length: > 0 } && _peer.ConnectionId != null;

    // What it is stands behind the content, and zeros are padding: also where a script chose type 0.
    private void NoteInner(byte[] inner, ulong sequence, byte[] record)
    {
        int last = inner.AsSpan().LastIndexOfAnyExcept((byte)0);

        if (last >= 0)
        {
            Note(new Draft(inner[last], 1, inner[..last]), sequence, record);
        }
    }

    // Keeps book of what was sealed.
    private void Note(Draft draft, ulong sequence, byte[] record)
    {
        // A stream has no epochs in its records: what is sealed is sealed.
        if (draft.Epoch == 1 || (draft.Epoch > 1 && _kind == TlsTransportKind.Stream))
        {
            if (draft.Type == ContentType.ApplicationData)
            {
                Ledger.NoteData(draft.Content, sequence);
            }
            else if (draft.Type == ContentType.Alert && draft.Content is [LivePeer.FatalLevel, _] or [_, CloseNotify])
            {
                Ledger.NoteEnding(record);
            }
        }
    }

    public override ulong Skip(ulong count) => _sealedSequence += count;

    private Draft Message(int type, byte[] body, bool isAside)
    {
        _peer.IsAside = isAside;

        Draft draft = Strip(_peer.Send(type, body, 0));

        _peer.IsAside = false;
        return draft;
    }

    private Draft Strip(byte[] record) => new(record[0], Epoch, record[_header..]);
}
