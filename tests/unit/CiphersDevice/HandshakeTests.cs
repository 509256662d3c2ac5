//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections;
using nanoFramework.TestFramework;
using NanoTlsMan.Ciphers;
using NanoTlsMan.Ciphers.Device;
using NanoTlsMan.Managed;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// The managed stack on the firmware's ciphers. The whole of its own tests is run over them in tests/stacks.
    /// </summary>
    [TestClass]
    public class HandshakeTests
    {
        private static readonly ushort[] s_ccm8 = new ushort[] { TlsCipherSuite.PskWithAes128Ccm8 };

        [TestMethod]
        [DataRow(0, true, true)]
        [DataRow(0, true, false)]
        [DataRow(0, false, true)]
        [DataRow(1, true, true)]
        [DataRow(1, true, false)]
        [DataRow(1, false, true)]
        public static void ConnectsWithItselfAndWithManagedCiphersAndCarriesData(
            int kind, bool isClientOnDevice, bool isServerOnDevice)
        {
            byte[] message = new byte[kind == 0 ? 1000 : 3000];
            TlsEngine client = CreateEngine(TlsRole.Client, kind, isClientOnDevice);
            TlsEngine server = CreateEngine(TlsRole.Server, kind, isServerOnDevice);
            byte[] received;

            for (int i = 0; i < message.Length; i++)
            {
                message[i] = (byte)(i * 7);
            }

            server.Start(0);
            client.Start(0);
            Exchange(client, server);
            Assert.AreEqual((int)TlsCipherSuite.PskWithAes128Ccm8, (int)client.CipherSuite);

            Assert.AreEqual(TlsManStatus.Ok, client.Send(message, 0, message.Length));
            received = Exchange(client, server);
            Assert.AreEqual(Hex.Format(message), Hex.Format(received));

            Assert.AreEqual(TlsManStatus.Ok, server.Send(message, 0, message.Length));
            received = Exchange(client, server);
            Assert.AreEqual(Hex.Format(message), Hex.Format(received));
            client.Dispose();
            server.Dispose();
        }

        [TestMethod]
        public static void TheStackOffersTheSuitesThatTheFirmwareCanDo()
        {
            ManagedStack stack = new ManagedStack(new DeviceCiphers(), new SeededRandom(1));
            CredentialStore keys = CreateKeys();
            TlsSessionOptions gcm =
                new TlsSessionOptions { CipherSuites = new ushort[] { TlsCipherSuite.PskWithAes128GcmSha256 } };

            Assert.IsTrue(
                stack.Capabilities.Match(TlsTransportKind.Datagram, new TlsSessionOptions(), keys) == TlsRefusals.None);
            Assert.IsFalse(stack.Capabilities.Match(TlsTransportKind.Datagram, gcm, keys) == TlsRefusals.None);
        }

        private static TlsEngine CreateEngine(TlsRole role, int kind, bool isOnDevice)
        {
            CipherProvider ciphers = isOnDevice ? new DeviceCiphers() : (CipherProvider)new ManagedCiphers();
            ManagedStack stack = new ManagedStack(ciphers, new SeededRandom(role == TlsRole.Client ? 1u : 2u));

            return stack.CreateEngine(
                role, (TlsTransportKind)kind, new TlsSessionOptions { CipherSuites = s_ccm8 }, CreateKeys(),
                new DropCounters());
        }

        private static CredentialStore CreateKeys()
        {
            CredentialStore keys = new CredentialStore();

            keys.AddPsk(1, Hex.FromText("Client_identity"), Hex.Parse("000102030405060708090a0b0c0d0e0f"));
            return keys;
        }

        /// <summary>
        /// Delivers everything until nothing is under way.
        /// </summary>
        /// <returns>The application data that came.</returns>
        private static byte[] Exchange(TlsEngine client, TlsEngine server)
        {
            ArrayList toClient = new ArrayList();
            ArrayList toServer = new ArrayList();
            byte[] received = new byte[0];

            do
            {
                received = Drain(client, toServer, Drain(server, toClient, received));
                received = Deliver(toServer, server, toClient, received);
                received = Deliver(toClient, client, toServer, received);
            }
            while (toClient.Count + toServer.Count > 0);

            return received;
        }

        private static byte[] Deliver(ArrayList queue, TlsEngine engine, ArrayList sent, byte[] received)
        {
            if (queue.Count > 0)
            {
                byte[] input = (byte[])queue[0];

                queue.RemoveAt(0);

                // Over a stream an engine takes what it can, and more once that is drained.
                for (int offset = 0; offset < input.Length;)
                {
                    int taken = engine.HandleInput(input, offset, input.Length - offset, 0);

                    Assert.IsTrue(taken > 0);
                    offset += taken;
                    received = Drain(engine, sent, received);
                }
            }

            return received;
        }

        private static byte[] Drain(TlsEngine engine, ArrayList sent, byte[] received)
        {
            byte[] output = new byte[1400];

            while (true)
            {
                switch (engine.Poll(output, 0, output.Length))
                {
                    case TlsPollResult.Transmit:
                        sent.Add(Join(new byte[0], output, 0, engine.OutputCount));
                        break;
                    case TlsPollResult.Data:
                        received = Join(received, engine.DataBuffer, engine.DataOffset, engine.DataCount);
                        break;
                    case TlsPollResult.Closed:
                    case TlsPollResult.Failed:
                        Assert.IsTrue(false, "the session ended");
                        break;
                    case TlsPollResult.Connected:
                    case TlsPollResult.Busy:
                        break;
                    default:
                        return received;
                }
            }
        }

        private static byte[] Join(byte[] first, byte[] second, int offset, int count)
        {
            byte[] joined = new byte[first.Length + count];

            Array.Copy(first, 0, joined, 0, first.Length);
            Array.Copy(second, offset, joined, first.Length, count);
            return joined;
        }
    }
}
