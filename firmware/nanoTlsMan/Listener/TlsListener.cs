//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Wire;

namespace NanoTlsMan
{
    /// <summary>
    /// Decides, for each datagram, whose it is: a session's, or that of a peer who has to prove its address first. Client and server sessions
    /// share one table and so one port.
    /// </summary>
    public sealed class TlsListener
    {
        private readonly TlsMan _man;
        private readonly DropCounters _drops;
        private readonly WireReader _reader = new WireReader();
        private readonly ClientHelloView _hello = new ClientHelloView();

        private TlsManSession[] _sessions = new TlsManSession[4];
        private int _count;
        private int _maxSessions = 16;
        private int _maxHalfOpen = 4;
        private int _staleAfter = 300000;
        private TlsSessionOptions _options;
        private CredentialStore _credentials;

        /// <summary>
        /// Initializes a new instance of the <see cref="TlsListener"/> class that only routes, until <see cref="Listen"/>.
        /// </summary>
        /// <param name="man">Has the stacks and the cookie gate.</param>
        /// <param name="drops">Counts what is dropped.</param>
        public TlsListener(TlsMan man, DropCounters drops)
        {
            _man = man;
            _drops = drops;
        }

        /// <summary>
        /// Gets or sets how many sessions there may be: 16.
        /// </summary>
        /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
        public int MaxSessions
        {
            get { return _maxSessions; }
            set { _maxSessions = AtLeastOne(value); }
        }

        /// <summary>
        /// Gets or sets how many handshakes of clients may be under way at once: 4.
        /// </summary>
        /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
        public int MaxHalfOpen
        {
            get { return _maxHalfOpen; }
            set { _maxHalfOpen = AtLeastOne(value); }
        }

        /// <summary>
        /// Gets or sets after how many idle milliseconds a session may be evicted for a new one: 300,000.
        /// </summary>
        /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
        public int StaleAfter
        {
            get { return _staleAfter; }
            set { _staleAfter = AtLeastOne(value); }
        }

        /// <summary>
        /// Gets how many sessions there are.
        /// </summary>
        public int Count
        {
            get { return _count; }
        }

        /// <summary>
        /// Gets the length of a reply, in bytes.
        /// </summary>
        public int ReplyCount { get; private set; }

        /// <summary>
        /// Gets the engine of an accepted peer.
        /// </summary>
        public TlsEngine Engine { get; private set; }

        /// <summary>
        /// Gets the session that a datagram is routed to; after an acceptance, the session that makes place for it, if any.
        /// </summary>
        public TlsManSession Session { get; private set; }

        /// <summary>
        /// Gets a number that tells one ClientHello of a peer from another.
        /// </summary>
        public int HelloTag { get; private set; }

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

            _options = options;
            _credentials = credentials;
        }

        /// <summary>
        /// Adds a session to the table.
        /// </summary>
        /// <param name="session">The session.</param>
        /// <returns><see langword="false"/> where the table is full.</returns>
        public bool Add(TlsManSession session)
        {
            if (_count == _maxSessions)
            {
                return false;
            }

            if (_count == _sessions.Length)
            {
                TlsManSession[] grown = new TlsManSession[2 * _count];

                Array.Copy(_sessions, 0, grown, 0, _count);
                _sessions = grown;
            }

            _sessions[_count++] = session;
            return true;
        }

        /// <summary>
        /// Takes a session out of the table.
        /// </summary>
        /// <param name="session">The session.</param>
        public void Remove(TlsManSession session)
        {
            for (int i = 0; i < _count; i++)
            {
                if (_sessions[i] == session)
                {
                    _count--;
                    Array.Copy(_sessions, i + 1, _sessions, i, _count - i);
                    _sessions[_count] = null;
                    return;
                }
            }
        }

        /// <summary>
        /// Gets a session.
        /// </summary>
        /// <param name="index">Its place, from 0 to <see cref="Count"/> - 1; places change as sessions come and go.</param>
        /// <returns>The session.</returns>
        public TlsManSession Get(int index)
        {
            return _sessions[index];
        }

        /// <summary>
        /// Finds a peer's session.
        /// </summary>
        /// <param name="peer">The peer's address.</param>
        /// <returns>The session, or <see langword="null"/>.</returns>
        public TlsManSession Find(byte[] peer)
        {
            for (int i = 0; i < _count; i++)
            {
                if (PeerAddress.AreEqual(_sessions[i].PeerKey, peer))
                {
                    return _sessions[i];
                }
            }

            return null;
        }

        /// <summary>
        /// Decides on a datagram. It keeps nothing for a peer that has not proved its address.
        /// </summary>
        /// <param name="datagram">Holds the datagram.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="count">Its length, in bytes.</param>
        /// <param name="peer">The sender's address.</param>
        /// <param name="reply">Receives a reply; 44 bytes are enough.</param>
        /// <param name="now">The time, in wrapping milliseconds.</param>
        /// <returns>What is to be done.</returns>
        public TlsListenerResult HandleInput(byte[] datagram, int offset, int count, byte[] peer, byte[] reply, int now)
        {
            TlsManSession session = Find(peer);

            Engine = null;
            Session = session;

            if (!IsClientHello(datagram, offset, count))
            {
                return session == null ? Drop(DropReason.UnknownPeer) : TlsListenerResult.Route;
            }

            // A client never gets a ClientHello: the two open towards each other, or anybody forged it to end the client's handshake.
            if (session != null && session.Role == TlsRole.Client)
            {
                return Drop(DropReason.Unexpected);
            }

            // A server's session for one peer, without a listener, judges a ClientHello itself.
            if (_options == null)
            {
                return session == null ? Drop(DropReason.UnknownPeer) : TlsListenerResult.Route;
            }

            if (!ParseClientHello(datagram, offset))
            {
                // A fragment: a server cannot answer part of a hello without keeping it, so without state it is refused. A session in its
                // handshake may still be sent one again.
                return session == null ? Drop(_reader.Failed ? DropReason.Malformed : DropReason.FragmentedClientHello) : TlsListenerResult.Route;
            }

            int random = _hello.RandomOffset;

            HelloTag = (datagram[random] << 24) | (datagram[random + 1] << 16) | (datagram[random + 2] << 8) | datagram[random + 3];

            if (session != null && session.HelloTag == HelloTag)
            {
                // The same hello once more: a retransmission, or an old one played back at an open association, which must survive it.
                return session.IsChannelReady ? Drop(DropReason.Duplicate) : TlsListenerResult.Route;
            }

            if (!_man.Gate.IsProven(_hello, peer, now))
            {
                // RFC 6347, section 4.2.8: a new ClientHello from a known address leaves the old association alone until the cookie is back.
                ReplyCount = _man.Gate.WriteHelloVerifyRequest(_hello, offset, peer, reply, now);
                return ReplyCount == 0 ? Drop(DropReason.NoStack) : TlsListenerResult.Reply;
            }

            return Accept(session, now);
        }

        private static int AtLeastOne(int value)
        {
            if (value < 1)
            {
                throw new ArgumentOutOfRangeException();
            }

            return value;
        }

        private static bool IsClientHello(byte[] datagram, int offset, int count)
        {
            // An epoch of zero tells it from a renegotiation inside a session.
            return count > RecordHeader.DtlsLength && datagram[offset] == ContentType.Handshake && datagram[offset + 1] == 0xFE
                && datagram[offset + 3] == 0 && datagram[offset + 4] == 0 && datagram[offset + RecordHeader.DtlsLength] == HandshakeType.ClientHello
                && ((datagram[offset + 11] << 8) | datagram[offset + 12]) <= count - RecordHeader.DtlsLength;
        }

        private bool ParseClientHello(byte[] datagram, int offset)
        {
            int length = (datagram[offset + 11] << 8) | datagram[offset + 12];

            _reader.Reset(datagram, offset + RecordHeader.DtlsLength, length);
            _reader.ReadByte();

            int total = _reader.ReadUInt24();

            _reader.ReadUInt16();

            int fragmentOffset = _reader.ReadUInt24();
            int fragmentLength = _reader.ReadUInt24();

            if (_reader.Failed || fragmentOffset != 0 || fragmentLength != total)
            {
                return false;
            }

            // One message per record is all that is asked of a first flight, so what follows the hello in its record is not looked at.
            if (fragmentLength > _reader.Remaining)
            {
                _reader.Skip(fragmentLength);
                return false;
            }

            _reader.Reset(datagram, _reader.Position, fragmentLength);

            if (_hello.Parse(_reader, TlsTransportKind.Datagram))
            {
                return true;
            }

            // Leave the reader failed, for that tells a malformed hello from a fragment.
            _reader.Reset(datagram, 0, -1);
            return false;
        }

        private TlsListenerResult Accept(TlsManSession replaced, int now)
        {
            TlsManSession displaced = replaced;

            // A handshake that takes the place of another adds none.
            if ((displaced == null || displaced.IsChannelReady) && CountHalfOpen() >= _maxHalfOpen)
            {
                return Drop(DropReason.HalfOpenLimit);
            }

            if (displaced == null && _count >= _maxSessions)
            {
                displaced = FindStale(now);

                if (displaced == null)
                {
                    return Drop(DropReason.TableFull);
                }
            }

            TlsStack stack = _man.SelectStack(TlsTransportKind.Datagram, _options, _credentials, _hello);

            if (stack == null)
            {
                return Drop(DropReason.NoStack);
            }

            Engine = stack.CreateEngine(TlsRole.Server, TlsTransportKind.Datagram, _options, _credentials, _drops);
            Session = displaced;
            return TlsListenerResult.Accept;
        }

        private int CountHalfOpen()
        {
            int count = 0;

            for (int i = 0; i < _count; i++)
            {
                if (_sessions[i].Role == TlsRole.Server && !_sessions[i].IsChannelReady)
                {
                    count++;
                }
            }

            return count;
        }

        private TlsManSession FindStale(int now)
        {
            TlsManSession stalest = null;
            int longest = _staleAfter - 1;

            for (int i = 0; i < _count; i++)
            {
                int idle = now - _sessions[i].LastActivity;

                if (idle > longest)
                {
                    longest = idle;
                    stalest = _sessions[i];
                }
            }

            return stalest;
        }

        private TlsListenerResult Drop(DropReason reason)
        {
            _drops.Add(reason);
            return TlsListenerResult.Drop;
        }
    }
}
