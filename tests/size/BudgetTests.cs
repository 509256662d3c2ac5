//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Collections;
using Xunit;

namespace NanoTlsMan.Size
{
    /// <summary>
    /// Holds the budgets of the managed heap, and the rules by which it is counted.
    /// </summary>
    public class BudgetTests
    {
        [Theory]
        [InlineData(TlsTransportKind.Datagram, TlsVersions.Dtls12)]
        [InlineData(TlsTransportKind.Stream, TlsVersions.Tls12)]
        public void EstablishedSessionKeepsToItsBudget(TlsTransportKind kind, TlsVersions versions)
        {
            SessionSize size = SessionSize.Measure(kind, TlsCipherSuite.PskWithAes128Ccm8, versions);

            // Two expanded keys of 44 words each are the least.
            Assert.InRange(size.Client, 2 * 204, Budgets.EstablishedSession);
            Assert.InRange(size.Server, 2 * 204, Budgets.EstablishedSession);
        }

        [Theory]
        [InlineData(TlsTransportKind.Datagram, TlsVersions.Dtls12)]
        [InlineData(TlsTransportKind.Stream, TlsVersions.Tls12)]
        public void HandshakeKeepsToItsBudget(TlsTransportKind kind, TlsVersions versions)
        {
            SessionSize open = SessionSize.Measure(kind, TlsCipherSuite.PskWithAes128Ccm8, versions);
            HandshakePeak peak = HandshakePeak.Measure(kind, TlsCipherSuite.PskWithAes128Ccm8, versions);

            Assert.InRange(peak.Client, open.Client, Budgets.HandshakePeak);
            Assert.InRange(peak.Server, open.Server, Budgets.HandshakePeak);
        }

        [Theory]
        [InlineData(TlsTransportKind.Datagram, TlsVersions.Dtls12)]
        [InlineData(TlsTransportKind.Stream, TlsVersions.Tls12)]
        public void HandshakeWithRawKeysKeepsToItsBudget(TlsTransportKind kind, TlsVersions versions)
        {
            HandshakePeak plain = HandshakePeak.Measure(kind, TlsCipherSuite.PskWithAes128Ccm8, versions);
            HandshakePeak peak = HandshakePeak.MeasureWithRawKeys(
                kind, TlsCipherSuite.EcdheEcdsaWithAes128Ccm8, versions);

            Assert.InRange(peak.Client, plain.Client, Budgets.KeyHandshakePeak);
            Assert.InRange(peak.Server, plain.Server, Budgets.KeyHandshakePeak);
        }

        [Fact]
        public void OpenSessionKeepsNothingOfItsHandshake()
        {
            SessionSize open = SessionSize.Measure(
                TlsTransportKind.Datagram, TlsCipherSuite.PskWithAes128Ccm8, TlsVersions.Dtls12);

            Assert.DoesNotContain(
                open.ServerTypes.Keys, name =>
                name is "Server12" or "OutgoingFlight" or "KeySchedule" or "Sha256" or "Reassembler");
            Assert.Contains("RecordProtection", open.ServerTypes.Keys);
        }

        [Theory]
        [InlineData(0, 24)]
        [InlineData(4, 24)]
        [InlineData(5, 36)]
        [InlineData(16, 36)]
        [InlineData(17, 48)]
        public void ArrayTakesItsHeaderAndWholeBlocks(int length, int bytes)
        {
            Assert.Equal(bytes, new DeviceHeap().Count(new byte[length]));
            Assert.Equal(bytes, new DeviceHeap().Count(new bool[length]));
        }

        [Fact]
        public void ElementsHaveTheirSizesAndReferencesABlock()
        {
            Assert.Equal(24, new DeviceHeap().Count(new char[2]));
            Assert.Equal(36, new DeviceHeap().Count(new ushort[3]));
            Assert.Equal(204, new DeviceHeap().Count(new uint[44]));
            Assert.Equal(36, new DeviceHeap().Count(new ulong[2]));
            Assert.Equal(72, new DeviceHeap().Count(new object[4]));
            Assert.Equal(36 + 24, new DeviceHeap().Count(new byte[][] { new byte[1] }));
            Assert.Equal(48 + 72, new DeviceHeap().Count(new ArrayList()));
        }

        [Fact]
        public void ObjectTakesABlockForEachFieldOfItsClassAndBaseClasses()
        {
            Assert.Equal(12, new DeviceHeap().Count(new object()));
            Assert.Equal((12 * 2) + 108, new DeviceHeap().Count(new DropCounters()));
            Assert.Equal((12 * 3) + 24 + 12, new DeviceHeap().Count(new Derived()));
        }

        [Fact]
        public void SharedObjectCountsOnce()
        {
            var heap = new DeviceHeap();
            object shared = new byte[4];

            Assert.Equal(48 + 24, heap.Count(new object[] { shared, shared }));
            Assert.Equal(0, heap.Count(shared));
            Assert.Equal(36, heap.Count(new object[] { shared }));
            Assert.Equal(36, heap.Count(new object[] { new CredentialStore() }, typeof(CredentialStore)));
        }

        private class Base
        {
            private readonly byte[] _bytes = new byte[1];

            public int Length => _bytes.Length;
        }

        private sealed class Derived : Base
        {
            private readonly object _other = new();

            public override string ToString() => _other.ToString();
        }

        [Fact]
        public void ReadmeHasTheSessionsAsTheyAreMeasured()
        {
            Assert.Equal(Program.FormatSessions().Trim(), Readme.Read("sessions"));
        }

        [Fact]
        public void ReadmeHasTheAssembliesAsTheyAreMeasured()
        {
            // A debug build weighs more; the README states the one that is flashed.
            if (Program.Metadata("Configuration") == "Release")
            {
                Assert.Equal(Program.FormatAssemblies().Trim(), Readme.Read("assemblies"));
            }
        }
    }
}
