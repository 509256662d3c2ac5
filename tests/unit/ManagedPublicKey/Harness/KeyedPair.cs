//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Ciphers;
using NanoTlsMan.Ciphers.PublicKey;
using NanoTlsMan.Managed;
using NanoTlsMan.Managed.PublicKey;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// A client's and a server's engine with public keys, face to face.
    /// </summary>
    internal sealed class KeyedPair
    {
        private readonly DropCounters _drops = new DropCounters();

        public KeyedPair(
            TlsTransportKind kind, TlsSessionOptions client, TlsSessionOptions server, CredentialStore clientKeys,
            CredentialStore serverKeys)
            : this(kind, client, server, clientKeys, serverKeys, null)
        {
        }

        public KeyedPair(
            TlsTransportKind kind, TlsSessionOptions client, TlsSessionOptions server, CredentialStore clientKeys,
            CredentialStore serverKeys, CertificateVerifier certificates)
        {
            CipherProvider ciphers = new ManagedCiphers();

            ClientExchanges = new PublicKeyExchanges(new ManagedCurves(ciphers), null, certificates);
            ServerExchanges = new PublicKeyExchanges(new ManagedCurves(ciphers), null, certificates);
            Client = CreateSide(TlsRole.Client, kind, client, clientKeys, ciphers, ClientExchanges, 1);
            Server = CreateSide(TlsRole.Server, kind, server, serverKeys, ciphers, ServerExchanges, 2);
        }

        public PublicKeyExchanges ClientExchanges { get; }

        public PublicKeyExchanges ServerExchanges { get; }

        public EngineSide Client { get; }

        public EngineSide Server { get; }

        public bool IsConnected
        {
            get { return Client.IsConnected && Server.IsConnected; }
        }

        public static ushort[] Suites(int suite)
        {
            return new ushort[] { (ushort)suite };
        }

        /// <summary>Begins, and delivers everything until nothing is under way.</summary>
        public void Run()
        {
            Server.Start(0);
            Client.Start(0);
            Exchange();
        }

        public void Exchange()
        {
            while (Client.Outbox.Count + Server.Outbox.Count > 0)
            {
                if (Client.Outbox.Count > 0)
                {
                    Server.Deliver(Client.Take(), 0);
                }

                if (Server.Outbox.Count > 0)
                {
                    Client.Deliver(Server.Take(), 0);
                }
            }
        }

        private EngineSide CreateSide(
            TlsRole role, TlsTransportKind kind, TlsSessionOptions options, CredentialStore keys,
            CipherProvider ciphers, PublicKeyExchanges exchanges, int seed)
        {
            ManagedStack stack = new ManagedStack(ciphers, new TestRandom(seed), exchanges);

            return new EngineSide(stack.CreateEngine(role, kind, options, keys, _drops), _drops, 1400);
        }
    }
}
