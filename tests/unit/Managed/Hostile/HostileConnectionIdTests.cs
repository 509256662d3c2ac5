//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// Records with a connection ID that are not what they should be, and hellos that negotiate one badly.
    /// </summary>
    [TestClass]
    public class HostileConnectionIdTests
    {
        private const int Client = (int)TlsRole.Client;
        private const int Server = (int)TlsRole.Server;
        private static readonly byte[] s_own = { 0xC1, 0xD0, 0xC1, 0xD1, 0xC1, 0xD2 };
        private static readonly byte[] s_theirs = { 0xAB, 0xCD };

        [TestMethod]
        [DataRow(Client)]
        [DataRow(Server)]
        public static void PaddingIsTakenOff(int role)
        {
            Duel duel = Open(role);

            for (int padding = 0; padding < 40; padding += 13)
            {
                byte[] inner = Forge.Join(Hex.Parse("00010017"), new byte[padding]);

                duel.ExpectQuiet(duel.Peer.WriteNamed(inner));
                CollectionAssert.AreEqual(Hex.Parse("000100"), (byte[])duel.Side.Inbox[duel.Side.Inbox.Count - 1]);
            }

            duel.ExpectLives();
        }

        [TestMethod]
        [DataRow(Client)]
        [DataRow(Server)]
        public static void RecordWithoutAContentTypeIsDropped(int role)
        {
            Duel duel = Open(role);

            duel.ExpectDrop(duel.Peer.WriteNamed(new byte[9]), DropReason.Malformed);
            duel.ExpectDrop(duel.Peer.WriteNamed(new byte[0]), DropReason.TooShort);
            duel.ExpectLives();
        }

        [TestMethod]
        [DataRow(19)]
        [DataRow(24)]
        [DataRow(25)]
        [DataRow(26)]
        [DataRow(28)]
        [DataRow(255)]
        public static void UnknownTypeWithinIsDropped(int type)
        {
            Duel duel = Open(Server);

            duel.ExpectDrop(duel.Peer.WriteNamed(new byte[] { 1, 2, (byte)type }), DropReason.UnknownType);
            duel.ExpectLives();
        }

        /// <summary>CVE-2014-0224's kind: a change of ciphers is never protected.</summary>
        [TestMethod]
        public static void ChangeCipherSpecWithinIsDropped()
        {
            Duel duel = Open(Server);

            duel.ExpectDrop(
                duel.Peer.WriteNamed(new byte[] { 1, ContentType.ChangeCipherSpec }), DropReason.Unexpected);
            duel.ExpectLives();
        }

        [TestMethod]
        [DataRow(Client)]
        [DataRow(Server)]
        public static void AnotherIdIsNoneOfOurs(int role)
        {
            Duel duel = Open(role);
            byte[] inner = new byte[] { 1, ContentType.ApplicationData };

            for (int i = 0; i < s_own.Length; i++)
            {
                duel.ExpectDrop(
                    duel.Peer.WriteNamed(Forge.Flip(s_own, i, 1), (ulong)(100 + i), inner), DropReason.UnknownType);
            }

            duel.ExpectLives();
        }

        /// <summary>RFC 9146, section 4: whoever asked for an ID takes no protected record without it.</summary>
        [TestMethod]
        [DataRow(Client)]
        [DataRow(Server)]
        public static void ProtectedRecordWithoutTheIdIsDropped(int role)
        {
            Duel duel = Open(role);
            byte[] record = duel.Peer.Data(new byte[] { 1 });
            byte[] plain = Forge.Join(
                Forge.Join(new byte[] { ContentType.ApplicationData }, Forge.Slice(record, 1, 10)),
                Forge.Slice(record, 11 + s_own.Length, record.Length - 11 - s_own.Length));

            duel.ExpectDrop(plain, DropReason.UnknownType);
            duel.ExpectLives();
        }

        [TestMethod]
        public static void RecordWithAnIdIsDroppedWhereNoneWasAgreedOn()
        {
            Duel duel = Duel.At(Server, (int)TlsTransportKind.Datagram, Duel.Open);

            duel.ExpectDrop(
                duel.Peer.WriteNamed(s_own, 5, new byte[] { 1, ContentType.ApplicationData }), DropReason.UnknownType);
            duel.ExpectLives();
        }

        /// <summary>The ID and its length are covered by the tag.</summary>
        [TestMethod]
        [DataRow(Client)]
        [DataRow(Server)]
        public static void EachByteOfARecordCounts(int role)
        {
            Duel duel = Open(role);
            byte[] record = duel.Peer.Data(Hex.Parse("0102030405"));

            for (int i = 0; i < record.Length; i++)
            {
                int before = duel.Side.Drops.Total;

                duel.Deliver(Forge.Flip(record, i, 0x40));
                Assert.AreEqual(before + 1, duel.Side.Drops.Total, "byte " + i.ToString());
                Assert.AreEqual(0, duel.Side.Inbox.Count);
            }

            for (int length = 0; length < record.Length; length++)
            {
                duel.Deliver(Forge.Slice(record, 0, length));
                Assert.AreEqual(0, duel.Side.Inbox.Count);
            }

            duel.ExpectQuiet(record);
            duel.ExpectDrop(record, DropReason.Replayed);
            duel.ExpectLives();
        }

        [TestMethod]
        public static void IdsOfEveryLengthAreTakenFromAPeer()
        {
            for (int length = 0; length <= 255; length += 51)
            {
                Duel duel = new Duel(Server, s_own);

                duel.Peer.ConnectionId = new byte[length];
                duel.Advance(Duel.Open);
                duel.ExpectLives();
            }
        }

        [TestMethod]
        public static void ServerAnswersNoCheckOfAPathWithoutAnId()
        {
            Duel duel = new Duel(Server, s_own);

            duel.Peer.IsReturnRoutable = true;
            duel.Advance(Duel.Open);
            Assert.IsNull(duel.Peer.PeerConnectionId);
            Assert.IsFalse(duel.Peer.IsPeerReturnRoutable);
            duel.ExpectLives();
        }

        [TestMethod]
        public static void ClientTakesNoAnswerThatItDidNotAskFor()
        {
            Duel duel = new Duel(Client, (int)TlsTransportKind.Datagram);

            duel.Peer.ConnectionId = s_theirs;
            duel.ExpectFatal(
                duel.Peer.ServerHello(), TlsErrorCause.UnsupportedExtension, TlsAlert.UnsupportedExtension);

            // The check of a path belongs to connection IDs (RFC 9853, section 3).
            duel = new Duel(Client, s_own);
            duel.Peer.IsReturnRoutable = true;
            duel.ExpectFatal(duel.Peer.ServerHello(), TlsErrorCause.IllegalParameter, TlsAlert.IllegalParameter);
        }

        [TestMethod]
        [DataRow(Client)]
        [DataRow(Server)]
        public static void ChallengeIsAnsweredOnceEach(int role)
        {
            Duel duel = Open(role);
            byte[] challenge = Hex.Parse("00a1a2a3a4a5a6a7a81b");
            byte[] record = duel.Peer.WriteNamed(challenge);

            duel.Deliver(record);
            Assert.AreEqual("01a1a2a3a4a5a6a7a8", Hex.Format(duel.Peer.PathRecord));
            Assert.AreEqual((int)TlsOutputPath.Source, (int)duel.Side.LastPath);
            duel.ExpectDrop(record, DropReason.Replayed);
            duel.ExpectLives();
            Assert.AreEqual((int)TlsOutputPath.Peer, (int)duel.Side.LastPath);
        }

        [TestMethod]
        [DataRow("1b")]
        [DataRow("00a1a2a3a4a5a6a71b")]
        [DataRow("00a1a2a3a4a5a6a7a8a91b")]
        public static void MalformedCheckOfAPathIsDropped(string inner)
        {
            Duel duel = Open(Server);
            int before = duel.Side.Drops.Total;

            duel.Deliver(duel.Peer.WriteNamed(Hex.Parse(inner)));
            Assert.AreEqual(before + 1, duel.Side.Drops.Total);
            Assert.IsNull(duel.Peer.PathRecord);
            duel.ExpectLives();
        }

        [TestMethod]
        [DataRow("01a1a2a3a4a5a6a7a81b")]
        [DataRow("02a1a2a3a4a5a6a7a81b")]
        [DataRow("ffa1a2a3a4a5a6a7a81b")]
        public static void AnswerThatNobodyAskedForIsDropped(string inner)
        {
            Duel duel = Open(Server);

            duel.ExpectDrop(duel.Peer.WriteNamed(Hex.Parse(inner)), DropReason.Unexpected);
            duel.ExpectLives();
        }

        [TestMethod]
        public static void CheckOfAPathIsDroppedWhereItWasNotAgreedOn()
        {
            Duel duel = new Duel(Server, s_own);

            duel.Peer.ConnectionId = s_theirs;
            duel.Advance(Duel.Open);
            duel.ExpectDrop(duel.Peer.WriteNamed(Hex.Parse("00a1a2a3a4a5a6a7a81b")), DropReason.Unexpected);
            Assert.AreEqual((int)TlsPathCheck.None, (int)duel.Side.Engine.CheckPath(0));
            duel.ExpectLives();
        }

        /// <summary>Each of three questions has a cookie of its own; the right answer to any of them counts, and then
        /// no other.</summary>
        [TestMethod]
        public static void PathIsProvenByTheRightAnswerInTime()
        {
            Duel duel = Open(Server);

            Assert.AreEqual((int)TlsPathCheck.Pending, (int)duel.Side.Engine.CheckPath(duel.Now));
            duel.Side.Drain();
            duel.Collect();

            byte[] first = duel.Peer.PathRecord;

            Assert.AreEqual((int)TlsOutputPath.Checked, (int)duel.Side.LastPath);
            duel.AdvanceToDeadline();

            byte[] second = duel.Peer.PathRecord;

            Assert.AreEqual(0, (int)second[0]);
            Assert.IsFalse(Hex.Format(first) == Hex.Format(second), "the same cookie");
            second[0] = 1;
            first[0] = 1;
            duel.ExpectDrop(
                duel.Peer.WriteNamed(Forge.Join(Forge.Flip(second, 8, 1), new byte[] { 27 })), DropReason.Unexpected);
            Assert.AreEqual((int)TlsPathCheck.Pending, (int)duel.Side.Engine.PathCheck);
            duel.ExpectQuiet(duel.Peer.WriteNamed(Forge.Join(first, new byte[] { 27 })));
            Assert.AreEqual((int)TlsPathCheck.Proven, (int)duel.Side.Engine.PathCheck);
            Assert.IsFalse(duel.Side.Engine.HasDeadline);
            duel.ExpectDrop(duel.Peer.WriteNamed(Forge.Join(second, new byte[] { 27 })), DropReason.Unexpected);
            duel.ExpectLives();
        }

        [TestMethod]
        public static void PathThatNobodyAnswersOnIsGivenUp()
        {
            Duel duel = Open(Server);
            int sent = duel.Sent;

            duel.Side.Engine.CheckPath(duel.Now);
            duel.Side.Drain();
            duel.Collect();

            for (int i = 0; i < 3; i++)
            {
                Assert.AreEqual((int)TlsPathCheck.Pending, (int)duel.Side.Engine.PathCheck);
                duel.AdvanceToDeadline();
            }

            Assert.AreEqual((int)TlsPathCheck.Failed, (int)duel.Side.Engine.PathCheck);
            Assert.AreEqual(3, duel.Sent - sent);
            Assert.IsFalse(duel.Side.Engine.HasDeadline);
            duel.ExpectLives();
        }

        private static Duel Open(int role)
        {
            Duel duel = new Duel(role, s_own);

            duel.Peer.ConnectionId = s_theirs;
            duel.Peer.IsReturnRoutable = true;
            duel.Advance(Duel.Open);
            return duel;
        }
    }
}
