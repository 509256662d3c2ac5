//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using nanoFramework.TestFramework;
using NanoTlsMan.X509;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// Hosts and the names of certificates (RFC 9525).
    /// </summary>
    [TestClass]
    public class HostNameTests
    {
        [TestMethod]
        [DataRow("device.example.com", "device.example.com", true)]
        [DataRow("Device.EXAMPLE.com", "deVice.example.COM", true)]
        [DataRow("device.example.com.", "device.example.com", true)]
        [DataRow("device", "device", true)]
        [DataRow("a_b.example.com", "a_b.example.com", true)]
        [DataRow("xn--bcher-kva.example", "XN--BCHER-KVA.example", true)]
        [DataRow("device.example.com", "example.com", false)]
        [DataRow("example.com", "device.example.com", false)]
        [DataRow("device.example.com", "device.example.com.", false)]
        [DataRow("device.example.com", "device.example.org", false)]
        [DataRow("device.example.com", "*.example.com", true)]
        [DataRow("DEVICE.example.com", "*.Example.com", true)]
        [DataRow("xn--bcher-kva.example.com", "*.example.com", true)]
        [DataRow("a.b.example.com", "*.example.com", false)]
        [DataRow("example.com", "*.example.com", false)]
        [DataRow("example.com", "*.com", false)]
        [DataRow("com", "*.", false)]
        [DataRow("device", "*", false)]
        [DataRow("device.example.com", "*", false)]
        [DataRow("device.example.com", "*.*.com", false)]
        [DataRow("device.example.com", "d*.example.com", false)]
        [DataRow("device.example.com", "*device.example.com", false)]
        [DataRow("device.example.com", "device.*.com", false)]
        [DataRow("device.example.com", "**.example.com", false)]
        [DataRow("device.example.com", "", false)]
        [DataRow("device.example.com", ".example.com", false)]
        [DataRow("device.example.com", "*..example.com", false)]
        public static void NamesMatchAsTheRfcHasIt(string host, string name, bool expected)
        {
            byte[] bytes = Hex.FromText(name);

            Assert.AreEqual(expected, new HostName(host).MatchesName(bytes, 0, bytes.Length));
        }

        [TestMethod]
        public static void AZeroEndsNothing()
        {
            byte[] name = Hex.FromText("good.example.com?.evil.example");

            name[16] = 0;

            Assert.IsFalse(new HostName("good.example.com").MatchesName(name, 0, name.Length));
        }

        [TestMethod]
        [DataRow("192.0.2.7", "c0000207", true)]
        [DataRow("192.0.2.7", "c0000208", false)]
        [DataRow("192.0.2.7", "00000000000000000000ffffc0000207", false)]
        [DataRow("::ffff:192.0.2.7", "00000000000000000000ffffc0000207", true)]
        [DataRow("::ffff:192.0.2.7", "c0000207", false)]
        [DataRow("2001:db8::7", "20010db8000000000000000000000007", true)]
        [DataRow("2001:DB8:0:0:0:0:0:7", "20010db8000000000000000000000007", true)]
        [DataRow("::", "00000000000000000000000000000000", true)]
        [DataRow("::1", "00000000000000000000000000000001", true)]
        [DataRow("1::", "00010000000000000000000000000000", true)]
        [DataRow("1:2:3:4:5:6:7::", "00010002000300040005000600070000", true)]
        [DataRow("::2:3:4:5:6:7:8", "00000002000300040005000600070008", true)]
        [DataRow("1:2::7:8", "00010002000000000000000000070008", true)]
        [DataRow("1:2:3:4:5:6:7:8", "00010002000300040005000600070008", true)]
        [DataRow("device.example.com", "c0000207", false)]
        public static void AddressesMatchByTheirBytes(string host, string address, bool expected)
        {
            byte[] bytes = Hex.Parse(address);

            Assert.AreEqual(expected, new HostName(host).MatchesAddress(bytes, 0, bytes.Length));
        }

        [TestMethod]
        public static void AnAddressIsNoName()
        {
            byte[] name = Hex.FromText("192.0.2.7");
            HostName host = new HostName("192.0.2.7");

            Assert.IsTrue(host.IsAddress);
            Assert.IsFalse(host.MatchesName(name, 0, name.Length));
            Assert.IsFalse(new HostName("example.com").IsAddress);
        }

        [TestMethod]
        [DataRow("")]
        [DataRow(".")]
        [DataRow(".example.com")]
        [DataRow("a..b")]
        [DataRow("a.b..")]
        [DataRow("-a.example")]
        [DataRow("a-.example")]
        [DataRow("example.a-")]
        [DataRow("a b.example")]
        [DataRow("*.example.com")]
        [DataRow("host:443")]
        [DataRow("https://example.com")]
        [DataRow("192.0.2")]
        [DataRow("192.0.2.7.8")]
        [DataRow("192.0.2.256")]
        [DataRow("192.0.2.07")]
        [DataRow("192.0.2.")]
        [DataRow("example.123")]
        [DataRow("[::1]")]
        [DataRow("::1%eth0")]
        [DataRow(":")]
        [DataRow(":::")]
        [DataRow("1:::2")]
        [DataRow("1::2::3")]
        [DataRow("1:2:3:4:5:6:7")]
        [DataRow("1:2:3:4:5:6:7:8:9")]
        [DataRow("1:2:3:4:5:6:7:8::")]
        [DataRow("::1:2:3:4:5:6:7:8")]
        [DataRow("1:2:3:4:5:6:7:")]
        [DataRow(":1:2:3:4:5:6:7")]
        [DataRow("12345::")]
        [DataRow("g::")]
        [DataRow("::192.0.2")]
        [DataRow("1:2:3:4:5:6:7:192.0.2.7")]
        public static void WhatIsNoHostIsRefused(string host)
        {
            Assert.ThrowsException(typeof(ArgumentException), () => new HostName(host));
        }

        [TestMethod]
        public static void HostsHaveLimits()
        {
            string label = new string('a', 63);
            string most = label + "." + label + "." + label + "." + new string('a', 61);

            Assert.IsFalse(new HostName(most).IsAddress);
            Assert.ThrowsException(typeof(ArgumentException), () => new HostName(most + "a"));
            Assert.ThrowsException(typeof(ArgumentException), () => new HostName(label + "a.example"));
            Assert.ThrowsException(typeof(ArgumentNullException), () => new HostName(null));
        }
    }
}
