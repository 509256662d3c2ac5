//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Collections;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// A client of any intention at an address of its own: it sends what a test wants to an endpoint with a listener,
    /// and gets what comes back.
    /// </summary>
    internal sealed class Stranger
    {
        private readonly SimulatedLink _link;
        private readonly LinkEndpoint _server;
        private readonly SimulatedTransport _transport;
        private readonly byte[] _buffer = new byte[2000];

        public Stranger(SimulatedLink link, LinkEndpoint server, int address, int seed)
            : this(link, server, SimulatedLink.CreateAddress(address), seed)
        {
        }

        public Stranger(SimulatedLink link, LinkEndpoint server, byte[] address, int seed)
        {
            _link = link;
            _server = server;
            _transport = link.Attach(address);
            Peer = new LivePeer(TlsRole.Client, TlsTransportKind.Datagram, seed);
        }

        public LivePeer Peer { get; private set; }

        /// <summary>The datagrams that came back on what was sent last.</summary>
        public ArrayList Replies { get; } = new ArrayList();

        /// <summary>Forgets all keys, as after a power cut, but keeps the address.</summary>
        public void Restart(int seed)
        {
            Peer = new LivePeer(TlsRole.Client, TlsTransportKind.Datagram, seed);
        }

        /// <summary>Sends a datagram, lets the server handle it, and takes what comes back.</summary>
        public void Send(byte[] datagram)
        {
            _link.Send(_transport.Address, _server.Link.Address, datagram);
            _server.Step(_link.Now);
            Replies.Clear();

            for (int count = Receive(); count >= 0; count = Receive())
            {
                byte[] reply = Forge.Slice(_buffer, 0, count);

                Replies.Add(reply);
                Peer.Take(reply);
            }
        }

        /// <summary>Sends a datagram, and takes nothing that comes back: whoever forges a sender's address gets no
        /// answer.</summary>
        public void Spoof(byte[] datagram)
        {
            _link.Send(_transport.Address, _server.Link.Address, datagram);
            _link.Sent.Clear();
            _server.Step(_link.Now);
        }

        /// <summary>Shows that it receives at its address, whatever the link's delay is, as a host that answers at
        /// once.</summary>
        public void ProveOverTheLink()
        {
            int delay = _link.Delay;

            _link.Delay = 0;
            Prove();
            _link.Delay = delay;
        }

        /// <summary>Shows that it receives at its address: hello, cookie, hello.</summary>
        /// <returns>The hello that carries the cookie.</returns>
        public byte[] Prove()
        {
            Send(Peer.ClientHello());

            byte[] hello = Peer.ClientHello();

            Send(hello);
            return hello;
        }

        /// <summary>Opens a channel.</summary>
        public void Connect()
        {
            Prove();
            Finish();
        }

        /// <summary>Ends a handshake whose hello was taken.</summary>
        public void Finish()
        {
            byte[] flight = Peer.ClientKeyExchange();

            flight = Forge.Join(flight, Peer.ChangeCipherSpec());
            Send(Forge.Join(flight, Peer.Finished(1)));
        }

        private int Receive()
        {
            return _transport.Receive(_buffer, 0, _buffer.Length, null, _link.Now);
        }
    }
}
