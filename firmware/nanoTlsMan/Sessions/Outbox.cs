//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan
{
    /// <summary>
    /// What engines have written and the transport has not taken yet: whole datagrams, or bytes of a stream, in the
    /// order in which they were written. Its memory is bounded, and it is filled under the endpoint's lock and emptied
    /// outside, by one thread at a time.
    /// </summary>
    internal sealed class Outbox
    {
        private const int MostDatagrams = 4;

        private readonly byte[] _buffer;
        private readonly int[] _ends;
        private readonly byte[][] _peers;
        private readonly byte[] _replyPeer;
        private int _first;
        private int _datagrams;
        private int _head;
        private int _tail;
        private int _putTotal;
        private int _sentTotal;
        private bool _isSending;

        internal Outbox(int size, TlsTransportKind kind)
        {
            _buffer = new byte[size];

            if (kind == TlsTransportKind.Datagram)
            {
                _ends = new int[MostDatagrams];
                _peers = new byte[MostDatagrams][];
                _replyPeer = new byte[PeerAddress.Size];
            }
        }

        /// <summary>Gets a value indicating whether a thread is sending what <see cref="BeginSend"/> gave it.</summary>
        internal bool IsSending
        {
            get { return _isSending; }
        }

        /// <summary>Gets the buffer, where <see cref="Tail"/> tells where to write.</summary>
        internal byte[] Buffer
        {
            get { return _buffer; }
        }

        internal int Size
        {
            get { return _buffer.Length; }
        }

        /// <summary>Gets where the next output goes.</summary>
        internal int Tail
        {
            get { return _tail; }
        }

        internal bool IsEmpty
        {
            get { return _head == _tail; }
        }

        /// <summary>Gets how many bytes were ever put in, wrapping.</summary>
        internal int PutTotal
        {
            get { return _putTotal; }
        }

        /// <summary>Gets how many bytes have left, wrapping.</summary>
        internal int SentTotal
        {
            get { return _sentTotal; }
        }

        /// <summary>Gets what <see cref="BeginSend"/> gave away: where it begins.</summary>
        internal int SendOffset { get; private set; }

        /// <summary>Gets what <see cref="BeginSend"/> gave away: how many bytes.</summary>
        internal int SendCount { get; private set; }

        /// <summary>Gets what <see cref="BeginSend"/> gave away: where it goes; <see langword="null"/> over a
        /// stream.</summary>
        internal byte[] SendPeer { get; private set; }

        /// <summary>
        /// Tells how many bytes can be put at <see cref="Tail"/>.
        /// </summary>
        internal int GetRoom()
        {
            if (_ends != null && _datagrams == MostDatagrams)
            {
                return 0;
            }

            if (!IsSending && _head > 0)
            {
                // Nobody looks at it now, so what is left can move to the front.
                int left = _tail - _head;

                if (left > 0)
                {
                    Array.Copy(_buffer, _head, _buffer, 0, left);

                    for (int i = 0; i < _datagrams; i++)
                    {
                        _ends[(_first + i) % MostDatagrams] -= _head;
                    }
                }

                _head = 0;
                _tail = left;
            }

            return _buffer.Length - _tail;
        }

        /// <summary>
        /// Takes bytes that were written at <see cref="Tail"/>.
        /// </summary>
        /// <param name="count">How many.</param>
        /// <param name="peer">Where they go: an array that does not change; <see langword="null"/> over a
        /// stream.</param>
        internal void Put(int count, byte[] peer)
        {
            _tail += count;
            _putTotal += count;

            if (_ends != null)
            {
                int place = (_first + _datagrams) % MostDatagrams;

                _ends[place] = _tail;
                _peers[place] = peer;
                _datagrams++;
            }
        }

        /// <summary>
        /// Takes a datagram for somebody without a session, if there is room: one at a time, for it is only the answer
        /// to something that is sent again.
        /// </summary>
        /// <returns><see langword="false"/> if there is no room; otherwise, <see langword="true"/>.</returns>
        internal bool PutReply(byte[] reply, int count, byte[] peer)
        {
            for (int i = 0; i < _datagrams; i++)
            {
                if (_peers[(_first + i) % MostDatagrams] == _replyPeer)
                {
                    return false;
                }
            }

            if (GetRoom() < count)
            {
                return false;
            }

            Array.Copy(reply, 0, _buffer, _tail, count);
            Array.Copy(peer, 0, _replyPeer, 0, PeerAddress.Size);
            Put(count, _replyPeer);
            return true;
        }

        /// <summary>
        /// Gives away what is to be sent next: one datagram, or all there is of a stream. Until <see cref="EndSend"/>
        /// it stays where it is.
        /// </summary>
        internal void BeginSend()
        {
            SendOffset = _head;
            SendCount = (_ends == null ? _tail : _ends[_first]) - _head;
            SendPeer = _ends == null ? null : _peers[_first];
            _isSending = true;
        }

        /// <summary>
        /// Forgets what was sent.
        /// </summary>
        /// <param name="sent">How many bytes; a datagram is sent or lost as a whole.</param>
        internal void EndSend(int sent)
        {
            if (!_isSending)
            {
                return;
            }

            _isSending = false;
            _head += sent;
            _sentTotal += sent;

            if (_ends != null && sent > 0)
            {
                _peers[_first] = null;
                _first = (_first + 1) % MostDatagrams;
                _datagrams--;
            }
        }

        /// <summary>
        /// Forgets what is left.
        /// </summary>
        internal void Clear()
        {
            _head = _tail;
        }

        /// <summary>
        /// Wipes all of it, unless it is being sent; then only what nobody looks at.
        /// </summary>
        internal void Wipe()
        {
            int from = IsSending ? SendOffset + SendCount : 0;

            Array.Clear(_buffer, from, _buffer.Length - from);
        }
    }
}
