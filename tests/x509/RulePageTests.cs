//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.IO;
using System.Linq;
using NanoTlsMan.X509;
using Xunit;

namespace NanoTlsMan.Tests.Chains;

/// <summary>
/// What docs/errors.md says of the rules, which an error names by number.
/// </summary>
public class RulePageTests
{
    [Fact]
    public void ThePageHasEachRuleWithItsNumber()
    {
        string[] lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "errors.md"));

        Assert.All(
            Enum.GetValues<CertificateRule>().Where(rule => rule != CertificateRule.None),
            rule => Assert.Single(
                lines, line => line.StartsWith($"| {(int)rule} | {rule} | ", StringComparison.Ordinal)));
    }
}
