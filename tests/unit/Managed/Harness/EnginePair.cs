//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// A client's and a server's engine, face to face, without a cookie gate between them, and a clock that the test
    /// moves.
    /// </summary>
    internal sealed class EnginePair
    {
        public EnginePair(TlsTransportKind kind)
            : this(kind, new TlsSessionOptions(), new TlsSessionOptions(), Psk.Store(), Psk.Store(), 1400)
        {
        }

        public EnginePair(
            TlsTransportKind kind, TlsSessionOptions client, TlsSessionOptions server, CredentialStore clientKeys,
            CredentialStore serverKeys, int mtu)
            : this(kind, client, server, clientKeys, serverKeys, mtu, 0)
        {
        }

        public EnginePair(
            TlsTransportKind kind, TlsSessionOptions client, TlsSessionOptions server, CredentialStore clientKeys,
            CredentialStore serverKeys, int mtu, int seed)
        {
            ClientRandom = new TestRandom(seed + 1);
            ServerRandom = new TestRandom(seed + 2);
            Client = CreateSide(TlsRole.Client, kind, client, clientKeys, ClientRandom, mtu);
            Server = CreateSide(TlsRole.Server, kind, server, serverKeys, ServerRandom, mtu);
        }

        public TestRandom ClientRandom { get; }

        public TestRandom ServerRandom { get; }

        public EngineSide Client { get; }

        public EngineSide Server { get; }

        public int Now { get; set; }

        public bool IsConnected
        {
            get { return Client.IsConnected && Server.IsConnected; }
        }

        public void Start()
        {
            Server.Start(Now);
            Client.Start(Now);
        }

        /// <summary>Delivers everything until nothing is under way.</summary>
        public void Exchange()
        {
            while (Client.Outbox.Count + Server.Outbox.Count > 0)
            {
                if (Client.Outbox.Count > 0)
                {
                    Server.Deliver(Client.Take(), Now);
                }

                if (Server.Outbox.Count > 0)
                {
                    Client.Deliver(Server.Take(), Now);
                }
            }
        }

        /// <summary>Moves the clock, with timers, until both are connected or the time is over.</summary>
        public void ExchangeUntil(int end)
        {
            Exchange();

            while (!IsConnected && Now < end)
            {
                Now += 50;
                Client.Pass(Now);
                Server.Pass(Now);
                Exchange();
            }
        }

        public static EnginePair Connect(TlsTransportKind kind)
        {
            EnginePair pair = new EnginePair(kind);

            pair.Start();
            pair.Exchange();
            return pair;
        }

        private static EngineSide CreateSide(
            TlsRole role, TlsTransportKind kind, TlsSessionOptions options, CredentialStore keys, TestRandom random,
            int mtu)
        {
            DropCounters drops = new DropCounters();

            return new EngineSide(
                StackUnderTest.Create(random).CreateEngine(role, kind, options, keys, drops), drops, mtu);
        }
    }
}
