//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;
using NanoTlsMan.NativeStacks;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// Every native stack of the firmware against the managed one, in both roles and over both transports.
    /// </summary>
    [TestClass]
    public class NativeHandshakeTests
    {
        private const int Client = 0;
        private const int Server = 1;

        [TestMethod]
        [DataRow(Client, 0)]
        [DataRow(Client, 1)]
        [DataRow(Server, 0)]
        [DataRow(Server, 1)]
        public static void EachSuiteConnectsCarriesDataBothWaysAndCloses(int role, int kind)
        {
            foreach (NativeStack stack in Natives.StacksFor((TlsTransportKind)kind))
            {
                foreach (ushort suite in stack.Capabilities.CipherSuites)
                {
                    // Others need more than a pre-shared key on both sides: tests/stacks has them.
                    if (suite != TlsCipherSuite.PskWithAes128Ccm8 && suite != TlsCipherSuite.PskWithAes128Ccm
                        && suite != TlsCipherSuite.PskWithAes128GcmSha256)
                    {
                        continue;
                    }

                    TlsSessionOptions options = new TlsSessionOptions { CipherSuites = new ushort[] { suite } };

                    Check(
                        CreatePair(stack, role, (TlsTransportKind)kind, options, Keys.Store(), Keys.Store()),
                        stack.Name, suite);
                }
            }
        }

        [TestMethod]
        [DataRow(0)]
        [DataRow(1)]
        public static void NativeStacksConnectToThemselves(int kind)
        {
            foreach (NativeStack stack in Natives.StacksFor((TlsTransportKind)kind))
            {
                Check(new StackPair(stack, stack, (TlsTransportKind)kind), stack.Name, 0);
            }
        }

        [TestMethod]
        [DataRow(Client, 0)]
        [DataRow(Client, 1)]
        [DataRow(Server, 0)]
        [DataRow(Server, 1)]
        public static void AWrongKeyNeverConnects(int role, int kind)
        {
            foreach (NativeStack stack in Natives.StacksFor((TlsTransportKind)kind))
            {
                StackPair pair = CreatePair(stack, role, (TlsTransportKind)kind, new TlsSessionOptions(), Keys.Store(),
                    Keys.Store(Keys.Identity, new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 }));

                pair.Start();
                pair.Run();
                Assert.AreEqual(0, pair.Client.ConnectedCount, stack.Name);
                Assert.AreEqual(0, pair.Server.ConnectedCount, stack.Name);
                pair.Dispose();
            }
        }

        [TestMethod]
        [DataRow(Client, 0)]
        [DataRow(Client, 1)]
        [DataRow(Server, 0)]
        [DataRow(Server, 1)]
        public static void ALongMessageArrivesWhole(int role, int kind)
        {
            byte[] message = new byte[kind == 0 ? 1000 : 10000];

            new SeededRandom(9).TryFill(message, 0, message.Length);

            foreach (NativeStack stack in Natives.StacksFor((TlsTransportKind)kind))
            {
                StackPair pair = CreatePair(
                    stack, role, (TlsTransportKind)kind, new TlsSessionOptions(), Keys.Store(), Keys.Store());

                pair.Connect(stack.Name);
                Assert.AreEqual(TlsManStatus.Ok, pair.Client.Send(message), stack.Name);
                Assert.AreEqual(TlsManStatus.Ok, pair.Server.Send(message), stack.Name);
                pair.Exchange();
                CollectionAssert.AreEqual(message, pair.Server.Received);
                CollectionAssert.AreEqual(message, pair.Client.Received);
                pair.Dispose();
            }
        }

        private static StackPair CreatePair(
            NativeStack stack, int role, TlsTransportKind kind, TlsSessionOptions options, CredentialStore clientKeys,
            CredentialStore serverKeys)
        {
            TlsStack managed = Natives.CreateManaged(5);

            return role == Client
                ? new StackPair(stack, managed, kind, options, clientKeys, serverKeys)
                : new StackPair(managed, stack, kind, options, clientKeys, serverKeys);
        }

        private static void Check(StackPair pair, string name, ushort suite)
        {
            byte[] ping = Hex.Parse("70696e67");
            byte[] pong = Hex.Parse("706f6e67");

            pair.Connect(name);
            Assert.AreEqual((int)pair.Client.Engine.CipherSuite, (int)pair.Server.Engine.CipherSuite, name);
            Assert.IsTrue(suite == 0 || pair.Client.Engine.CipherSuite == suite, name);
            Assert.AreEqual(Keys.Tag, pair.Server.Engine.CredentialTag, name);
            CollectionAssert.AreEqual(Keys.Identity, pair.Server.Engine.PeerIdentity);

            Assert.AreEqual(TlsManStatus.Ok, pair.Client.Send(ping), name);
            pair.Exchange();
            Assert.AreEqual(TlsManStatus.Ok, pair.Server.Send(pong), name);
            pair.Exchange();
            CollectionAssert.AreEqual(ping, pair.Server.Received);
            CollectionAssert.AreEqual(pong, pair.Client.Received);

            pair.Client.Close();
            pair.Exchange();
            Assert.AreEqual(1, pair.Client.ClosedCount, name);
            Assert.AreEqual(1, pair.Server.ClosedCount, name);
            Assert.AreEqual(0, pair.Client.FailedCount + pair.Server.FailedCount, name);
            pair.Dispose();
        }
    }
}
