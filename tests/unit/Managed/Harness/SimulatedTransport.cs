//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// A transport over a <see cref="SimulatedLink"/>. Blocking calls work in one thread: whoever waits lets the others
    /// have their turn.
    /// </summary>
    internal sealed class SimulatedTransport : SecureTransport
    {
        private readonly SimulatedLink _link;
        private readonly TlsTransportKind _kind;
        private byte[] _rest;
        private bool _isTurn;
        private int _wanted;
        private bool _isEndDue;

        public SimulatedTransport(SimulatedLink link, TlsTransportKind kind, byte[] address)
        {
            _link = link;
            _kind = kind;
            Address = address;
        }

        public byte[] Address { get; }

        /// <summary>Who is to have a turn while somebody else waits.</summary>
        public TlsEndpoint Endpoint { get; set; }

        /// <summary>Makes the next sends fail, as a full queue or a lost interface does.</summary>
        public int FailingSends { get; set; }

        /// <summary>Makes the stream end behind what is under way.</summary>
        public bool IsEnded { get; set; }

        public override TlsTransportKind Kind
        {
            get { return _kind; }
        }

        public override int Now
        {
            get { return _link.Now; }
        }

        public override bool Send(byte[] buffer, int offset, int count, byte[] peer)
        {
            if (FailingSends > 0)
            {
                FailingSends--;
                return false;
            }

            byte[] content = Forge.Slice(buffer, offset, count);

            if (_kind == TlsTransportKind.Stream)
            {
                _link.Stream(this, content);
            }
            else
            {
                _link.Send(Address, PeerAddress.Copy(peer), content);
            }

            return true;
        }

        public override int Receive(byte[] buffer, int offset, int count, byte[] peer, int deadline)
        {
            while (true)
            {
                int received = Take(buffer, offset, count, peer);

                if (received != NothingReceived)
                {
                    _wanted = _link.Now;
                    return received;
                }

                if (_isTurn)
                {
                    // It is somebody else's wait: say only when to come back.
                    _wanted = deadline;
                    return NothingReceived;
                }

                if (!_link.Turn(this, deadline))
                {
                    return NothingReceived;
                }
            }
        }

        /// <summary>
        /// Lets the endpoint do one round without waiting.
        /// </summary>
        /// <returns>When it wants another; now, if it did something.</returns>
        public int GiveTurn()
        {
            // Whoever is in the middle of a round waits further down the stack.
            if (_isTurn)
            {
                return _link.Now + Time32.LongestWait;
            }

            _isTurn = true;
            _wanted = _link.Now + Time32.LongestWait;
            Endpoint.Step(_wanted);
            _isTurn = false;

            if (Endpoint.IsComputing)
            {
                _wanted = _link.Now;
            }

            return _wanted;
        }

        public override void Wake()
        {
        }

        public override void Dispose()
        {
        }

        private int Take(byte[] buffer, int offset, int count, byte[] peer)
        {
            byte[] content = _rest;

            if (content == null)
            {
                SimulatedPacket packet = _link.Peek(Address);

                if (packet == null)
                {
                    return TakeEnd();
                }

                _link.Remove(packet);
                content = packet.Content;

                if (peer != null)
                {
                    Array.Copy(packet.From, 0, peer, 0, PeerAddress.Size);
                }
            }

            int taken = content.Length < count ? content.Length : count;

            Array.Copy(content, 0, buffer, offset, taken);

            // What does not fit of a datagram is lost; a stream goes on.
            _rest = _kind == TlsTransportKind.Stream && taken < content.Length
                ? Forge.Slice(content, taken, content.Length - taken)
                : null;
            return taken;
        }

        private int TakeEnd()
        {
            if (!IsEnded || _isEndDue)
            {
                return NothingReceived;
            }

            _isEndDue = true;
            return EndOfStream;
        }
    }
}
