//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Collections;
using NanoTlsMan.Ciphers;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// An endpoint on a simulated link, with a manager of its own, that keeps the sessions which peers opened.
    /// </summary>
    internal sealed class LinkEndpoint : TlsEndpoint
    {
        private LinkEndpoint(TlsMan man, SimulatedTransport transport, int bufferSize, TestRandom random)
            : base(man, transport, bufferSize)
        {
            Link = transport;
            Random = random;
            transport.Endpoint = this;
        }

        public SimulatedTransport Link { get; }

        public TestRandom Random { get; }

        /// <summary>The sessions that peers opened, in order; also those that are over.</summary>
        public ArrayList Accepted { get; } = new ArrayList();

        public static LinkEndpoint Create(SimulatedLink link, TlsTransportKind kind, int address)
        {
            return Create(link, kind, address, 1500);
        }

        public static LinkEndpoint Create(SimulatedLink link, TlsTransportKind kind, int address, int bufferSize)
        {
            TestRandom random = new TestRandom(100 + address);
            TlsMan man = new TlsMan(new ManagedCiphers(), random);

            man.LoadStack(StackUnderTest.Create(random));
            return new LinkEndpoint(man, link.Attach(kind, address), bufferSize, random);
        }

        /// <summary>
        /// Makes an endpoint for datagrams at an address of the caller's.
        /// </summary>
        public static LinkEndpoint Create(SimulatedLink link, byte[] address)
        {
            TestRandom random = new TestRandom(100 + (address[4] << 8) + (address[3] << 16) + address[6]);
            TlsMan man = new TlsMan(new ManagedCiphers(), random);

            man.LoadStack(StackUnderTest.Create(random));
            return new LinkEndpoint(man, link.Attach(address), 1500, random);
        }

        /// <summary>
        /// Makes an endpoint with a manager of its own stacks.
        /// </summary>
        public static LinkEndpoint Create(
            SimulatedLink link, TlsTransportKind kind, int address, TlsMan man, TestRandom random)
        {
            return new LinkEndpoint(man, link.Attach(kind, address), 1500, random);
        }

        /// <summary>Makes a session to an address; over a stream to the only other side.</summary>
        public TlsManSession CreateSession(int address, TlsSessionOptions options)
        {
            byte[] peer = Transport.Kind == TlsTransportKind.Datagram ? SimulatedLink.CreateAddress(address) : null;

            return new TlsManSession(this, peer, options, Psk.Store());
        }

        public TlsManSession GetAccepted(int index)
        {
            return (TlsManSession)Accepted[index];
        }

        /// <summary>Gives up a session without a word on the link.</summary>
        public void Forget(TlsManSession session)
        {
            Link.FailingSends = 1;
            session.Dispose();
            Link.FailingSends = 0;
        }

        protected override void OnAccepted(TlsManSession session)
        {
            Accepted.Add(session);
        }
    }
}
