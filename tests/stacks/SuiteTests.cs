//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Tests.Stacks;

/// <summary>
/// The managed stack's own tests (handshakes, hostile inputs, lossy links, whole sessions), over every stack, through
/// the same engine contract.
/// </summary>
public class SuiteTests
{
    public static TheoryData<string, string> Tests()
    {
        TheoryData<string, string> tests = [];

        foreach (string stack in Stacks.AllWithCiphers.Where(name => name != Stacks.Managed))
        {
            // One that says what is missing is enough.
            foreach (SuiteTest test in Stacks.IsThere(stack) ? SuiteTest.All : SuiteTest.All.Take(1))
            {
                tests.Add(stack, test.Name);
            }
        }

        return tests;
    }

    [SkippableTheory]
    [MemberData(nameof(Tests))]
    public void EveryStackPassesTheManagedStacksTests(string stack, string name)
    {
        Stacks.Require(stack);

        string outcome = SuiteTest.All.Single(test => test.Name == name).Run(stack);

        Skip.If(outcome.StartsWith(SuiteTest.Skipped, StringComparison.Ordinal), outcome);

        if (Deviations.IsRecording)
        {
            Deviations.Record(stack, name, outcome);
            return;
        }

        Assert.Contains(outcome, Deviations.Find(stack, name));
    }
}
