//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using nanoFramework.TestFramework;
using NanoTlsMan.Ciphers;
using NanoTlsMan.Ciphers.PublicKey;
using NanoTlsMan.Managed.PublicKey;
using NanoTlsMan.Managed13;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// A client's and a server's engine of version 1.3, face to face, and a clock that the test moves.
    /// </summary>
    internal sealed class Pair13
    {
        public const TlsVersions Newer = TlsVersions.Dtls13 | TlsVersions.Tls13;
        public const TlsVersions Older = TlsVersions.Dtls12 | TlsVersions.Tls12;

        private readonly TestRandom _link;

        public Pair13(TlsTransportKind kind)
            : this(kind, NewOptions(), NewOptions(), Psk.Store(), Psk.Store(), false)
        {
        }

        public Pair13(
            TlsTransportKind kind, TlsSessionOptions client, TlsSessionOptions server, CredentialStore clientKeys,
            CredentialStore serverKeys, bool hasCurves)
            : this(kind, client, server, clientKeys, serverKeys, hasCurves, 0)
        {
        }

        public Pair13(
            TlsTransportKind kind, TlsSessionOptions client, TlsSessionOptions server, CredentialStore clientKeys,
            CredentialStore serverKeys, bool hasCurves, int seed)
        {
            _link = new TestRandom(seed + 77);
            ClientSecrets = new Secrets13();
            ServerSecrets = new Secrets13();
            client.DangerousSecretLog = ClientSecrets.Take;
            server.DangerousSecretLog = ServerSecrets.Take;
            Client = CreateSide(TlsRole.Client, kind, client, clientKeys, hasCurves, 2 * seed + 1);
            Server = CreateSide(TlsRole.Server, kind, server, serverKeys, hasCurves, 2 * seed + 2);
        }

        public EngineSide Client { get; }

        public EngineSide Server { get; }

        public Secrets13 ClientSecrets { get; }

        public Secrets13 ServerSecrets { get; }

        public int Now { get; set; }

        /// <summary>How many bytes were sent.</summary>
        public int Bytes { get; private set; }

        /// <summary>In how many datagrams, or shares of a stream.</summary>
        public int Count { get; private set; }

        /// <summary>The datagram, counted from 0, of which the first three copies are lost; -1 for none.</summary>
        public int Lost { get; set; } = -1;

        /// <summary>How many of a hundred datagrams are lost.</summary>
        public int Loss { get; set; }

        public bool IsConnected
        {
            get { return Client.IsConnected && Server.IsConnected; }
        }

        public static TlsSessionOptions NewOptions()
        {
            return new TlsSessionOptions { Versions = Newer };
        }

        public static TlsSessionOptions NewOptions(int suite)
        {
            TlsSessionOptions options = NewOptions();

            options.CipherSuites = new ushort[] { (ushort)suite };
            return options;
        }

        public void Start()
        {
            Server.Start(Now);
            Client.Start(Now);
        }

        /// <summary>Begins, and delivers everything until nothing is under way.</summary>
        public Pair13 Run()
        {
            Start();
            Exchange();
            return this;
        }

        public void Exchange()
        {
            while (Client.Outbox.Count + Server.Outbox.Count > 0)
            {
                Pass(Client, Server);
                Pass(Server, Client);
            }
        }

        /// <summary>Moves the clock, with timers, until both are connected or the time is over.</summary>
        public void ExchangeUntil(int end)
        {
            Exchange();

            while (!IsConnected && Now < end)
            {
                Tick();
            }
        }

        /// <summary>Lets 50 ms pass.</summary>
        public void Tick()
        {
            Now += 50;
            Client.Pass(Now);
            Server.Pass(Now);
            Exchange();
        }

        public void Wait(int time)
        {
            for (int end = Now + time; Now < end;)
            {
                Tick();
            }
        }

        /// <summary>Both are connected, and get what the other says.</summary>
        public void Talk()
        {
            byte[] text = { 1, 2, 3, 4, 5 };
            int client = Client.Inbox.Count;
            int server = Server.Inbox.Count;

            Assert.IsTrue(IsConnected, "connected");
            Assert.AreEqual(TlsManStatus.Ok, Client.Send(text));
            Assert.AreEqual(TlsManStatus.Ok, Server.Send(text));
            Exchange();
            Assert.AreEqual(server + 1, Server.Inbox.Count);
            Assert.AreEqual(client + 1, Client.Inbox.Count);
            Assert.AreEqual(Hex.Format(text), Hex.Format((byte[])Server.Inbox[server]));
            Assert.AreEqual(Hex.Format(text), Hex.Format((byte[])Client.Inbox[client]));
        }

        private void Pass(EngineSide from, EngineSide to)
        {
            if (from.Outbox.Count == 0)
            {
                return;
            }

            byte[] datagram = from.Take();

            Bytes += datagram.Length;

            bool isLost = (Count == Lost || Count == Lost + 1 || Count == Lost + 2) && Lost >= 0;

            Count++;

            if (!isLost && (Loss == 0 || _link.Next(100) >= Loss))
            {
                to.Deliver(datagram, Now);
            }
        }

        private static EngineSide CreateSide(
            TlsRole role, TlsTransportKind kind, TlsSessionOptions options, CredentialStore keys, bool hasCurves,
            int seed)
        {
            DropCounters drops = new DropCounters();
            CipherProvider ciphers = new ManagedCiphers();
            PublicKeyExchanges exchanges =
                hasCurves ? new PublicKeyExchanges(new ManagedCurves(ciphers), null, null) : null;
            Managed13Stack stack = new Managed13Stack(ciphers, new TestRandom(seed), exchanges);

            return new EngineSide(
                stack.CreateEngine(role, kind, options, keys, drops), drops,
                kind == TlsTransportKind.Datagram ? options.Mtu : 4000);
        }
    }
}
