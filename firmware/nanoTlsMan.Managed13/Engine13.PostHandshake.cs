//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Managed13.Handshake;
using NanoTlsMan.Managed13.Messages;
using NanoTlsMan.Managed13.Record;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed13
{
    /// <content>
    /// Messages of an open channel: tickets and new keys (RFC 9846, section 4.6).
    /// </content>
    internal abstract partial class Engine13
    {
        private const int UpdateNotRequested = 0;
        private const int UpdateRequested = 1;
        private const int TicketRoom = 32;

        private const int LastMessage = 0xFFFF;

        // How many key updates may come in a row without data, as BoringSSL has it.
        private const int MostUpdatesInARow = 32;

        // The least that a random source gives, of which four bytes are used.
        private const int AgeAddSource = 16;

        // The keys are renewed at the limit; if the peer does not acknowledge that, the session ends at this multiple.
        private const ulong LimitMargin = 4;

        private SessionKeys _keys;
        private int _nextSent;
        private bool _isUpdateQueued;
        private bool _owesUpdate;
        private bool _owesRequest;
        private bool _owesIds;
        private int _ticketNumber;
        private int _updatesInARow;

        /// <inheritdoc/>
        public override int UpdateKeys(bool asksPeer)
        {
            if (Phase != EnginePhase.Connected)
            {
                return Phase < EnginePhase.Connected ? TlsManStatus.NotConnected : TlsManStatus.Closed;
            }

            if (_isUpdateQueued || _owesUpdate || !Flight.HasRoom)
            {
                return TlsManStatus.WouldBlock;
            }

            // There is a last epoch, and over datagrams a last message (RFC 9147, sections 5.2 and 8).
            if (Records.WriteEpoch == RecordLayer13.LastEpoch || (Records.IsDatagram && _nextSent > LastMessage))
            {
                Fail(TlsErrorCause.SequenceExhausted);
                return TlsManStatus.Closed;
            }

            // In the flight before, it would be sent again as soon as that is acknowledged without it.
            if (Records.IsDatagram && !Flight.IsEmpty)
            {
                _owesUpdate = true;
                _owesRequest = asksPeer;
                return TlsManStatus.Ok;
            }

            BeginMessage(HandshakeType.KeyUpdate, 1).WriteByte(asksPeer ? UpdateRequested : UpdateNotRequested);
            Flight.EndMessage();
            _isUpdateQueued = true;
            OnQueued();
            return TlsManStatus.Ok;
        }

        /// <inheritdoc/>
        protected override bool TryExport(byte[] label, byte[] context, byte[] output, int offset, int count)
        {
            if (_keys == null || _keys.Exporter == null || label.Length > 255 - 6
                || count > 255 * KeySchedule.HashLength)
            {
                return false;
            }

            KeySchedule schedule = CreateSchedule();

            schedule.Export(_keys.Exporter, label, context, output, offset, count);
            schedule.Dispose();
            return true;
        }

        /// <summary>
        /// Handles a whole message of an open channel.
        /// </summary>
        /// <param name="type">Its type.</param>
        /// <param name="buffer">Holds it.</param>
        /// <param name="body">Where its body begins.</param>
        /// <param name="count">The length of its body, in bytes.</param>
        /// <returns>The error, or <see cref="TlsErrorCause.None"/>.</returns>
        protected TlsErrorCause HandlePostHandshake(int type, byte[] buffer, int body, int count)
        {
            WireReader reader = new WireReader();

            reader.Reset(buffer, body, count);

            switch (type)
            {
                case HandshakeType.NewSessionTicket:
                    return Role == TlsRole.Client ? HandleTicket(reader) : TlsErrorCause.UnexpectedMessage;

                case HandshakeType.KeyUpdate:
                    return HandleKeyUpdate(reader);

                case HandshakeType.RequestConnectionId:
                    return HandleIdRequest(reader);

                case HandshakeType.NewConnectionId:
                    return HandleNewId(reader);

                default:
                    return TlsErrorCause.UnexpectedMessage;
            }
        }

        /// <summary>
        /// Turns to the next keys for writing: our KeyUpdate was written, or over datagrams acknowledged. What had to
        /// wait for that is begun.
        /// </summary>
        protected void FinishUpdate()
        {
            if (_isUpdateQueued)
            {
                KeySchedule schedule = CreateSchedule();

                _isUpdateQueued = false;
                schedule.Update(_keys.WriteTraffic);
                Records.InstallWriter(
                    schedule.CreateKeys(_keys.CipherSuite, _keys.WriteTraffic, Records.Writer.Epoch + 1));
                schedule.Dispose();
            }

            AnswerIdRequest();

            if (_owesUpdate && Records.IsDatagram)
            {
                bool asksPeer = _owesRequest;

                _owesUpdate = false;
                _owesRequest = false;
                UpdateKeys(asksPeer);
            }
        }

        // RFC 9147, section 9: only who sends one that is not empty may ask for more.
        private TlsErrorCause HandleIdRequest(WireReader reader)
        {
            int count = reader.ReadByte();

            if (!HasConnectionId || !reader.IsWhole)
            {
                return HasConnectionId ? TlsErrorCause.DecodeError : TlsErrorCause.UnexpectedMessage;
            }

            // It stands for itself, and not in a flight that is sent again as soon as that is acknowledged without it.
            _owesIds = count > 0;

            if (Flight.IsEmpty)
            {
                AnswerIdRequest();
            }

            return TlsErrorCause.None;
        }

        private void AnswerIdRequest()
        {
            if (_owesIds)
            {
                _owesIds = false;
                NewConnectionId.WriteEmpty(BeginMessage(HandshakeType.NewConnectionId, NewConnectionId.EmptyLength));
                Flight.EndMessage();
                OnQueued();
            }
        }

        // RFC 9147, section 9: of who wants none nothing about them may come.
        private TlsErrorCause HandleNewId(WireReader reader)
        {
            byte[] next;

            if (!SendsConnectionId)
            {
                return TlsErrorCause.UnexpectedMessage;
            }

            TlsErrorCause error = NewConnectionId.Read(reader, out next);

            if (next != null)
            {
                Records.ChangePeerConnectionId(next);
            }

            return error;
        }

        /// <summary>
        /// Is told that a message was queued.
        /// </summary>
        protected virtual void OnQueued()
        {
        }

        private TlsErrorCause HandleKeyUpdate(WireReader reader)
        {
            int request = reader.ReadByte();

            if (!reader.IsWhole)
            {
                return TlsErrorCause.DecodeError;
            }

            if (request > UpdateRequested)
            {
                return TlsErrorCause.IllegalParameter;
            }

            // Only the newest keys may be renewed; and there is a last epoch.
            if (Records.Epoch != Records.Reader.Epoch)
            {
                return TlsErrorCause.None;
            }

            // Each costs a derivation of keys. Over a stream they count as what carries nothing.
            if (Records.IsDatagram && ++_updatesInARow > MostUpdatesInARow)
            {
                return TlsErrorCause.UnexpectedMessage;
            }

            if (Records.Reader.Epoch == RecordLayer13.LastEpoch)
            {
                return TlsErrorCause.SequenceExhausted;
            }

            KeySchedule schedule = CreateSchedule();

            schedule.Update(_keys.ReadTraffic);
            Records.InstallReader(schedule.CreateKeys(_keys.CipherSuite, _keys.ReadTraffic, Records.Reader.Epoch + 1));
            schedule.Dispose();

            // One answer is enough for any number of requests that it crosses, and it has to come before the next data
            // (RFC 9846, section 4.6.3). Over datagrams it takes until the peer acknowledges it, and so begins at once.
            if (request == UpdateRequested
                && (!Records.IsDatagram || UpdateKeys(false) == TlsManStatus.WouldBlock))
            {
                _owesUpdate = !_isUpdateQueued;
            }

            return TlsErrorCause.None;
        }

        /// <inheritdoc/>
        protected override void CheckWriteKeys()
        {
            if (_owesUpdate && !Records.IsDatagram)
            {
                _owesUpdate = false;
                UpdateKeys(false);
            }

            ulong next = Records.Writer.Next;

            if (next < SuiteParameters.WriteLimit)
            {
                return;
            }

            if (Records.Writer.Epoch == RecordLayer13.LastEpoch || next >= LimitMargin * SuiteParameters.WriteLimit)
            {
                Fail(TlsErrorCause.SequenceExhausted);
            }
            else if (!_isUpdateQueued)
            {
                UpdateKeys(false);
            }
        }

        private TlsErrorCause HandleTicket(WireReader reader)
        {
            int lifetime;
            int ageAdd;
            byte[] nonce;
            byte[] ticket;

            if (!NewSessionTicket.Read(reader, out lifetime, out ageAdd, out nonce, out ticket))
            {
                return TlsErrorCause.DecodeError;
            }

            // RFC 9846, section 4.6.1: one of no lifetime is thrown away; no server may say more than a week, and who
            // does is not believed.
            if (Options.Resumption == null || _keys.Resumption == null || lifetime == 0
                || ticket.Length > ResumableState.MaxTicketLength)
            {
                return TlsErrorCause.None;
            }

            ResumableState state = CreateState(nonce);

            state.Lifetime = lifetime < 0 || lifetime > NewSessionTicket.MostLifetime
                ? NewSessionTicket.MostLifetime
                : lifetime;
            state.Received = Now;
            state.AgeAdd = ageAdd;
            state.Ticket = ticket;
            KeepState(Options.Resumption, state.Write());
            state.Dispose();
            return TlsErrorCause.None;
        }

        private ResumableState CreateState(byte[] nonce)
        {
            KeySchedule schedule = CreateSchedule();
            ResumableState state = new ResumableState
            {
                Kind = Records.IsDatagram ? TlsTransportKind.Datagram : TlsTransportKind.Stream,
                CredentialTag = CredentialTag,
                Identity = PeerIdentity,
                Key = new byte[KeySchedule.HashLength],
            };

            schedule.ExpandLabel(_keys.Resumption, "resumption", nonce, state.Key);
            schedule.Dispose();
            return state;
        }

        /// <summary>
        /// Queues a ticket for the client, if it takes one and there is what to make it of.
        /// </summary>
        private void QueueTicket()
        {
            if (Role != TlsRole.Server || _keys.Resumption == null)
            {
                return;
            }

            byte[] nonce = { (byte)_ticketNumber };
            byte[] ageAdd = new byte[AgeAddSource];
            ResumableState state = CreateState(nonce);
            byte[] bytes = state.Write();
            byte[] ticket = Stack.Random.TryFill(ageAdd, 0, ageAdd.Length) ? SealTicket(bytes) : null;

            state.Dispose();
            SessionKeys.Wipe(_keys.Resumption);
            _keys.Resumption = null;

            // Where none can be made, the next handshake is a full one.
            if (ticket == null)
            {
                return;
            }

            NewSessionTicket.Write(
                BeginMessage(HandshakeType.NewSessionTicket, TicketRoom + ticket.Length), GetTicketLifetime(),
                WireReader.GetUInt32(ageAdd, 0), _ticketNumber++, ticket);
            Flight.EndMessage();
            OnQueued();
        }

        private WireWriter BeginMessage(int type, int most)
        {
            return Flight.BeginMessage(type, _nextSent++, Records.WriteEpoch, most);
        }

        private KeySchedule CreateSchedule()
        {
            return new KeySchedule(_stack.Ciphers, Records.IsDatagram);
        }

        private void WipeKeys()
        {
            if (_keys != null)
            {
                _keys.Dispose();
                _keys = null;
            }
        }
    }
}
