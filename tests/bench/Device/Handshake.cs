//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Managed;
using NanoTlsMan.Tests;

namespace NanoTlsMan.Bench
{
    /// <summary>
    /// Client and server of DTLS, shaking hands through the cookie gate: of 1.2 with TLS_PSK_WITH_AES_128_CCM_8, if not
    /// told otherwise.
    /// </summary>
    internal sealed class Handshake
    {
        private static readonly byte[] s_address = new byte[PeerAddress.Size];

        private readonly Gauge _clientGauge;
        private readonly Gauge _serverGauge;
        private readonly Gauge _gateGauge;
        private readonly TlsSessionOptions _clientOptions;
        private readonly TlsSessionOptions _serverOptions;
        private readonly CredentialStore _clientKeys;
        private readonly TlsStack _clientStack;
        private readonly TlsListener _listener;
        private readonly byte[] _reply = new byte[Peer.Mtu];

        /// <summary>Prepares handshakes.</summary>
        /// <param name="client">Measures the client's engine.</param>
        /// <param name="server">Measures the server's engine, beginning behind the gate.</param>
        /// <param name="gate">Measures the cookie gate, which makes the server's engine.</param>
        /// <param name="clientCiphers">The client's ciphers.</param>
        /// <param name="serverCiphers">The server's ciphers, also of its gate.</param>
        public Handshake(
            Gauge client, Gauge server, Gauge gate, CipherProvider clientCiphers, CipherProvider serverCiphers)
            : this(client, server, gate, clientCiphers, serverCiphers, CreateOptions(), CreateOptions())
        {
        }

        /// <summary>Prepares handshakes with options.</summary>
        public Handshake(
            Gauge client, Gauge server, Gauge gate, CipherProvider clientCiphers, CipherProvider serverCiphers,
            TlsSessionOptions clientOptions, TlsSessionOptions serverOptions)
            : this(
                client, server, gate, clientCiphers, serverCiphers, clientOptions, serverOptions, null, Psk.Store(),
                Psk.Store())
        {
        }

        /// <summary>Prepares handshakes with options, and with other keys than pre-shared ones.</summary>
        public Handshake(
            Gauge client, Gauge server, Gauge gate, CipherProvider clientCiphers, CipherProvider serverCiphers,
            TlsSessionOptions clientOptions, TlsSessionOptions serverOptions, KeyExchangeProvider exchanges,
            CredentialStore clientKeys, CredentialStore serverKeys)
            : this(
                client, server, gate, serverCiphers, clientOptions, serverOptions,
                new ManagedStack(clientCiphers, new TestRandom(1), exchanges),
                new ManagedStack(serverCiphers, new TestRandom(2), exchanges), clientKeys, serverKeys)
        {
        }

        /// <summary>Prepares handshakes of any stack.</summary>
        public Handshake(
            Gauge client, Gauge server, Gauge gate, CipherProvider gateCiphers, TlsSessionOptions clientOptions,
            TlsSessionOptions serverOptions, TlsStack clientStack, TlsStack serverStack, CredentialStore clientKeys,
            CredentialStore serverKeys)
        {
            _clientKeys = clientKeys;
            _clientOptions = clientOptions;
            _serverOptions = serverOptions;
            _clientGauge = client;
            _serverGauge = server;
            _gateGauge = gate;

            _clientStack = clientStack;

            TlsMan man = new TlsMan(gateCiphers, new TestRandom(3));

            man.LoadStack(serverStack);
            _listener = new TlsListener(man, new DropCounters());
            _listener.Listen(_serverOptions, serverKeys);
        }

        /// <summary>What the server's records carry; <see langword="null"/> for no negotiation.</summary>
        public byte[] ClientId { get; set; }

        /// <summary>What the client's records carry; <see langword="null"/> for no negotiation.</summary>
        public byte[] ServerId { get; set; }

        /// <summary>The bytes of the last handshake's datagrams.</summary>
        public int Bytes { get; private set; }

        /// <summary>The last handshake's datagrams.</summary>
        public int Datagrams { get; private set; }

        /// <summary>The client of the last handshake.</summary>
        public Peer Client { get; private set; }

        /// <summary>The server of the last handshake.</summary>
        public Peer Server { get; private set; }

        /// <summary>Shakes hands.</summary>
        public void Run()
        {
            DropCounters drops = new DropCounters();

            Bytes = 0;
            Datagrams = 0;
            Client = new Peer(_clientGauge);
            Server = new Peer(_serverGauge);
            _clientGauge.Enter();
            Client.Engine =
                _clientStack.CreateEngine(
                    TlsRole.Client, TlsTransportKind.Datagram, _clientOptions, _clientKeys, drops);
            Client.Engine.ConnectionId = ClientId;
            _clientGauge.Leave();
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

        /// <summary>Options for the suite that all of this is measured with.</summary>
        public static TlsSessionOptions CreateOptions()
        {
            return new TlsSessionOptions { CipherSuites = new ushort[] { TlsCipherSuite.PskWithAes128Ccm8 } };
        }

        /// <summary>Delivers what waits.</summary>
        public void Exchange()
        {
            while (Client.Outbox.Count > 0)
            {
                Server.Give(Count(Client.Take()));
            }

            while (Server.Outbox.Count > 0)
            {
                Client.Give(Count(Server.Take()));
            }
        }

        private byte[] Count(byte[] datagram)
        {
            Bytes += datagram.Length;
            Datagrams++;
            return datagram;
        }

        private void Greet()
        {
            while (true)
            {
                byte[] hello = Count(Client.Take());
                _gateGauge.Enter();
                TlsListenerResult result = _listener.HandleInput(hello, 0, hello.Length, s_address, _reply, 0);
                _gateGauge.Leave();

                if (result.Action == TlsListenerAction.Accept)
                {
                    Server.Engine = result.Engine;
                    Server.Engine.ConnectionId = ServerId;
                    Server.Start();
                    Server.Give(hello);
                    return;
                }

                byte[] reply = new byte[result.ReplyCount];
                Array.Copy(_reply, 0, reply, 0, reply.Length);
                Client.Give(Count(reply));
            }
        }
    }
}
