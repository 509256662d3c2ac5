//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using nanoFramework.TestFramework;

namespace NanoTlsMan.Tests
{
    [TestClass]
    public class TlsSessionOptionsTests
    {
        [TestMethod]
        public static void DefaultsAreAsDocumented()
        {
            TlsSessionOptions options = new TlsSessionOptions();

            Assert.AreEqual(1000, options.FirstTimeout);
            Assert.AreEqual(60000, options.MaxTimeout);
            Assert.AreEqual(30000, options.HandshakeTimeout);
            Assert.AreEqual(1232, options.Mtu);
            Assert.AreEqual(0, options.MaxFragmentLength);
            Assert.AreEqual(16384, options.ReceiveBufferSize);
            Assert.AreEqual(0, options.BadRecordLimit);
            Assert.AreEqual(-1, options.ReceiveTimeout);
            Assert.AreEqual(-1, options.CredentialTag);
            Assert.IsNull(options.CipherSuites);
            Assert.IsNull(options.Stack);
            Assert.IsNull(options.IdentityHint);
            Assert.IsFalse(options.DangerousAllowLegacyMasterSecret);
            Assert.IsFalse(options.RequireSecureRenegotiation);
            Assert.IsNull(options.DangerousKeyLog);
        }

        [TestMethod]
        public static void EachNumberHasALeastValue()
        {
            TlsSessionOptions options = new TlsSessionOptions();

            options.FirstTimeout = 1;
            options.MaxTimeout = 1;
            options.HandshakeTimeout = 1;
            options.Mtu = 100;
            options.ReceiveBufferSize = 64;
            options.BadRecordLimit = 0;
            options.ReceiveTimeout = -1;
            Refuse(() => options.FirstTimeout = 0);
            Refuse(() => options.MaxTimeout = 0);
            Refuse(() => options.HandshakeTimeout = 0);
            Refuse(() => options.Mtu = 99);
            Refuse(() => options.ReceiveBufferSize = 63);
            Refuse(() => options.BadRecordLimit = -1);
            Refuse(() => options.ReceiveTimeout = -2);

            // A refused value leaves the old one.
            Assert.AreEqual(1, options.FirstTimeout);
            Assert.AreEqual(1, options.MaxTimeout);
            Assert.AreEqual(1, options.HandshakeTimeout);
            Assert.AreEqual(100, options.Mtu);
            Assert.AreEqual(64, options.ReceiveBufferSize);
            Assert.AreEqual(0, options.BadRecordLimit);
            Assert.AreEqual(-1, options.ReceiveTimeout);
        }

        [TestMethod]
        public static void ReceiveBufferIsNoLongerThanARecord()
        {
            TlsSessionOptions options = new TlsSessionOptions { ReceiveBufferSize = 64 };

            options.ReceiveBufferSize = 16384;
            Refuse(() => options.ReceiveBufferSize = 16385);
            Assert.AreEqual(16384, options.ReceiveBufferSize);
        }

        [TestMethod]
        [DataRow(0)]
        [DataRow(512)]
        [DataRow(1024)]
        [DataRow(2048)]
        [DataRow(4096)]
        public static void FragmentLengthOfTheProtocolIsTaken(int length)
        {
            Assert.AreEqual(length, new TlsSessionOptions { MaxFragmentLength = length }.MaxFragmentLength);
        }

        [TestMethod]
        [DataRow(-1)]
        [DataRow(1)]
        [DataRow(511)]
        [DataRow(8192)]
        [DataRow(16384)]
        public static void AnyOtherFragmentLengthIsRefused(int length)
        {
            TlsSessionOptions options = new TlsSessionOptions { MaxFragmentLength = 1024 };

            Refuse(() => options.MaxFragmentLength = length);
            Assert.AreEqual(1024, options.MaxFragmentLength);
        }

        [TestMethod]
        public static void IdentityHintHasALimit()
        {
            TlsSessionOptions options = new TlsSessionOptions();

            options.IdentityHint = new byte[128];
            Refuse(() => options.IdentityHint = new byte[129]);
            Assert.AreEqual(128, options.IdentityHint.Length);
            options.IdentityHint = null;
            Assert.IsNull(options.IdentityHint);
        }

        private static void Refuse(Action set)
        {
            Assert.ThrowsException(typeof(ArgumentOutOfRangeException), set);
        }
    }
}
