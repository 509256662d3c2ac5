//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using nanoFramework.TestFramework;

namespace NanoTlsMan.Tests
{
    [TestClass]
    public class TlsManTests
    {
        [TestMethod]
        public static void CiphersAndRandomSourceAreNeeded()
        {
            Assert.ThrowsException(typeof(ArgumentNullException), () => new TlsMan(null, new ScriptedRandom()));
            Assert.ThrowsException(typeof(ArgumentNullException), () => new TlsMan(new FakeCiphers(), null));
            Assert.ThrowsException(typeof(ArgumentNullException), () => Man().LoadStack(null));
        }

        [TestMethod]
        public static void LoadingTellsHowManySuitesAStackBrings()
        {
            TlsMan man = Man();
            FakeStack first = new FakeStack(1, 2, 3);
            FakeStack second = new FakeStack(3, 4);

            Assert.AreEqual(0, man.StackCount);
            Assert.AreEqual(3, man.LoadStack(first));
            Assert.AreEqual(2, man.LoadStack(second));
            Assert.AreEqual(2, man.StackCount);
            Assert.AreSame(first, man.GetStack(0));
            Assert.AreSame(second, man.GetStack(1));
        }

        [TestMethod]
        public static void SuitesOfAllStacksComeOnceAndInOrder()
        {
            TlsMan man = Man();

            Assert.AreEqual(0, man.CipherSuites.Length);
            man.LoadStack(new FakeStack(5, 2, 0));
            man.LoadStack(new FakeStack(2, 9));
            man.LoadStack(new FakeStack());
            man.LoadStack(new FakeStack(9, 5, 1));
            CollectionAssert.AreEqual(new ushort[] { 5, 2, 0, 9, 0xC0A8, 0xC0A4, 1 }, man.CipherSuites);
        }

        [TestMethod]
        public static void FirstStackThatCanServeIsTaken()
        {
            TlsMan man = Man();
            FakeStack streams = new FakeStack();
            FakeStack datagrams = new FakeStack();
            FakeStack both = new FakeStack();
            TlsSessionOptions options = new TlsSessionOptions();
            CredentialStore store = new CredentialStore();

            Assert.IsNull(man.SelectStack(TlsTransportKind.Stream, options, store));
            streams.Capabilities.Versions = TlsVersions.Tls12;
            datagrams.Capabilities.Versions = TlsVersions.Dtls12;
            man.LoadStack(streams);
            Assert.IsNull(man.SelectStack(TlsTransportKind.Datagram, options, store));
            man.LoadStack(datagrams);
            man.LoadStack(both);
            Assert.AreSame(streams, man.SelectStack(TlsTransportKind.Stream, options, store));
            Assert.AreSame(datagrams, man.SelectStack(TlsTransportKind.Datagram, options, store));
        }

        [TestMethod]
        public static void StackOfTheOptionsIsTakenOrNone()
        {
            TlsMan man = Man();
            FakeStack second = new FakeStack(1);
            CredentialStore store = new CredentialStore();

            man.LoadStack(new FakeStack(1));
            man.LoadStack(second);
            Assert.AreSame(
                second, man.SelectStack(TlsTransportKind.Stream, new TlsSessionOptions { Stack = second }, store));
            Assert.IsNull(
                man.SelectStack(TlsTransportKind.Stream, new TlsSessionOptions { Stack = new FakeStack(1) }, store));
            Assert.IsNull(
                man.SelectStack(
                    TlsTransportKind.Stream,
                    new TlsSessionOptions { Stack = second, CipherSuites = new ushort[] { 2 } }, store));
        }

        /// <summary>A server takes the stack that has what the client offers, not simply the first.</summary>
        [TestMethod]
        [DataRow(1, 1, 0)]
        [DataRow(2, 0, 1)]
        [DataRow(3, 1, 0)]
        public static void OfferedSuiteSelectsTheServersStack(int offered, int first, int second)
        {
            TlsMan man = Man();
            FakeStack one = new FakeStack(1);
            FakeStack two = new FakeStack(2);

            man.LoadStack(one);
            man.LoadStack(two);
            Assert.AreEqual((int)TlsListenerAction.Accept, Greet(man, new TlsSessionOptions(), (ushort)offered));
            Assert.AreEqual(first, one.Engines);
            Assert.AreEqual(second, two.Engines);
        }

        /// <summary>The suite has to be the client's, the options' and the stack's.</summary>
        [TestMethod]
        [DataRow(1, 1, 0)]
        [DataRow(2, 0, 1)]
        public static void OnlyASuiteOfTheOptionsSelectsTheServersStack(int offered, int first, int second)
        {
            TlsMan man = Man();
            FakeStack one = new FakeStack(1, 3);
            FakeStack two = new FakeStack(2, 3);

            man.LoadStack(one);
            man.LoadStack(two);
            Assert.AreEqual(
                (int)TlsListenerAction.Accept,
                Greet(man, new TlsSessionOptions { CipherSuites = new ushort[] { 1, 2 } }, (ushort)offered));
            Assert.AreEqual(first, one.Engines);
            Assert.AreEqual(second, two.Engines);
        }

        [TestMethod]
        public static void SuiteThatTheOptionsLeaveOutSelectsNothing()
        {
            TlsMan man = Man();
            FakeStack one = new FakeStack(1);
            FakeStack two = new FakeStack(1, 2);

            man.LoadStack(one);
            man.LoadStack(two);

            // The first that can serve at all says so to the client.
            Assert.AreEqual(
                (int)TlsListenerAction.Accept,
                Greet(man, new TlsSessionOptions { CipherSuites = new ushort[] { 1 } }, 2));
            Assert.AreEqual(1, one.Engines);
            Assert.AreEqual(0, two.Engines);
        }

        [TestMethod]
        public static void StackThatChecksItsOwnCookiesServesNoListener()
        {
            TlsMan man = Man();
            FakeStack stack = new FakeStack(1);

            stack.Capabilities.SupportsCookieGate = false;
            man.LoadStack(stack);
            Assert.AreEqual((int)TlsListenerAction.Drop, Greet(man, new TlsSessionOptions(), 1));
            Assert.AreEqual(0, stack.Engines);
        }

        private static TlsMan Man()
        {
            return new TlsMan(new FakeCiphers(), new ScriptedRandom());
        }

        // Two hellos: the second brings back the cookie.
        private static int Greet(TlsMan man, TlsSessionOptions options, ushort suite)
        {
            TlsListener listener = new TlsListener(man, new DropCounters());
            Hello hello = new Hello { Suites = new ushort[] { suite } };
            byte[] peer = new byte[PeerAddress.Size];
            byte[] reply = new byte[64];
            byte[] first = hello.Build();

            listener.Listen(options, new CredentialStore());
            Assert.AreEqual(
                (int)TlsListenerAction.Reply, (int)listener.HandleInput(first, 0, first.Length, peer, reply, 0).Action);
            hello.Cookie = Hello.GetCookie(reply);

            byte[] second = hello.Build();

            return (int)listener.HandleInput(second, 0, second.Length, peer, reply, 0).Action;
        }
    }
}
