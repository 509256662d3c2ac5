//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;
using NanoTlsMan.Ciphers;
using NanoTlsMan.Managed13.Handshake;
using NanoTlsMan.Managed13.Record;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// The secrets of RFC 8448, section 3, and what datagrams change of them.
    /// </summary>
    [TestClass]
    public class KeyScheduleTests
    {
        private const string Shared = "8bd4054fb55b9d63fdfbacf9f04b9f0d35e6d63f537563efd46272900f89492d";
        private const string HelloDigest = "860c06edc07858ee8e78f0e7428c58edd6b43f2ca3e6e95f02ed063cf0e1cad8";

        [TestMethod]
        public static void SecretsOfTheHandshakeAreThoseOfRfc8448()
        {
            KeySchedule schedule = Derive(false);

            Assert.AreEqual(
                "b3eddb126e067f35a780b3abf45e2d8f3b1a950738f52e9600746a0e27a55a21", Hex.Format(schedule.ClientTraffic));
            Assert.AreEqual(
                "b67b7d690cc16c4e75e54213cb2d37b4e9c912bcded9105d42befd59d391ad38", Hex.Format(schedule.ServerTraffic));
        }

        [TestMethod]
        public static void KeysAreThoseOfRfc8448()
        {
            KeySchedule schedule = Derive(false);
            byte[] key = new byte[16];
            byte[] iv = new byte[12];

            schedule.ExpandLabel(schedule.ServerTraffic, "key", null, key);
            schedule.ExpandLabel(schedule.ServerTraffic, "iv", null, iv);

            Assert.AreEqual("3fce516009c21727d0f2e4e86ee403bc", Hex.Format(key));
            Assert.AreEqual("5d313eb2671276ee13000b30", Hex.Format(iv));
        }

        [TestMethod]
        public static void LabelsOfDatagramsHaveNoSpace()
        {
            // RFC 9147, section 5.9: the same six bytes of prefix, and other secrets.
            byte[] secret = new byte[32];
            byte[] expected = new byte[32];
            byte[] derived = new byte[32];
            CipherProvider ciphers = new ManagedCiphers();
            byte[] info = Hex.Parse("0020" + "0c" + "64746c733133" + "6b6579206578" + "00");

            ciphers.ExpandKey(secret, 0, 32, info, 0, info.Length, expected, 0, 32);
            new KeySchedule(ciphers, true).ExpandLabel(secret, "key ex", null, derived);

            Assert.AreEqual(Hex.Format(expected), Hex.Format(derived));
        }

        [TestMethod]
        [DataRow(0x00, 0, 0)]
        [DataRow(0xFF, 0, 255)]
        [DataRow(0x00, 256, 256)]
        [DataRow(0xFF, 256, 255)]
        [DataRow(0x01, 250, 257)]
        [DataRow(0xF0, 1030, 1008)]
        [DataRow(0x7E, 1023, 1150)]
        [DataRow(0x80, 1023, 896)]
        public static void NumbersAreCompletedToTheNearest(int bits, int expected, int whole)
        {
            Assert.AreEqual((ulong)whole, DatagramRecords.Complete(bits, 0xFF, (ulong)expected));
        }

        private static KeySchedule Derive(bool isDatagram)
        {
            KeySchedule schedule = new KeySchedule(new ManagedCiphers(), isDatagram);

            schedule.Begin(null, 0);
            schedule.DeriveHandshake(Hex.Parse(Shared), Hex.Parse(HelloDigest));
            return schedule;
        }
    }
}
