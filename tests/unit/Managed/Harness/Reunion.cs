//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;
using NanoTlsMan.Ciphers;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// A client and a server that meet more than once, and what each of them keeps in between.
    /// </summary>
    internal sealed class Reunion
    {
        private readonly TlsTransportKind _kind;
        private int _meetings;

        /// <summary>Makes both sides ready to resume: by session ID (0) or by ticket (1).</summary>
        public Reunion(int kind, int how)
        {
            _kind = (TlsTransportKind)kind;
            Cache = new SessionCache(8);
            Keys = new TicketKeys(new ManagedCiphers(), new TestRandom(50 + kind + how));
            Client = new TlsSessionOptions { Resumption = new ResumableSession() };
            Server = new TlsSessionOptions();
            ClientKeys = Psk.Store();
            ServerKeys = Psk.Store();

            if (how == 0)
            {
                Server.SessionCache = Cache;
            }
            else
            {
                Server.TicketKeys = Keys;
            }
        }

        public SessionCache Cache { get; }

        public TicketKeys Keys { get; }

        public TlsSessionOptions Client { get; }

        public TlsSessionOptions Server { get; }

        public CredentialStore ClientKeys { get; }

        public CredentialStore ServerKeys { get; }

        /// <summary>The connection ID that the server wants; <see langword="null"/> for no negotiation.</summary>
        public byte[] ServerConnectionId { get; set; }

        public int Now { get; set; }

        /// <summary>The longest datagram.</summary>
        public int Mtu { get; set; } = 1400;

        public ResumableSession Session
        {
            get { return Client.Resumption; }
        }

        /// <summary>Connects the two.</summary>
        public EnginePair Meet()
        {
            EnginePair pair = Begin();

            pair.Exchange();
            Assert.IsTrue(pair.IsConnected, "they do not connect");
            return pair;
        }

        /// <summary>Starts both, with random values of their own.</summary>
        public EnginePair Begin()
        {
            EnginePair pair = new EnginePair(_kind, Client, Server, ClientKeys, ServerKeys, Mtu, 10 * ++_meetings);

            if (ServerConnectionId != null)
            {
                pair.Client.Engine.ConnectionId = new byte[0];
                pair.Server.Engine.ConnectionId = ServerConnectionId;
            }

            pair.Now = Now;
            pair.Start();
            return pair;
        }
    }
}
