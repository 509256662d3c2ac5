//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Linq;
using NanoTlsMan.Ciphers;
using NanoTlsMan.Ciphers.PublicKey;
using NanoTlsMan.Tests.Chains.Cases;
using NanoTlsMan.X509;
using Xunit;

namespace NanoTlsMan.Tests.Chains
{
    /// <summary>
    /// The same verdicts with the signatures that a board verifies by itself.
    /// </summary>
    public sealed class ManagedVerifierTests
    {
        public static TheoryData<string> Names => [.. AllCases.All.Select(each => each.Name)];

        [Theory]
        [MemberData(nameof(Names))]
        public void TheVerdictIsTheNamedOne(string name)
        {
            ChainCase given = AllCases.Find(name);
            ManagedCiphers ciphers = new();
            using ChainVerification verification = new(
                given.CreateTrust(), new ManagedSignatures(ciphers), ciphers, given.Peer,
                given.Host is null ? null : new HostName(given.Host), given.Now, given.List, 0, given.List.Length);

            while (!verification.Step())
            {
            }

            Assert.Equal($"{given.Rule} at {given.Index}", $"{verification.Rule} at {verification.CertificateIndex}");
        }
    }
}
