//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Wire;

namespace NanoTlsMan
{
    /// <summary>
    /// Decides, for each datagram, whose it is: a session's, or that of a peer who has to prove its address first.
    /// Client and server sessions share one port.
    /// </summary>
    /// <remarks>
    /// It only decides, and keeps nothing; the sessions and the limits are its endpoint's.
    /// </remarks>
    public sealed class TlsListener
    {
        // The bit of a unified header that says that a connection ID follows (RFC 9147, section 4).
        private const int HasConnectionId = 0x10;

        private readonly TlsMan _man;
        private readonly DropCounters _drops;
        private readonly TlsLimits _limits;
        private readonly SessionTable _sessions;
        private readonly TlsListenerResult _result = new TlsListenerResult();

        // A client's endpoint has no use for these.
        private HalfOpenSessions _halfOpen;
        private ConnectionIdTable _ids;
        private WireReader _reader;
        private ClientHelloView _hello;
        private TlsSessionOptions _options;
        private CredentialStore _credentials;

        /// <summary>
        /// Initializes a new instance of the <see cref="TlsListener"/> class without sessions, which accepts nobody
        /// until <see cref="Listen"/>.
        /// </summary>
        /// <param name="man">Has the stacks and the cookie gate.</param>
        /// <param name="drops">Counts what is dropped.</param>
        public TlsListener(TlsMan man, DropCounters drops)
            : this(man, drops, new TlsLimits(), new SessionTable())
        {
        }

        internal TlsListener(TlsMan man, DropCounters drops, TlsLimits limits, SessionTable sessions)
        {
            _man = man;
            _drops = drops;
            _limits = limits;
            _sessions = sessions;
        }

        /// <summary>Gets the handshakes that clients have under way; <see langword="null"/> before
        /// <see cref="Listen"/>.</summary>
        internal HalfOpenSessions HalfOpen
        {
            get { return _halfOpen; }
        }

        /// <summary>Gets the sessions by connection ID; <see langword="null"/> while none ever had one.</summary>
        internal ConnectionIdTable Ids
        {
            get { return _ids; }
        }

        internal TlsSessionOptions Options
        {
            get { return _options; }
        }

        /// <summary>
        /// Begins to accept clients.
        /// </summary>
        /// <param name="options">The options of their sessions.</param>
        /// <param name="credentials">Their credentials.</param>
        /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
        public void Listen(TlsSessionOptions options, CredentialStore credentials)
        {
            if (options == null || credentials == null)
            {
                throw new ArgumentNullException();
            }

            if (_halfOpen == null)
            {
                WireReader reader = new WireReader();
                ClientHelloView hello = new ClientHelloView();

                _halfOpen = new HalfOpenSessions();
                _reader = reader;
                _hello = hello;
            }

            _options = options;
            _credentials = credentials;
        }

        /// <summary>
        /// Decides on a datagram. It keeps nothing for a peer that has not proved its address.
        /// </summary>
        /// <param name="datagram">Holds the datagram.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="count">Its length, in bytes.</param>
        /// <param name="peer">The sender's address.</param>
        /// <param name="reply">Receives a reply; 160 bytes are enough.</param>
        /// <param name="now">The time, in wrapping milliseconds.</param>
        /// <returns>What is to be done: an object that the next call changes.</returns>
        public TlsListenerResult HandleInput(byte[] datagram, int offset, int count, byte[] peer, byte[] reply, int now)
        {
            _result.Clear();

            if (_ids != null && count > RecordHeader.ConnectionIdOffset
                && datagram[offset] == ContentType.Tls12ConnectionId)
            {
                TlsManSession named = _ids.Find(
                    datagram, offset + RecordHeader.ConnectionIdOffset, count - RecordHeader.ConnectionIdOffset);

                if (named != null)
                {
                    return _result.RouteByName(named);
                }
            }

            if (_ids != null && count > 1 && IsUnified13(datagram[offset]) && (datagram[offset] & HasConnectionId) != 0)
            {
                TlsManSession named = _ids.Find(datagram, offset + 1, count - 1);

                if (named != null)
                {
                    return _result.RouteByName(named);
                }
            }

            TlsManSession session = _sessions.Find(peer);

            // A protected record of 1.3: a handshake that is under way beside an open session waits for its own.
            if (count > 0 && IsUnified13(datagram[offset]))
            {
                TlsManSession begun = _halfOpen == null || _halfOpen.Count == 0 ? null : _halfOpen.Table.Find(peer);

                begun = begun == null ? session : begun;
                return begun == null ? HandleStray(datagram, offset, count) : _result.Route(begun);
            }

            // Most datagrams are of an open session, and none of its records is in the clear or a handshake's.
            if (session != null && (count <= RecordHeader.EpochOffset + 1
                || (RecordHeader.GetEpoch(datagram, offset) != 0 && datagram[offset] != ContentType.Handshake)))
            {
                return _result.Route(session);
            }

            TlsManSession opening = _halfOpen == null || _halfOpen.Count == 0 ? null : _halfOpen.Table.Find(peer);

            // A handshake beside an open session of the same peer: its Finished, in epoch 1, is the only protected
            // record that it waits for.
            TlsManSession target = opening == null ? session : opening;

            if (!IsClientHello(datagram, offset, count))
            {
                return target == null ? HandleStray(datagram, offset, count) : _result.Route(target);
            }

            // A client never gets a ClientHello: the two open towards each other, or anybody forged it to end the
            // client's handshake.
            if (session != null && session.Role == TlsRole.Client)
            {
                return Drop(DropReason.Unexpected);
            }

            // A server's session for one peer, without a listener, judges a ClientHello itself.
            if (_options == null)
            {
                return target == null ? Drop(DropReason.UnknownPeer) : _result.Route(target);
            }

            if (!ParseClientHello(datagram, offset))
            {
                // Of a hello in fragments the first one is enough to be answered, and to prove an address. The others
                // are for the session that it began; those that overtake it are sent again with it.
                return opening == null
                    ? Drop(_reader.Failed ? DropReason.Malformed : DropReason.FragmentedClientHello)
                    : _result.Route(opening);
            }

            return HandleClientHello(datagram, offset, peer, reply, now, session, opening);
        }

        /// <summary>
        /// Makes room for one more connection ID.
        /// </summary>
        /// <exception cref="OutOfMemoryException">There is no memory.</exception>
        internal void ReserveIds(int count)
        {
            ConnectionIdTable ids = _ids == null ? new ConnectionIdTable() : _ids;

            ids.Reserve(count);
            _ids = ids;
        }

        // A peer whose address changes in the last step of its handshake is known by the connection ID of its Finished,
        // before which the records in the clear stand.
        private TlsListenerResult HandleStray(byte[] datagram, int offset, int count)
        {
            int end = offset + count;

            while (_ids != null && end - offset > RecordHeader.DtlsLength)
            {
                if (datagram[offset] == ContentType.Tls12ConnectionId)
                {
                    int id = offset + RecordHeader.ConnectionIdOffset;
                    TlsManSession named = _ids.Find(datagram, id, end - id);

                    return named == null ? Drop(DropReason.UnknownPeer) : _result.RouteByName(named);
                }

                offset += RecordHeader.DtlsLength + RecordHeader.GetDtlsContentLength(datagram, offset);
            }

            return Drop(DropReason.UnknownPeer);
        }

        // RFC 9147, section 4.1: records with these three bits are protected ones of 1.3.
        private static bool IsUnified13(int first)
        {
            return (first & 0xE0) == 0x20;
        }

        private static bool IsClientHello(byte[] datagram, int offset, int count)
        {
            // An epoch of zero tells it from a renegotiation inside a session.
            return count > RecordHeader.DtlsLength && datagram[offset] == ContentType.Handshake
                && (RecordHeader.GetVersion(datagram, offset) >> 8) == 0xFE
                && RecordHeader.GetEpoch(datagram, offset) == 0
                && datagram[offset + RecordHeader.DtlsLength] == HandshakeType.ClientHello
                && RecordHeader.GetDtlsContentLength(datagram, offset) <= count - RecordHeader.DtlsLength;
        }

        private bool ParseClientHello(byte[] datagram, int offset)
        {
            int header = offset + RecordHeader.DtlsLength;
            int length = RecordHeader.GetDtlsContentLength(datagram, offset);

            if (length < RecordHeader.DtlsHandshakeLength)
            {
                _reader.Reset(datagram, 0, -1);
                return false;
            }

            int fragmentLength = HandshakeHeader.GetFragmentLength(datagram, header);

            _reader.Reset(
                datagram, header + RecordHeader.DtlsHandshakeLength, length - RecordHeader.DtlsHandshakeLength);

            int messageLength = HandshakeHeader.GetLength(datagram, header);

            if (HandshakeHeader.GetFragmentOffset(datagram, header) != 0 || fragmentLength > messageLength
                || messageLength > ClientHelloView.MaxLength)
            {
                return false;
            }

            // One message per record is all that is asked of a first flight, so what follows the hello in its record is
            // not looked at.
            if (fragmentLength > _reader.Remaining)
            {
                _reader.Skip(fragmentLength);
                return false;
            }

            _reader.Reset(datagram, _reader.Position, fragmentLength);

            if (fragmentLength == messageLength
                ? _hello.Parse(_reader, TlsTransportKind.Datagram)
                : _hello.ParseFirstFragment(_reader))
            {
                return true;
            }

            if (fragmentLength < messageLength)
            {
                _reader.Reset(datagram, 0, 0);
                return false;
            }

            // Leave the reader failed, for that tells a malformed hello from a fragment.
            _reader.Reset(datagram, 0, -1);
            return false;
        }

        private TlsListenerResult HandleClientHello(
            byte[] datagram, int offset, byte[] peer, byte[] reply, int now, TlsManSession session,
            TlsManSession opening)
        {
            if (RecordHeader.GetSequence(datagram, offset) >= RecordHeader.LastHelloSequence)
            {
                return Drop(DropReason.OutOfReach);
            }

            if (_options.Allows13(TlsTransportKind.Datagram) && TlsMan.Offers13(_hello, TlsTransportKind.Datagram))
            {
                return Handle13(offset, peer, reply, now, session, opening);
            }

            // The gate is asked first, whatever session there is. RFC 6347, section 4.2.8: a new ClientHello from a
            // known address leaves the old association alone until the cookie is back.
            if (!_man.Gate.IsProven(_hello, peer, now))
            {
                int count = _man.Gate.WriteHelloVerifyRequest(_hello, offset, peer, reply, now);

                return count == 0 ? Drop(DropReason.NoStack) : _result.Reply(count);
            }

            // A cookie is a keyed hash of the whole hello, so it tells one hello from another.
            ulong hello = BitConverter.ToUInt64(_hello.Buffer, _hello.CookieOffset);

            if (opening != null && opening.Hello == hello)
            {
                return _result.Route(opening);
            }

            // An old hello played back at an open association, which must survive it; or one that comes late.
            return session != null && session.Hello == hello
                ? Drop(DropReason.Duplicate)
                : Accept(peer, hello, now, session, opening);
        }

        /// <summary>
        /// Decides on a hello that offers 1.3: the stack's cookie, which names the first hello, is an extension.
        /// </summary>
        private TlsListenerResult Handle13(
            int offset, byte[] peer, byte[] reply, int now, TlsManSession session, TlsManSession opening)
        {
            TlsStack stack =
                _man.SelectStack(TlsTransportKind.Datagram, TlsRole.Server, _options, _credentials, _hello);

            // A client's random value tells one handshake from another; both of its hellos have it.
            ulong hello = BitConverter.ToUInt64(_hello.Buffer, _hello.RandomOffset);

            if (stack == null)
            {
                return Drop(DropReason.NoStack);
            }

            if (opening != null && opening.Hello == hello)
            {
                return _result.Route(opening);
            }

            if (session != null && session.Hello == hello)
            {
                return Drop(DropReason.Duplicate);
            }

            if (_options.HelloRetry == TlsHelloRetry.Always
                || (_options.HelloRetry == TlsHelloRetry.UnderLoad && 2 * _halfOpen.Count >= _limits.MaxHalfOpen))
            {
                int count = stack.Retry(_hello, _man.Gate, _options, _credentials, peer, reply, now);

                if (count != 0)
                {
                    // No stranger gets more than it has sent.
                    return count < 0 || count > _hello.ExtensionsOffset + _hello.ExtensionsLength - offset
                        ? Drop(DropReason.Malformed)
                        : _result.Reply(count);
                }
            }

            return Accept(peer, hello, now, session, opening);
        }

        private TlsListenerResult Accept(
            byte[] peer, ulong hello, int now, TlsManSession session, TlsManSession opening)
        {
            TlsManSession displaced = opening;

            if (displaced == null && _halfOpen.Count >= _limits.MaxHalfOpen)
            {
                displaced = _halfOpen.FindDisplaced(peer, now);

                if (displaced == null)
                {
                    return Drop(DropReason.HalfOpenLimit);
                }
            }

            // The place of an open session is taken only when the newcomer has shown that it knows a key. If there will
            // be none, there is no use in beginning.
            if (session == null && _sessions.Count >= _limits.MaxSessions
                && _sessions.FindIdle(_limits.IdleTimeout, now) == null)
            {
                return Drop(DropReason.TableFull);
            }

            TlsStack stack = _man.SelectStack(
                TlsTransportKind.Datagram, TlsRole.Server, _options, _credentials, _hello);

            if (stack == null)
            {
                return Drop(_hello.IsWhole ? DropReason.NoStack : DropReason.FragmentedClientHello);
            }

            return _result.Accept(
                stack.CreateEngine(TlsRole.Server, TlsTransportKind.Datagram, _options, _credentials, _drops), hello,
                displaced);
        }

        private TlsListenerResult Drop(DropReason reason)
        {
            _drops.Add(reason);
            return _result.Drop();
        }
    }
}
