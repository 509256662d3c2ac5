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
        private readonly TlsSessionOptions _serverOptions;
        private readonly CredentialStore _serverKeys;
        private readonly Managed13Stack _serverStack;

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
            : this(kind, client, server, clientKeys, serverKeys, hasCurves, seed, null)
        {
        }

        public Pair13(
            TlsTransportKind kind, TlsSessionOptions client, TlsSessionOptions server, CredentialStore clientKeys,
            CredentialStore serverKeys, bool hasCurves, int seed, CertificateVerifier certificates)
        {
            _serverOptions = server;
            _serverKeys = serverKeys;
            _link = new TestRandom(seed + 77);
            ClientSecrets = new Secrets13();
            ServerSecrets = new Secrets13();
            client.DangerousSecretLog = ClientSecrets.Take;
            server.DangerousSecretLog = ServerSecrets.Take;
            _serverStack = CreateStack(hasCurves, certificates, 2 * seed + 2);
            Client = CreateSide(
                CreateStack(hasCurves, certificates, 2 * seed + 1), TlsRole.Client, kind, client, clientKeys);
            Server = CreateSide(_serverStack, TlsRole.Server, kind, server, serverKeys);
        }

        public EngineSide Client { get; }

        public EngineSide Server { get; private set; }

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

        /// <summary>Begins with a listener in front of the server, which asks for a cookie, and delivers
        /// everything.</summary>
        public Pair13 RunThroughGate(byte[] peer)
        {
            TlsMan man = new TlsMan(new ManagedCiphers(), new TestRandom(3));
            DropCounters drops = new DropCounters();
            TlsListener listener = new TlsListener(man, drops);
            byte[] reply = new byte[160];

            man.LoadStack(_serverStack);
            listener.Listen(_serverOptions, _serverKeys);
            Client.Start(Now);

            while (Client.Outbox.Count > 0)
            {
                byte[] hello = Take(Client);
                TlsListenerResult result = listener.HandleInput(hello, 0, hello.Length, peer, reply, Now);

                if (result.Action == TlsListenerAction.Accept)
                {
                    Server = new EngineSide(result.Engine, drops, _serverOptions.Mtu);
                    Server.Start(Now);
                    Server.Deliver(hello, Now);
                    Exchange();
                    return this;
                }

                byte[] answer = new byte[result.ReplyCount];

                Array.Copy(reply, 0, answer, 0, answer.Length);
                Count++;
                Bytes += answer.Length;
                Client.Deliver(answer, Now);
            }

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

            bool isLost = (Count == Lost || Count == Lost + 1 || Count == Lost + 2) && Lost >= 0;
            byte[] datagram = Take(from);

            if (!isLost && (Loss == 0 || _link.Next(100) >= Loss))
            {
                to.Deliver(datagram, Now);
            }
        }

        private byte[] Take(EngineSide from)
        {
            byte[] datagram = from.Take();

            Bytes += datagram.Length;
            Count++;
            return datagram;
        }

        private static Managed13Stack CreateStack(bool hasCurves, CertificateVerifier certificates, int seed)
        {
            CipherProvider ciphers = new ManagedCiphers();

            return new Managed13Stack(
                ciphers, new TestRandom(seed),
                hasCurves ? new PublicKeyExchanges(new ManagedCurves(ciphers), null, certificates) : null);
        }

        private static EngineSide CreateSide(
            Managed13Stack stack, TlsRole role, TlsTransportKind kind, TlsSessionOptions options, CredentialStore keys)
        {
            DropCounters drops = new DropCounters();

            return new EngineSide(
                stack.CreateEngine(role, kind, options, keys, drops), drops,
                kind == TlsTransportKind.Datagram ? options.Mtu : 4000);
        }
    }
}
