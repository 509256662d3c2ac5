//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Linq;
using NanoTlsMan.Ciphers;
using NanoTlsMan.Tests.Chains.Cases;
using NanoTlsMan.X509;
using Xunit;

namespace NanoTlsMan.Tests.Chains
{
    /// <summary>
    /// What verdicts cost: steps and signatures, and memory that is bounded by limits and not by what was sent.
    /// </summary>
    public sealed class WorkTests
    {
        [Fact]
        public void NoChainTakesManySteps()
        {
            int most = AllCases.All.Max(each => Judge.Of(each).Steps);

            Assert.InRange(most, 1, 150);
        }

        [Fact]
        public void NothingThatLeadsNowhereCostsASignature()
        {
            CertificateRule[] late =
                [CertificateRule.None, CertificateRule.BadSignature, CertificateRule.TooMuchWork];

            Assert.All(
                AllCases.All.Where(each => !late.Contains(each.Rule)),
                each => Assert.Equal(0, Judge.Of(each).Verifier.Count));
        }

        [Fact]
        public void MemoryIsBoundedByLimits()
        {
            // A list of 1 MB costs no more than a good one of 1 KB, for it is refused before it is read.
            ChainCase good = AllCases.Find("good");
            byte[] huge = ChainCase.Join(Enumerable.Repeat(good.Certificates[0], 2000));

            Assert.InRange(Allocated(good, huge), 0, Allocated(good, good.List));
        }

        [Fact]
        public void EachChainIsRefusedWithinAFewKilobytes()
        {
            foreach (ChainCase each in AllCases.All)
            {
                Assert.InRange(Allocated(each, each.List), 0, 64 * 1024);
            }
        }

        // Without signatures, whose memory is .NET's.
        private static long Allocated(ChainCase given, byte[] list)
        {
            CertificateTrust trust = given.CreateTrust();
            var ciphers = new ManagedCiphers();
            HostName? host = given.Host is null ? null : new HostName(given.Host);
            var verifier = new RefusingVerifier();

            long Measure()
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                using (var verification = new ChainVerification(
                    trust, verifier, ciphers, given.Peer, host, given.Now, list, 0, list.Length))
                {
                    while (!verification.Step())
                    {
                    }
                }

                return GC.GetAllocatedBytesForCurrentThread() - before;
            }

            Measure();
            return Measure();
        }

        private sealed class RefusingVerifier : SignatureVerifier
        {
            private readonly CurveOperation _operation = new Refused();

            /// <inheritdoc/>
            public override bool Supports(int scheme) => true;

            /// <inheritdoc/>
            public override CurveOperation Verify(
                int scheme, byte[] key, int keyOffset, int keyCount, byte[] message, int messageOffset,
                int messageCount, byte[] signature, int signatureOffset, int signatureCount) => _operation;
        }

        private sealed class Refused : CurveOperation
        {
            /// <inheritdoc/>
            public override bool Succeeded => false;

            /// <inheritdoc/>
            public override int ResultLength => 0;

            /// <inheritdoc/>
            public override bool Step() => true;

            /// <inheritdoc/>
            public override void GetResult(byte[] buffer, int offset)
            {
            }

            /// <inheritdoc/>
            public override void Dispose()
            {
            }
        }
    }
}
