//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Ciphers;
using NanoTlsMan.Managed;
using NanoTlsMan.Tests;

namespace NanoTlsMan.Bench
{
    /// <summary>
    /// Client and server of DTLS 1.2 with TLS_PSK_WITH_AES_128_CCM_8, shaking hands through the cookie gate.
    /// </summary>
    internal sealed class Handshake
    {
        private static readonly byte[] s_address = new byte[PeerAddress.Size];

        private readonly TlsSessionOptions _options = new TlsSessionOptions { CipherSuites = new ushort[] { TlsCipherSuite.PskWithAes128Ccm8 } };
        private readonly CredentialStore _credentials = Psk.Store();
        private readonly ManagedStack _clientStack;
        private readonly ManagedStack _serverStack;
        private readonly TlsListener _listener;
        private readonly byte[] _reply = new byte[Peer.Mtu];

        public Handshake(CipherProvider clientCiphers, CipherProvider serverCiphers)
        {
            TlsMan man = new TlsMan(new ManagedCiphers(), new TestRandom(3));

            _clientStack = new ManagedStack(clientCiphers, new TestRandom(1));
            _serverStack = new ManagedStack(serverCiphers, new TestRandom(2));
            man.LoadStack(_serverStack);
            _listener = new TlsListener(man, new DropCounters());
            _listener.Listen(_options, _credentials);
        }

        /// <summary>The client of the last handshake.</summary>
        public Peer Client { get; private set; }

        /// <summary>The server of the last handshake.</summary>
        public Peer Server { get; private set; }

        /// <summary>What the cookie gate cost with both ClientHellos of the last handshake, in counts of <see cref="Meter"/>.</summary>
        public long GateCost { get; private set; }

        /// <summary>Shakes hands.</summary>
        public void Run()
        {
            Client = new Peer();
            Server = new Peer();
            GateCost = 0;
            Client.Engine = _clientStack.CreateEngine(TlsRole.Client, TlsTransportKind.Datagram, _options, _credentials, new DropCounters());
            Client.Start();
            Greet();

            while (Client.Outbox.Count + Server.Outbox.Count > 0)
            {
                Exchange();
            }

            if (!Client.Engine.IsConnected || !Server.Engine.IsConnected)
            {
                throw new InvalidOperationException();
            }
        }

        /// <summary>Delivers what waits.</summary>
        public void Exchange()
        {
            while (Client.Outbox.Count > 0)
            {
                Server.Give(Client.Take());
            }

            while (Server.Outbox.Count > 0)
            {
                Client.Give(Server.Take());
            }
        }

        private void Greet()
        {
            while (true)
            {
                byte[] hello = Client.Take();
                long start = Meter.Now;
                TlsListenerResult result = _listener.HandleInput(hello, 0, hello.Length, s_address, _reply, 0);
                GateCost += Meter.Since(start);

                if (result == TlsListenerResult.Accept)
                {
                    Server.Engine = _listener.Engine;
                    Server.Start();
                    Server.Give(hello);
                    return;
                }

                byte[] reply = new byte[_listener.ReplyCount];
                Array.Copy(_reply, 0, reply, 0, reply.Length);
                Client.Give(reply);
            }
        }
    }
}
