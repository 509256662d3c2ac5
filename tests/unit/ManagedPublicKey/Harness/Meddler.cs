//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Collections;
using nanoFramework.TestFramework;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// Somebody between a client and a server who changes what they say in the clear. Both compute with true keys.
    /// Messages and records are counted anew, so that one that is left out or put in is missing, or there, for the
    /// receiver too.
    /// </summary>
    internal sealed class Meddler
    {
        /// <summary>Stands for a ChangeCipherSpec, which is no handshake message.</summary>
        public const int ChangeCipherSpec = 254;

        /// <summary>The place behind the last byte.</summary>
        public const int End = int.MaxValue;

        private const int LongestHandshake = 120000;

        private readonly TlsTransportKind _kind;
        private readonly ArrayList _edits = new ArrayList();
        private readonly int[] _records = new int[2];
        private readonly int[] _messages = new int[2];
        private readonly bool[] _isProtected = new bool[2];
        private readonly byte[][] _held = new byte[2][];
        private readonly ArrayList _seen = new ArrayList();

        public Meddler(int kind)
        {
            _kind = (TlsTransportKind)kind;
        }

        private enum Action
        {
            Replace,
            Flip,
            Splice,
            Drop,
            Repeat,
            Hold,
            Insert,
            Extend,
        }

        /// <summary>Gets or sets a value indicating whether all that is in the clear of a flight shares one
        /// record.</summary>
        public bool Joins { get; set; }

        /// <summary>Gets how many edits found their message.</summary>
        public int Touched { get; private set; }

        /// <summary>Sends another body.</summary>
        public Meddler Replace(TlsRole from, int type, byte[] body)
        {
            return Add(new Edit { From = from, Type = type, Action = Action.Replace, Content = body });
        }

        /// <summary>Flips bits of a byte, counted from the end if the place is negative.</summary>
        public Meddler Flip(TlsRole from, int type, int place, int mask)
        {
            return Add(new Edit { From = from, Type = type, Action = Action.Flip, Place = place, Count = mask });
        }

        /// <summary>Puts bytes in the place of others.</summary>
        public Meddler Splice(TlsRole from, int type, int place, int count, string bytes)
        {
            return Splice(from, type, place, count, Hex.Parse(bytes));
        }

        public Meddler Splice(TlsRole from, int type, int place, int count, byte[] bytes)
        {
            return Add(
                new Edit
                {
                    From = from,
                    Type = type,
                    Action = Action.Splice,
                    Place = place,
                    Count = count,
                    Content = bytes,
                });
        }

        public Meddler Drop(TlsRole from, int type)
        {
            return Add(new Edit { From = from, Type = type, Action = Action.Drop });
        }

        public Meddler Repeat(TlsRole from, int type)
        {
            return Add(new Edit { From = from, Type = type, Action = Action.Repeat });
        }

        /// <summary>Lets the next message overtake this one.</summary>
        public Meddler Hold(TlsRole from, int type)
        {
            return Add(new Edit { From = from, Type = type, Action = Action.Hold });
        }

        /// <summary>Puts a message in before another.</summary>
        public Meddler Insert(TlsRole from, int before, int type, string body)
        {
            return Add(
                new Edit
                {
                    From = from,
                    Type = before,
                    Action = Action.Insert,
                    Place = type,
                    Content = Hex.Parse(body),
                });
        }

        /// <summary>Takes an extension out of a hello, if it is there, and puts others in: whole, with type and
        /// length.</summary>
        public Meddler Extend(TlsRole from, int extension, string others)
        {
            return Add(
                new Edit
                {
                    From = from,
                    Type = from == TlsRole.Client ? HandshakeType.ClientHello : HandshakeType.ServerHello,
                    Action = Action.Extend,
                    Place = extension,
                    Content = Hex.Parse(others),
                });
        }

        /// <summary>Lets the two meet, until neither has anything to say.</summary>
        public Meddler Run(KeyedPair pair)
        {
            pair.Server.Start(0);
            pair.Client.Start(0);
            Exchange(pair);
            Assert.AreEqual(_edits.Count, Touched, "not every message came that was to be changed");
            return this;
        }

        public void Exchange(KeyedPair pair)
        {
            while (pair.Client.Outbox.Count + pair.Server.Outbox.Count > 0)
            {
                if (pair.Client.Outbox.Count > 0)
                {
                    pair.Server.Deliver(Pass(TlsRole.Client, pair.Client.Take()), 0);
                }

                if (pair.Server.Outbox.Count > 0)
                {
                    pair.Client.Deliver(Pass(TlsRole.Server, pair.Server.Take()), 0);
                }
            }
        }

        /// <summary>Gets the body of a message as it was sent, before anything was done to it.</summary>
        public byte[] GetBody(TlsRole from, int type)
        {
            for (int i = 0; i < _seen.Count; i++)
            {
                Edit seen = (Edit)_seen[i];

                if (seen.From == from && seen.Type == type)
                {
                    return seen.Content;
                }
            }

            return null;
        }

        /// <summary>Holds that one side has found the error and told the other, and that nobody ever is
        /// connected.</summary>
        public void ExpectFatal(KeyedPair pair, TlsRole finder, TlsErrorCause cause, TlsAlert alert)
        {
            EngineSide side = finder == TlsRole.Client ? pair.Client : pair.Server;
            EngineSide other = finder == TlsRole.Client ? pair.Server : pair.Client;

            Assert.IsTrue(side.IsFailed, "the session lives");
            Assert.AreEqual((int)cause, (int)side.Engine.Error.Cause, "the cause is another");
            Assert.AreEqual((int)alert, (int)side.Engine.Error.Alert, "the alert is another");
            Assert.AreEqual(0, side.ConnectedCount + other.ConnectedCount, "connected");

            if (_kind == TlsTransportKind.Stream)
            {
                Assert.IsTrue(other.IsFailed, "the other side lives");
                Assert.AreEqual((int)TlsErrorCause.AlertReceived, (int)other.Engine.Error.Cause);
                Assert.AreEqual((int)alert, (int)other.Engine.Error.Alert, "the alert that came is another");
            }

            ExpectEnd(pair);
        }

        /// <summary>Holds that nobody has noticed anything before Finished, which does not match then: the keys are
        /// others, or what they protect is.</summary>
        public void ExpectMismatch(KeyedPair pair)
        {
            Assert.AreEqual(0, pair.Client.ConnectedCount + pair.Server.ConnectedCount, "connected");

            if (_kind == TlsTransportKind.Stream)
            {
                Assert.IsTrue(pair.Server.IsFailed);
                Assert.IsTrue(
                    pair.Server.Engine.Error.Cause == TlsErrorCause.BadRecordMac
                    || pair.Server.Engine.Error.Cause == TlsErrorCause.FinishedMismatch, "noticed before Finished");
            }
            else
            {
                Assert.IsTrue(
                    pair.Server.IsFailed
                    ? pair.Server.Engine.Error.Cause == TlsErrorCause.FinishedMismatch
                    : pair.Server.Drops.Get(DropReason.BadMac) > 0, "noticed before Finished");
                Assert.IsFalse(pair.Client.IsFailed);
            }

            ExpectEnd(pair);
        }

        /// <summary>Holds that a message that is not legal there is no part of the handshake: over a stream it ends it,
        /// and so at a client; at a server over datagrams, where anybody can have sent it, it is dropped.</summary>
        public void ExpectUnexpected(KeyedPair pair, TlsRole receiver)
        {
            if (_kind == TlsTransportKind.Datagram && receiver == TlsRole.Server)
            {
                Assert.IsTrue(pair.Server.Drops.Get(DropReason.Unexpected) > 0, "it was not dropped");
                Assert.AreEqual(0, pair.Server.EndCount, "the session ended");
                Assert.AreEqual(0, pair.Client.ConnectedCount + pair.Server.ConnectedCount, "connected");
                ExpectEnd(pair);
            }
            else
            {
                ExpectFatal(pair, receiver, TlsErrorCause.UnexpectedMessage, TlsAlert.UnexpectedMessage);
            }
        }

        /// <summary>Lets time pass in which nothing arrives: each side comes to one end, and never connects.</summary>
        public static void ExpectEnd(KeyedPair pair)
        {
            for (int now = 0; now <= LongestHandshake; now += 5000)
            {
                pair.Client.Pass(now);
                pair.Server.Pass(now);
            }

            Assert.AreEqual(1, pair.Client.EndCount, "the client comes to no end, or to two");
            Assert.AreEqual(1, pair.Server.EndCount, "the server comes to no end, or to two");
            Assert.AreEqual(0, pair.Client.ConnectedCount + pair.Server.ConnectedCount, "connected in the end");
        }

        /// <summary>Changes a datagram, or a share of the stream.</summary>
        public byte[] Pass(TlsRole from, byte[] input)
        {
            byte[] output = new byte[0];
            byte[] joined = new byte[0];
            int offset = 0;

            while (offset < input.Length)
            {
                int next = Forge.NextRecord(_kind, input, offset);
                byte[] record = Forge.Slice(input, offset, next - offset);

                offset = next;

                if (record[0] == ContentType.Handshake && !IsProtected(from, record))
                {
                    int header = HeaderLength;
                    byte[] messages = PassMessages(from, Forge.Slice(record, header, record.Length - header));

                    joined = Forge.Join(joined, messages);
                }
                else
                {
                    output = Forge.Join(Forge.Join(output, Wrap(from, joined)), PassRecord(from, record));
                    joined = new byte[0];
                }
            }

            return Forge.Join(output, Wrap(from, joined));
        }

        private int HeaderLength
        {
            get { return _kind == TlsTransportKind.Datagram ? RecordHeader.DtlsLength : RecordHeader.TlsLength; }
        }

        private int MessageHeaderLength
        {
            get
            {
                return _kind == TlsTransportKind.Datagram ? RecordHeader.DtlsHandshakeLength
                    : RecordHeader.TlsHandshakeLength;
            }
        }

        private Meddler Add(Edit edit)
        {
            _edits.Add(edit);
            return this;
        }

        private bool IsProtected(TlsRole from, byte[] record)
        {
            return _kind == TlsTransportKind.Datagram ? RecordHeader.GetEpoch(record, 0) > 0 : _isProtected[(int)from];
        }

        private byte[] PassRecord(TlsRole from, byte[] record)
        {
            bool isPlain = !IsProtected(from, record);
            byte[] before = new byte[0];

            if (record[0] == ContentType.ChangeCipherSpec && isPlain)
            {
                _isProtected[(int)from] = true;

                for (int i = 0; i < _edits.Count; i++)
                {
                    Edit edit = (Edit)_edits[i];

                    if (edit.From == from && edit.Type == ChangeCipherSpec)
                    {
                        Touched++;

                        if (edit.Action == Action.Drop)
                        {
                            return before;
                        }

                        before = Wrap(from, Make(from, edit.Place, edit.Content));
                    }
                }
            }

            if (_kind == TlsTransportKind.Datagram && isPlain)
            {
                Forge.PutNumber(record, 3, 0, (ulong)_records[(int)from]++);
            }

            return Forge.Join(before, record);
        }

        // Among the messages a ChangeCipherSpec is a single byte.
        private byte[] Wrap(TlsRole from, byte[] messages)
        {
            byte[] records = new byte[0];
            int offset = 0;

            while (offset < messages.Length)
            {
                int end = Joins ? NextOther(messages, offset) : NextMessage(messages, offset);
                bool isMessage = messages[offset] != ChangeCipherSpec;

                records = Forge.Join(
                    records,
                    Forge.Record(
                        _kind, isMessage ? ContentType.Handshake : ContentType.ChangeCipherSpec, 0,
                        (ulong)_records[(int)from]++,
                        isMessage ? Forge.Slice(messages, offset, end - offset) : new byte[] { 1 }));
                offset = end;
            }

            return records;
        }

        private int NextMessage(byte[] messages, int offset)
        {
            return messages[offset] == ChangeCipherSpec
                ? offset + 1
                : offset + MessageHeaderLength + Forge.Get(messages, offset + 1, 3);
        }

        private int NextOther(byte[] messages, int offset)
        {
            if (messages[offset] == ChangeCipherSpec)
            {
                return offset + 1;
            }

            while (offset < messages.Length && messages[offset] != ChangeCipherSpec)
            {
                offset = NextMessage(messages, offset);
            }

            return offset;
        }

        private byte[] PassMessages(TlsRole from, byte[] messages)
        {
            byte[] output = new byte[0];
            int offset = 0;

            while (offset < messages.Length)
            {
                int end = NextMessage(messages, offset);
                int body = offset + MessageHeaderLength;

                output = Forge.Join(
                    output, PassMessage(from, messages[offset], Forge.Slice(messages, body, end - body)));
                offset = end;
            }

            return output;
        }

        private byte[] PassMessage(TlsRole from, int type, byte[] body)
        {
            byte[] before = new byte[0];
            bool isSent = true;
            bool isHeld = false;
            int copies = 1;

            _seen.Add(new Edit { From = from, Type = type, Content = Forge.Copy(body) });

            for (int i = 0; i < _edits.Count; i++)
            {
                Edit edit = (Edit)_edits[i];

                if (edit.From != from || edit.Type != type)
                {
                    continue;
                }

                Touched++;

                switch (edit.Action)
                {
                    case Action.Drop:
                        isSent = false;
                        break;
                    case Action.Hold:
                        isHeld = true;
                        break;
                    case Action.Repeat:
                        copies = 2;
                        break;
                    case Action.Insert:
                        before = Forge.Join(before, Make(from, edit.Place, edit.Content));
                        break;
                    default:
                        body = Change(edit, body);
                        break;
                }
            }

            if (isHeld)
            {
                _held[(int)from] = Forge.Join(new byte[] { (byte)type }, body);
                return before;
            }

            for (int i = 0; isSent && i < copies; i++)
            {
                before = Forge.Join(before, Make(from, type, body));
            }

            byte[] held = _held[(int)from];

            if (held != null)
            {
                _held[(int)from] = null;
                before = Forge.Join(before, Make(from, held[0], Forge.Slice(held, 1, held.Length - 1)));
            }

            return before;
        }

        private byte[] Make(TlsRole from, int type, byte[] body)
        {
            return type == ChangeCipherSpec
                ? new byte[] { ChangeCipherSpec }
                : Forge.Message(_kind, type, _messages[(int)from]++, body);
        }

        private byte[] Change(Edit edit, byte[] body)
        {
            int place = edit.Place == End ? body.Length : edit.Place < 0 ? body.Length + edit.Place : edit.Place;

            switch (edit.Action)
            {
                case Action.Replace:
                    return edit.Content;

                case Action.Flip:
                    return Forge.Flip(body, place, edit.Count);

                case Action.Splice:
                    int behind = place + edit.Count;

                    return Forge.Join(
                        Forge.Join(Forge.Slice(body, 0, place), edit.Content),
                        Forge.Slice(body, behind, body.Length - behind));

                default:
                    return ChangeExtensions(edit, body);
            }
        }

        private byte[] ChangeExtensions(Edit edit, byte[] body)
        {
            // Version, random value, session ID; then of a client cookie, suites and compression methods.
            int start = 34 + 1 + body[34];

            if (edit.From == TlsRole.Client)
            {
                start += _kind == TlsTransportKind.Datagram ? 1 + body[start] : 0;
                start += 2 + Forge.Get(body, start, 2);
                start += 1 + body[start];
            }
            else
            {
                start += 3;
            }

            byte[] extensions = edit.Content;
            int offset = start + 2;

            while (offset < body.Length)
            {
                int length = 4 + Forge.Get(body, offset + 2, 2);

                if (Forge.Get(body, offset, 2) != edit.Place)
                {
                    extensions = Forge.Join(Forge.Slice(body, offset, length), extensions);
                }

                offset += length;
            }

            byte[] head = Forge.Slice(body, 0, start + 2);

            Forge.Put(head, start, 2, extensions.Length);
            return Forge.Join(head, extensions);
        }

        private sealed class Edit
        {
            public TlsRole From { get; set; }

            public int Type { get; set; }

            public Action Action { get; set; }

            public int Place { get; set; }

            public int Count { get; set; }

            public byte[] Content { get; set; }
        }
    }
}
