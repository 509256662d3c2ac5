//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Managed13.Handshake;
using NanoTlsMan.Managed13.Record;
using NanoTlsMan.Wire;
using HelloVerifyRequest = NanoTlsMan.Managed.Messages.HelloVerifyRequest;
using Reassembler = NanoTlsMan.Managed.Flights.Reassembler;

namespace NanoTlsMan.Managed13
{
    /// <content>
    /// Handshake messages: in fragments, out of order, one after the other (RFC 9147, section 5).
    /// </content>
    internal sealed partial class DatagramEngine13
    {
        // How far ahead a message may be to be worth keeping: no flight is longer.
        private const int LongestFlight = 8;

        // Enough for a secret that is renewed between two hellos, and an end to a server that asks for ever.
        private const int MaxVerifyRequests = 3;

        private readonly Reassembler _reassembler = new Reassembler(RecordHeader.DtlsHandshakeLength);
        private int _nextReceived = -1;
        private int _verifyRequests;

        /// <inheritdoc/>
        protected override void HandleHandshake(byte[] buffer, int offset, int count)
        {
            bool isKept = false;
            bool isRepeated = false;
            bool isDropped = false;
            int epoch = Records.Epoch;
            ulong number = Records.Number;

            while (count > 0 && IsAlive && !IsOlderVersion)
            {
                int fragment = count < RecordHeader.DtlsHandshakeLength
                    ? 0
                    : HandshakeHeader.GetFragmentLength(buffer, offset);
                int whole = RecordHeader.DtlsHandshakeLength + fragment;

                if (whole > count
                    || HandshakeHeader.GetFragmentOffset(buffer, offset) + fragment
                        > HandshakeHeader.GetLength(buffer, offset))
                {
                    Refuse(DropReason.BadFragment, TlsErrorCause.DecodeError);
                    return;
                }

                switch (HandleFragment(buffer, offset, whole, epoch))
                {
                    case FragmentResult.Kept:
                        isKept = true;
                        break;

                    case FragmentResult.Repeated:
                        isRepeated = true;
                        break;

                    default:
                        isDropped = true;
                        break;
                }

                offset += whole;
                count -= whole;
            }

            // What is behind the hello in its record belongs to the older version as well.
            if (IsOlderVersion && OlderMessage != null && count > 0)
            {
                byte[] all = new byte[OlderMessage.Length + count];

                System.Array.Copy(OlderMessage, 0, all, 0, OlderMessage.Length);
                System.Array.Copy(buffer, offset, all, OlderMessage.Length, count);
                OlderMessage = all;
            }

            if (IsAlive && !IsOlderVersion)
            {
                NoteHandshakeRecord(epoch, number, isKept, isRepeated, isDropped);
            }
        }

        private enum FragmentResult
        {
            Dropped,
            Kept,
            Repeated,
        }

        private FragmentResult HandleFragment(byte[] buffer, int offset, int whole, int epoch)
        {
            int type = buffer[offset];
            int sequence = HandshakeHeader.GetSequence(buffer, offset);

            if (_nextReceived < 0)
            {
                // The first message of a client says where its numbers begin: behind a HelloRetryRequest that left no
                // trace here. A server begins at zero.
                if (Role == TlsRole.Server && (type != HandshakeType.ClientHello || epoch != RecordLayer13.PlainEpoch))
                {
                    Drops.Add(DropReason.Unexpected);
                    return FragmentResult.Dropped;
                }

                _nextReceived = Role == TlsRole.Server ? sequence : 0;
                OnFirstMessage(sequence);
            }

            if (Role == TlsRole.Client && Machine != null && !Machine.IsAgreed
                && (type == HandshakeType.HelloVerifyRequest
                || (type == HandshakeType.ServerHello && _verifyRequests > 0)))
            {
                // A server without state cannot count: its answer may have any number up to that of the last hello.
                // What comes behind the answer may overtake it, and waits.
                _nextReceived = sequence;
            }

            // Numbers are never used twice (RFC 9147, section 5.2), so that after the last one nothing is new.
            int ahead = sequence - _nextReceived;

            if (ahead < 0)
            {
                Drops.Add(DropReason.Duplicate);
                return FragmentResult.Repeated;
            }

            // RFC 9147, section 6.1: what is new comes under the newest keys.
            if (epoch != RecordLayer13.PlainEpoch && epoch != Records.Reader.Epoch)
            {
                Fail(TlsErrorCause.UnexpectedMessage);
                return FragmentResult.Dropped;
            }

            if (ahead > 0 || IsComputing)
            {
                // In the clear anybody can have sent it: nothing of that is kept once there are keys.
                if ((epoch == RecordLayer13.PlainEpoch && Records.Reader != null)
                    || ahead >= LongestFlight || !_early.AddMessage(epoch, buffer, offset, whole))
                {
                    Drops.Add(DropReason.OutOfReach);
                    return FragmentResult.Dropped;
                }

                return FragmentResult.Kept;
            }

            return HandleNext(type, buffer, offset, whole - RecordHeader.DtlsHandshakeLength, epoch);
        }

        private FragmentResult HandleNext(int type, byte[] buffer, int offset, int fragment, int epoch)
        {
            int length = HandshakeHeader.GetLength(buffer, offset);

            if (length > Reassembler.MaxMessageLength)
            {
                Refuse(DropReason.OutOfReach, TlsErrorCause.DecodeError);
                return FragmentResult.Dropped;
            }

            if (IsForeign(type, epoch))
            {
                Drops.Add(DropReason.Unexpected);
                return FragmentResult.Dropped;
            }

            if (fragment == length)
            {
                _reassembler.Reset();
                Dispatch(type, buffer, offset, length, epoch);
                return FragmentResult.Kept;
            }

            int at = HandshakeHeader.GetFragmentOffset(buffer, offset);

            if (!_reassembler.Add(buffer, offset, length, at, fragment, epoch))
            {
                if (epoch != RecordLayer13.PlainEpoch)
                {
                    Fail(TlsErrorCause.IllegalParameter);
                    return FragmentResult.Dropped;
                }

                // One of the two is forged or damaged: the message begins anew with the later.
                Drops.Add(DropReason.BadFragment);
                _reassembler.Reset();
                _reassembler.Add(buffer, offset, length, at, fragment, epoch);
            }

            if (_reassembler.IsComplete)
            {
                byte[] message = _reassembler.Buffer;

                _reassembler.Reset();
                Dispatch(type, message, 0, length, epoch);
            }

            return FragmentResult.Kept;
        }

        /// <summary>
        /// Tells whether a message in the clear is none that could be meant now. Anybody can have sent it, so that it
        /// ends no handshake that a client has under way at a server, nor one that has keys.
        /// </summary>
        private bool IsForeign(int type, int epoch)
        {
            return epoch == RecordLayer13.PlainEpoch
                && (Machine == null || Records.Reader != null
                || (Role == TlsRole.Server && !Machine.IsLegal(type, epoch)));
        }

        private bool IsOlderAnswer(int type)
        {
            return type == HandshakeType.HelloVerifyRequest && OlderSuites != null && !Machine.IsAgreed;
        }

        private void Dispatch(int type, byte[] buffer, int offset, int length, int epoch)
        {
            int body = offset + RecordHeader.DtlsHandshakeLength;

            if (Machine != null && IsOlderAnswer(type))
            {
                HandleVerifyRequest(buffer, body, length);
                return;
            }

            _nextReceived++;

            TrafficKeys reader = Records.Reader;
            TlsErrorCause error = Machine == null
                ? HandlePostHandshake(type, buffer, body, length)
                : Machine.Handle(type, buffer, body, length, epoch);

            if (error != TlsErrorCause.None)
            {
                Fail(error);
                return;
            }

            if (IsOlderVersion)
            {
                OlderMessage = Copy(buffer, offset, RecordHeader.DtlsHandshakeLength + length);
                return;
            }

            if (Records.Reader != reader && IsAnythingLeftOver())
            {
                Fail(TlsErrorCause.UnexpectedMessage);
                return;
            }

            OnProgress(type);
        }

        // RFC 9147, section 6.1: nothing of an epoch is left over when keys change. What came in the clear, which
        // anybody can have sent, is forgotten.
        private bool IsAnythingLeftOver()
        {
            bool isLeftOver = false;

            while (_early.MessageCount > 0)
            {
                int epoch;

                byte[] kept = _early.TakeMessage(out epoch);

                // Of a message that came whole as well, nothing is missing.
                isLeftOver |= epoch != RecordLayer13.PlainEpoch
                    && HandshakeHeader.GetSequence(kept, 0) >= _nextReceived;
            }

            return isLeftOver;
        }

        /// <summary>
        /// Takes a HelloVerifyRequest, which a server of DTLS 1.2 sends.
        /// </summary>
        private void HandleVerifyRequest(byte[] buffer, int body, int length)
        {
            Client13 client = (Client13)Machine;
            WireReader reader = new WireReader();
            byte[] known = client.OlderCookie;

            reader.Reset(buffer, body, length);

            byte[] cookie = HelloVerifyRequest.ReadCookie(reader);
            bool isKnown = known != null && cookie != null && known.Length == cookie.Length
                && ConstantTime.AreEqual(known, 0, cookie, 0, cookie.Length);

            // Anybody can have sent it, so that it ends nothing; and there is an end to asking.
            if (cookie == null || isKnown || _verifyRequests == MaxVerifyRequests)
            {
                Drops.Add(cookie == null ? DropReason.Malformed : DropReason.Duplicate);
                return;
            }

            _verifyRequests++;
            _timer.Reset();
            Check(client.RepeatHello(cookie));
        }

        private static byte[] Copy(byte[] buffer, int offset, int count)
        {
            byte[] copy = new byte[count];

            System.Array.Copy(buffer, offset, copy, 0, count);

            // Whole, whatever fragments it came in.
            System.Array.Clear(copy, 6, 3);
            System.Array.Copy(copy, 1, copy, 9, 3);
            return copy;
        }

        private void ReplayMessages()
        {
            int waiting = _early.MessageCount;

            // Each that is handled may be the one that others waited for.
            while (waiting > 0 && IsAlive && !IsComputing && !IsOlderVersion)
            {
                int epoch;
                byte[] kept = _early.TakeMessage(out epoch);
                int before = _nextReceived;

                HandleFragment(kept, 0, kept.Length, epoch);
                waiting = _nextReceived != before ? _early.MessageCount : waiting - 1;
            }
        }
    }
}
