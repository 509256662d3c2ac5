//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Managed.Flights;
using NanoTlsMan.Managed.Messages;

namespace NanoTlsMan.Managed.Handshake
{
    /// <content>
    /// How messages come: in fragments, out of order, one after the other, and each only if the table has it.
    /// </content>
    internal abstract partial class HandshakeMachine
    {
        // How many HelloRequests a stream may bring, each of which costs memory for a moment: as many as records that
        // carry nothing.
        private const int MostPassedOver = 32;

        private int _passedOver;

        /// <summary>
        /// Takes a handshake record's content.
        /// </summary>
        /// <returns>The error, or <see cref="TlsErrorCause.None"/>; <see cref="KeepsForLater"/> tells whether it is to
        /// be kept.</returns>
        internal TlsErrorCause HandleRecord(byte[] buffer, int offset, int count, int epoch, int now)
        {
            return _isDatagram
                ? HandleFragments(buffer, offset, count, epoch, now)
                : HandleStream(buffer, offset, count, epoch);
        }

        private TlsErrorCause HandleFragments(byte[] buffer, int offset, int count, int epoch, int now)
        {
            int record = offset - RecordHeader.DtlsLength;
            KeepsForLater = false;

            while (count > 0)
            {
                if (count < RecordHeader.DtlsHandshakeLength)
                {
                    _parameters.Drops.Add(DropReason.Malformed);
                    return TlsErrorCause.None;
                }

                int type = buffer[offset];
                int length = HandshakeHeader.GetLength(buffer, offset);
                int sequence = HandshakeHeader.GetSequence(buffer, offset);
                int fragmentOffset = HandshakeHeader.GetFragmentOffset(buffer, offset);
                int fragmentLength = HandshakeHeader.GetFragmentLength(buffer, offset);
                int whole = RecordHeader.DtlsHandshakeLength + fragmentLength;

                if (whole > count || fragmentOffset + fragmentLength > length)
                {
                    _parameters.Drops.Add(DropReason.BadFragment);
                    return TlsErrorCause.None;
                }

                offset += whole;
                count -= whole;

                if (IsForeign(type, epoch))
                {
                    _parameters.Drops.Add(DropReason.Unexpected);
                    continue;
                }

                if (type == HandshakeType.HelloVerifyRequest && epoch == 0
                    && IsLate(sequence, RecordHeader.GetSequence(buffer, record)))
                {
                    _parameters.Drops.Add(DropReason.Duplicate);
                    continue;
                }

                if (_nextReceived < 0 && _role == TlsRole.Server && (type != HandshakeType.ClientHello || epoch != 0))
                {
                    _parameters.Drops.Add(DropReason.Unexpected);
                    continue;
                }

                if (_nextReceived < 0)
                {
                    // The first message says where the peer's numbers begin: behind a HelloVerifyRequest that left no
                    // trace here.
                    _nextReceived = FirstSequence(sequence);
                }

                if (_parameters.Exchange != null && IsBusy)
                {
                    // The whole record is kept; what was handled of it is known by its number then.
                    KeepsForLater = true;
                    return TlsErrorCause.None;
                }

                if (sequence == _nextReceived || IsAwaitedHello(type, sequence))
                {
                    TlsErrorCause error =
                        HandleFragment(buffer, offset - whole, type, length, fragmentOffset, fragmentLength, epoch);

                    if (error != TlsErrorCause.None)
                    {
                        return error;
                    }
                }
                else if (HandleOutOfOrder(sequence, now))
                {
                    KeepsForLater = true;
                }
            }

            return TlsErrorCause.None;
        }

        /// <summary>
        /// Takes a handshake record's content of a stream: messages may begin and end anywhere in it.
        /// </summary>
        /// <returns>The error, or <see cref="TlsErrorCause.None"/>.</returns>
        private TlsErrorCause HandleStream(byte[] buffer, int offset, int count, int epoch)
        {
            while (count > 0)
            {
                int taken = _reassembler.AddStream(buffer, offset, count);

                if (taken < 0)
                {
                    return TlsErrorCause.DecodeError;
                }

                offset += taken;
                count -= taken;

                if (_reassembler.IsComplete)
                {
                    TlsErrorCause error = HandleWhole(_reassembler.Buffer, _reassembler.BodyLength, epoch);

                    _reassembler.Reset();

                    if (error != TlsErrorCause.None)
                    {
                        return error;
                    }

                    if (count > 0 && IsBusy)
                    {
                        KeepRest(buffer, offset, count, epoch);
                        return TlsErrorCause.None;
                    }
                }
            }

            // Nothing follows Finished in the handshake (RFC 5246, section 7.3), not even part of a message.
            return _state == HandshakeState.Verified && _reassembler.IsActive
                ? TlsErrorCause.UnexpectedMessage
                : TlsErrorCause.None;
        }

        /// <summary>
        /// Takes a ChangeCipherSpec.
        /// </summary>
        /// <returns>The error, or <see cref="TlsErrorCause.None"/>; <see cref="KeepsForLater"/> tells whether it is to
        /// be kept.</returns>
        internal TlsErrorCause HandleChangeCipherSpec(byte[] buffer, int offset, int count)
        {
            int next = HandshakeTable.Find(_state, 0, HandshakeTable.ChangeCipherSpec);

            KeepsForLater = false;

            // Nothing of a message may be left over when keys change (RFC 5246, section 7.1); and never before the keys
            // are derived from a ClientKeyExchange, which the state says (CVE-2014-0224).
            if (next < 0 || _reassembler.IsActive || (_done & KeysDerived) == 0)
            {
                KeepsForLater = _isDatagram;
                return _isDatagram ? TlsErrorCause.None : TlsErrorCause.UnexpectedMessage;
            }

            if (count != 1 || buffer[offset] != 1)
            {
                if (_isDatagram)
                {
                    _parameters.Drops.Add(DropReason.Malformed);
                    return TlsErrorCause.None;
                }

                return TlsErrorCause.DecodeError;
            }

            Records.BeginProtectedReading();
            LimitProtectedReading();
            _done |= PeerChangedCipherSpec;
            EnterState((HandshakeState)next);
            return TlsErrorCause.None;
        }

        private bool IsAwaitedHello(int type, int sequence)
        {
            if (_state != HandshakeState.AwaitServerHello)
            {
                return false;
            }

            // A server without state cannot count: its HelloVerifyRequest may repeat the ClientHello's message_seq or
            // begin at zero again, and its ServerHello may have any number up to that of the last ClientHello.
            return type == HandshakeType.HelloVerifyRequest ? sequence < _nextReceived
                : type == HandshakeType.ServerHello && sequence > _nextReceived && sequence < NextSent;
        }

        /// <summary>
        /// Tells whether a HelloVerifyRequest answers an earlier ClientHello than the last, as when the first one was
        /// repeated on a slow path. It is behind in message_seq then, and it has the record number of the hello that it
        /// answers (RFC 6347, section 4.2.1); a server that begins at zero with each hello for lack of state is told
        /// from it by that.
        /// </summary>
        private bool IsLate(int sequence, ulong record)
        {
            return sequence < NextSent - 1 && record < HelloRecord;
        }

        private bool HandleOutOfOrder(int sequence, int now)
        {
            int ahead = (sequence - _nextReceived) & 0xFFFF;

            if (ahead < LongestFlight)
            {
                return true;
            }

            if (ahead < 0x8000)
            {
                _parameters.Drops.Add(DropReason.OutOfReach);
                return false;
            }

            _parameters.Drops.Add(DropReason.Duplicate);

            // The peer repeats its flight, so ours has not arrived (RFC 6347, section 4.2.4).
            if (!IsReplaying && !Flight.IsSending && _timer.MayRepeat(now) && MaySendAgain())
            {
                Flight.Rewind();
            }

            return false;
        }

        private TlsErrorCause HandleFragment(
            byte[] buffer, int offset, int type, int length, int fragmentOffset, int fragmentLength, int epoch)
        {
            if (length > Reassembler.MaxMessageLength)
            {
                _parameters.Drops.Add(DropReason.OutOfReach);
                return TlsErrorCause.None;
            }

            if (IsPassedOver(type, length, epoch))
            {
                _parameters.Drops.Add(DropReason.Unexpected);
                return TlsErrorCause.None;
            }

            int next = HandshakeTable.Find(_state, epoch, type);

            if (next < 0)
            {
                // Nobody has authenticated it: a stranger's forgery does not end the handshake that a client has under
                // way at this server.
                if (_role == TlsRole.Server && epoch == 0)
                {
                    _parameters.Drops.Add(DropReason.Unexpected);
                    return TlsErrorCause.None;
                }

                return TlsErrorCause.UnexpectedMessage;
            }

            if (fragmentLength == length)
            {
                _reassembler.Reset();
                return Dispatch(buffer, offset, length, next);
            }

            if (!_reassembler.Add(buffer, offset, length, fragmentOffset, fragmentLength, epoch))
            {
                // One of the two is forged or damaged, and nobody can tell which: the message begins anew with the
                // later, so that one forged fragment does not shut out the true ones.
                _parameters.Drops.Add(DropReason.BadFragment);
                _reassembler.Reset();
                _reassembler.Add(buffer, offset, length, fragmentOffset, fragmentLength, epoch);
            }

            if (!_reassembler.IsComplete)
            {
                return TlsErrorCause.None;
            }

            TlsErrorCause error = Dispatch(_reassembler.Buffer, 0, length, next);

            _reassembler.Reset();
            return error;
        }

        private bool IsForeign(int type, int epoch)
        {
            // A ClientHello in the clear is no part of a client's handshake: the peer opens one of its own, or anybody
            // forged it.
            return type == HandshakeType.ClientHello && _role == TlsRole.Client && epoch == 0;
        }

        private bool IsPassedOver(int type, int length, int epoch)
        {
            // A client in its handshake passes over HelloRequest (RFC 5246, section 7.4.1.1); it is in no transcript.
            return type == HandshakeType.HelloRequest && _role == TlsRole.Client && length == 0 && epoch == 0;
        }

        // A whole message of a stream.
        private TlsErrorCause HandleWhole(byte[] message, int bodyLength, int epoch)
        {
            int type = message[0];

            if (IsPassedOver(type, bodyLength, epoch))
            {
                return ++_passedOver > MostPassedOver ? TlsErrorCause.UnexpectedMessage : TlsErrorCause.None;
            }

            int next = HandshakeTable.Find(_state, epoch, type);

            return next < 0 || type == HandshakeType.HelloVerifyRequest
                ? TlsErrorCause.UnexpectedMessage
                : Dispatch(message, 0, bodyLength, next);
        }

        /// <summary>
        /// Handles a whole message that the table allows.
        /// </summary>
        /// <param name="message">Holds it.</param>
        /// <param name="offset">Where its header begins.</param>
        /// <param name="bodyLength">Its length without the header, in bytes.</param>
        /// <param name="next">The state that it leads to.</param>
        /// <returns>The error, or <see cref="TlsErrorCause.None"/>.</returns>
        private TlsErrorCause Dispatch(byte[] message, int offset, int bodyLength, int next)
        {
            int type = message[offset];
            int header = HandshakeHeaderLength;

            Reader.Reset(message, offset + header, bodyLength);

            int sequence = _isDatagram ? HandshakeHeader.GetSequence(message, offset) : 0;
            TlsErrorCause error = HandleMessage(type, message, offset, header + bodyLength);

            if (error == TlsErrorCause.DecodeError && type == HandshakeType.ClientKeyExchange && _isDatagram)
            {
                // Nothing has changed but the place that is left for the true one.
                _parameters.Drops.Add(DropReason.Malformed);
                return TlsErrorCause.None;
            }

            if (error != TlsErrorCause.None)
            {
                return error;
            }

            if (sequence >= _nextReceived)
            {
                _nextReceived = sequence + 1;
            }

            EnterState(ChooseState(type, (HandshakeState)next));
            return TlsErrorCause.None;
        }

        private void EnterState(HandshakeState next)
        {
            // Progress: whatever alert somebody sent was not the truth.
            _suspectedAlert = -1;
            _state = next;
            Progress++;
        }
    }
}
