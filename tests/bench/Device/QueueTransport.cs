//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections;

namespace NanoTlsMan.Bench
{
    /// <summary>
    /// One end of a link that is nothing but two queues.
    /// </summary>
    internal sealed class QueueTransport : SecureTransport
    {
        private readonly ArrayList _in;
        private readonly ArrayList _out;
        private readonly byte[] _peer;

        public QueueTransport(ArrayList input, ArrayList output, int peer)
        {
            _in = input;
            _out = output;
            _peer = CreateAddress(peer);
        }

        public override TlsTransportKind Kind
        {
            get { return TlsTransportKind.Datagram; }
        }

        public override int Now
        {
            get { return 0; }
        }

        public static byte[] CreateAddress(int number)
        {
            byte[] address = new byte[PeerAddress.Size];

            address[0] = 1;
            address[1] = (byte)number;
            return address;
        }

        public override bool Send(byte[] buffer, int offset, int count, byte[] peer)
        {
            byte[] datagram = new byte[count];

            Array.Copy(buffer, offset, datagram, 0, count);
            _out.Add(datagram);
            return true;
        }

        public override int Receive(byte[] buffer, int offset, int count, byte[] peer, int deadline)
        {
            if (_in.Count == 0)
            {
                return NothingReceived;
            }

            byte[] datagram = (byte[])_in[0];

            _in.RemoveAt(0);
            Array.Copy(datagram, 0, buffer, offset, datagram.Length);
            Array.Copy(_peer, 0, peer, 0, PeerAddress.Size);
            return datagram.Length;
        }

        public override void Wake()
        {
        }

        public override void Dispose()
        {
        }
    }

    /// <summary>
    /// A store for one session, which costs next to nothing itself.
    /// </summary>
    internal sealed class OneStore : SavedSessionStore
    {
        private byte[] _state;
        private byte[] _mark;

        public int Length { get; private set; }

        public override void Write(string name, byte[] content)
        {
            if (name.Length == 1)
            {
                _state = content;
                Length = content.Length;
            }
            else
            {
                _mark = content;
            }
        }

        public override byte[] Read(string name)
        {
            return name.Length == 1 ? _state : _mark;
        }

        public override void Erase(string name)
        {
            _state = null;
        }
    }
}
