//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Linq;
using NanoTlsMan.Tests.Chains.Cases;
using NanoTlsMan.X509;
using Xunit;

namespace NanoTlsMan.Tests.Chains
{
    /// <summary>
    /// Each chain has its verdict, and costs no more signatures than it may.
    /// </summary>
    public sealed class CaseTests
    {
        public static TheoryData<string> Names => [.. AllCases.All.Select(each => each.Name)];

        [Theory]
        [MemberData(nameof(Names))]
        public void TheVerdictIsTheNamedOne(string name)
        {
            ChainCase given = AllCases.Find(name);
            Judge judge = Judge.Of(given);

            Assert.Equal(
                $"{given.Rule} at {given.Index}",
                $"{judge.Verification.Rule} at {judge.Verification.CertificateIndex}");
            Assert.InRange(judge.Verifier.Count, 0, given.MaxSignatures);
        }

        [Fact]
        public void EveryRuleHasAChain()
        {
            Assert.Empty(
                System.Enum.GetValues<CertificateRule>().Except(AllCases.All.Select(each => each.Rule)));
        }
    }
}
