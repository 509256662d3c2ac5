//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using nanoFramework.TestFramework;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// Keying material (RFC 5705) of sessions over a simulated link.
    /// </summary>
    [TestClass]
    public class ExportTests
    {
        private const int Datagram = (int)TlsTransportKind.Datagram;
        private const int Stream = (int)TlsTransportKind.Stream;

        private static byte[] Label
        {
            get { return Hex.FromText("EXPERIMENTAL nanoTlsMan"); }
        }

        [TestMethod]
        [DataRow(Datagram)]
        [DataRow(Stream)]
        public static void BothSidesExportTheSame(int kind)
        {
            TlsManSession client;
            TlsManSession server;

            Connect(kind, new TlsSessionOptions { KeepMasterSecret = true }, out client, out server);

            string none = Export(client, Label, null, 40);
            string empty = Export(client, Label, new byte[0], 40);
            string some = Export(client, Label, Hex.Parse("0102"), 40);

            Assert.AreEqual(none, Export(server, Label, null, 40));
            Assert.AreEqual(empty, Export(server, Label, new byte[0], 40));
            Assert.AreEqual(some, Export(server, Label, Hex.Parse("0102"), 40));

            // No context and an empty one differ, and so do others and labels.
            Assert.AreNotEqual(none, empty);
            Assert.AreNotEqual(none, some);
            Assert.AreNotEqual(none, Export(client, Hex.FromText("EXPERIMENTAL nanoTlsMam"), null, 40));

            // It is the beginning of what a longer export gives; and nothing around it is touched.
            Assert.AreEqual(none.Substring(0, 32), Export(client, Label, null, 16));

            byte[] place = new byte[24];

            Assert.AreEqual(TlsManStatus.Ok, client.ExportKeyingMaterial(Label, null, place, 4, 16));
            Assert.AreEqual("00000000" + none.Substring(0, 32) + "00000000", Hex.Format(place));
        }

        [TestMethod]
        [DataRow("client finished")]
        [DataRow("server finished")]
        [DataRow("master secret")]
        [DataRow("key expansion")]
        [DataRow("extended master secret")]
        public static void LabelOfTheProtocolIsRefused(string label)
        {
            TlsManSession client;
            TlsManSession server;

            Connect(Datagram, new TlsSessionOptions { KeepMasterSecret = true }, out client, out server);
            Assert.ThrowsException(
                typeof(ArgumentException),
                () => client.ExportKeyingMaterial(Hex.FromText(label), null, new byte[16], 0, 16));
            Assert.AreEqual(64, Export(client, Hex.FromText(label + " 2"), null, 32).Length);
        }

        [TestMethod]
        public static void ArgumentsAreChecked()
        {
            TlsManSession client;
            TlsManSession server;

            Connect(Datagram, new TlsSessionOptions { KeepMasterSecret = true }, out client, out server);
            Assert.ThrowsException(
                typeof(ArgumentNullException), () => client.ExportKeyingMaterial(null, null, new byte[16], 0, 16));
            Assert.ThrowsException(
                typeof(ArgumentNullException), () => client.ExportKeyingMaterial(Label, null, null, 0, 16));
            Assert.ThrowsException(
                typeof(ArgumentOutOfRangeException),
                () => client.ExportKeyingMaterial(Label, null, new byte[16], 1, 16));
            Assert.ThrowsException(
                typeof(ArgumentOutOfRangeException),
                () => client.ExportKeyingMaterial(Label, null, new byte[16], -1, 16));
            Assert.ThrowsException(
                typeof(ArgumentOutOfRangeException),
                () => client.ExportKeyingMaterial(Label, null, new byte[16], 0, -1));
            Assert.AreEqual(TlsManStatus.Ok, client.ExportKeyingMaterial(Label, null, new byte[16], 16, 0));
        }

        [TestMethod]
        public static void NothingIsExportedThatWasNotKept()
        {
            TlsManSession client;
            TlsManSession server;

            Connect(Datagram, new TlsSessionOptions(), out client, out server);
            Assert.AreEqual(
                TlsManStatus.InvalidState, client.ExportKeyingMaterial(Label, null, new byte[16], 0, 16));
            Assert.AreEqual((int)TlsErrorCause.InvalidState, (int)client.LastError.Cause);
        }

        [TestMethod]
        public static void OnlyAnOpenChannelExports()
        {
            SimulatedLink link = new SimulatedLink(1);
            LinkEndpoint alone = LinkEndpoint.Create(link, TlsTransportKind.Datagram, 3);
            TlsManSession unopened = alone.CreateSession(1, new TlsSessionOptions { KeepMasterSecret = true });
            TlsManSession client;
            TlsManSession server;

            Assert.AreEqual(
                TlsManStatus.NotConnected, unopened.ExportKeyingMaterial(Label, null, new byte[16], 0, 16));
            Connect(Datagram, new TlsSessionOptions { KeepMasterSecret = true }, out client, out server);
            client.CloseChannel();
            Assert.AreEqual(TlsManStatus.Closed, client.ExportKeyingMaterial(Label, null, new byte[16], 0, 16));
        }

        private static string Export(TlsManSession session, byte[] label, byte[] context, int count)
        {
            byte[] output = new byte[count];

            Assert.AreEqual(TlsManStatus.Ok, session.ExportKeyingMaterial(label, context, output, 0, count));
            return Hex.Format(output);
        }

        private static void Connect(
            int kind, TlsSessionOptions options, out TlsManSession client, out TlsManSession server)
        {
            SimulatedLink link = new SimulatedLink(1);
            LinkEndpoint serverSide = LinkEndpoint.Create(link, (TlsTransportKind)kind, 1);
            LinkEndpoint clientSide = LinkEndpoint.Create(link, (TlsTransportKind)kind, 2);

            client = clientSide.CreateSession(1, options);

            if (kind == Datagram)
            {
                serverSide.Listen(options, Psk.Store());
                Assert.AreEqual(TlsManStatus.Ok, client.OpenClientChannel(SecureSockFlags.None));
                server = serverSide.GetAccepted(0);
            }
            else
            {
                server = serverSide.CreateSession(2, options);
                Assert.AreEqual(TlsManStatus.Ok, server.OpenServerChannel(SecureSockFlags.NonBlock, Psk.Store()));
                Assert.AreEqual(TlsManStatus.Ok, client.OpenClientChannel(SecureSockFlags.None));
                Assert.AreEqual(TlsManStatus.Ok, server.WaitForChannel(10000));
            }
        }
    }
}
