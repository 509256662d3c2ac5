//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// A client's and a server's engine of any stacks, face to face, and a clock that the test moves.
    /// </summary>
    internal sealed class StackPair
    {
        private const int Step = 50;
        private const int LongestHandshake = 20000;

        public StackPair(TlsStack client, TlsStack server, TlsTransportKind kind)
            : this(client, server, kind, new TlsSessionOptions(), Keys.Store(), Keys.Store())
        {
        }

        public StackPair(
            TlsStack client, TlsStack server, TlsTransportKind kind, TlsSessionOptions options,
            CredentialStore clientKeys, CredentialStore serverKeys)
        {
            Client = new StackSide(client, TlsRole.Client, kind, options, clientKeys);
            Server = new StackSide(server, TlsRole.Server, kind, options, serverKeys);
        }

        public StackSide Client { get; }

        public StackSide Server { get; }

        public int Now { get; set; }

        public bool IsConnected
        {
            get { return Client.ConnectedCount == 1 && Server.ConnectedCount == 1; }
        }

        /// <summary>Opens the channel, or fails the test.</summary>
        public void Connect(string what)
        {
            Start();
            Run();
            Assert.IsTrue(IsConnected, what);
        }

        public void Start()
        {
            Server.Start(Now);
            Client.Start(Now);
        }

        /// <summary>Delivers, and moves the clock, until both are connected, one has failed, or the time is
        /// over.</summary>
        public void Run()
        {
            Exchange();

            for (int end = Now + LongestHandshake; Now < end && !IsConnected
                && Client.FailedCount + Server.FailedCount == 0;)
            {
                Now += Step;
                Client.Pass(Now);
                Server.Pass(Now);
                Exchange();
            }
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

        public void Dispose()
        {
            Client.Engine.Dispose();
            Server.Engine.Dispose();
        }
    }
}
