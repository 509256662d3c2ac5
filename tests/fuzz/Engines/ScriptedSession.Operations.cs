//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;

namespace NanoTlsMan.Tests.Fuzz.Engines;

/// <content>
/// What every version's scripts can do.
/// </content>
internal abstract partial class ScriptedSession
{
    protected const int HandshakeTypes = 25;

    /// <summary>Does an operation: those that the subclass does not have.</summary>
    protected virtual void Do(int operation)
    {
        switch (operation)
        {
            case < 6:
                Emit(Peer.Write(Peer.Next()));
                break;
            case 6:
                DoHandshake();
                break;
            case 7:
                EmitTogether();
                break;
            case 8:
                EmitFragments(Peer.Next());
                break;
            case 9 or 10:
                Emit(Peer.Write(MakeChanged()));
                break;
            case 11:
                EmitManyInOne();
                break;
            case 12 or 13:
                Emit(WriteAnyhow(new Draft(ReadType(), ReadRecordEpoch(), ReadContent())));
                break;
            case 14:
                Emit(WriteAnyhow(new Draft(ContentType.Handshake, ReadEpoch(), ReadMessage())));
                break;
            case 15:
                Emit(WriteAnyhow(new Draft(ContentType.Alert, ReadEpoch(), Script.Take(Script.Next(4)))));
                break;
            case 16 or 17:
                Emit(Peer.Write(Peer.Data(Script.NextLength())));
                break;
            case 18:
                Emit(WriteAnyhow(Peer.Data(Script.NextLength())));
                break;
            case 19 or 20:
                Emit(Courier.Recall());
                break;
            case 21 or 22:
                Emit(Script.Mutate(Courier.Recall()));
                break;
            case 23:
                Emit(Script.Take(Script.Next()));
                break;
            case 24:
                Engine.Send(Math.Min(Script.NextLength(), Math.Max(0, Engine.MaxPayload)));
                break;
            case 25:
                Close();
                break;
            case 26 or 27:
                Pass();
                break;
            case 28:
                EndStream();
                break;
            case 32 or 33:
                Courier.Hold();
                break;
            default:
                Courier.Flush();
                break;
        }
    }

    /// <summary>Reads in which epoch something is sent: mostly in one that fits.</summary>
    protected abstract int ReadEpoch();

    /// <summary>Reads in which epoch a record is sent that nobody expects.</summary>
    protected virtual int ReadRecordEpoch() => Script.Next(3);

    /// <summary>A handshake message of any kind, whose header may lie.</summary>
    protected byte[] ReadMessage()
    {
        int type = Script.Next(HandshakeTypes);
        int lies = Script.Next();
        byte[] body = (lies & 1) == 0 ? Script.Take(Script.Next(64)) : new byte[Script.NextLength()];

        if (Kind == TlsTransportKind.Stream)
        {
            byte[] message = Forge.Message(Kind, type, 0, body);

            return (lies & 2) == 0 ? message : Script.Mutate(message);
        }

        int sequence = Peer.NextMessage + ((lies & 2) == 0 ? 0 : Script.Next(12) - 6);
        int length = (lies & 4) == 0 ? body.Length : (Script.Next() << 16) | Script.NextUInt16();
        int offset = (lies & 8) == 0 ? 0 : Script.NextUInt16();

        int fragmentLength = (lies & 16) == 0 ? body.Length : Script.NextUInt16();

        return Forge.Fragment(type, sequence, length, offset, fragmentLength, body);
    }

    /// <summary>Makes a draft a record with any number.</summary>
    protected byte[] WriteAnyhow(Draft draft)
    {
        int how = Script.Next(8);

        return how switch
        {
            0 => Peer.Write(draft, (ulong)Script.NextUInt16()),
            1 => Peer.Write(draft, 0xFFFFFFFFFF00 + (ulong)Script.Next()),
            2 => Peer.Write(draft, Peer.Skip((ulong)Script.Next())),
            3 => Peer.Write(draft, Peer.Skip(0) - (ulong)Script.Next(80)),
            _ => Peer.Write(draft),
        };
    }

    private int ReadType()
    {
        int value = Script.Next();

        return value < 200 ? ContentType.ChangeCipherSpec + (value % 4) : value;
    }

    private void DoHandshake()
    {
        while (Peer.Step < Peer.StepCount)
        {
            Emit(Peer.Write(Peer.Next()));
        }
    }

    private void EmitTogether()
    {
        List<byte> together = [];

        for (int i = Script.Next(4); i >= 0; i--)
        {
            together.AddRange(Peer.Write(Peer.Next()));
        }

        Emit([.. together]);
    }

    /// <summary>
    /// The next message, changed before it is sealed: behind the back of the peer, or so that it counts for it as well.
    /// </summary>
    private Draft MakeChanged()
    {
        if (Script.Next(2) == 0)
        {
            return Peer.Next(Script.Mutate);
        }

        Draft draft = Peer.Next();

        return draft with { Content = Script.Mutate(draft.Content) };
    }

    private void EmitManyInOne()
    {
        Draft first = Peer.Next();
        byte[] content = first.Content;

        for (int i = Script.Next(3); i >= 0; i--)
        {
            content = Forge.Join(content, Script.Next(2) == 0 ? Peer.Next().Content : ReadMessage());
        }

        Emit(Peer.Write(first with { Content = content }));
    }

    private void EmitFragments(Draft draft)
    {
        int size = 1 + Script.Next();
        int how = Script.Next();
        List<byte[]> records = [];

        if (Kind == TlsTransportKind.Stream || draft.Type != ContentType.Handshake)
        {
            for (int offset = 0; offset < draft.Content.Length && records.Count < Courier.MostHeld; offset += size)
            {
                byte[] piece = draft.Content[offset..Math.Min(offset + size, draft.Content.Length)];

                records.Add(Peer.Write(draft with { Content = piece }));
            }
        }
        else
        {
            byte[] body = draft.Content[RecordHeader.DtlsHandshakeLength..];

            for (int offset = 0; offset < Math.Max(body.Length, 1) && records.Count < Courier.MostHeld; offset += size)
            {
                byte[] part = body[offset..Math.Min(offset + size + (how & 3), body.Length)];
                int sequence = Forge.Get(draft.Content, 4, 2);
                byte[] fragment = Forge.Fragment(draft.Content[0], sequence, body.Length, offset, part);

                records.Add(Peer.Write(draft with { Content = fragment }));
            }

            if ((how & 4) != 0)
            {
                records.Reverse();
            }
        }

        foreach (byte[] record in records)
        {
            Emit((how & 8) == 0 ? record : Script.Mutate(record));
        }
    }

    private byte[] ReadContent() =>
        Script.Next(3) == 0 ? new byte[Script.NextLength()] : Script.Take(Script.Next());
}
