//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Text;
using System.Text.RegularExpressions;

namespace NanoTlsMan.Tests.Stacks;

/// <summary>
/// The table of docs/native-stacks.md: for each case of docs/hostile-inputs.md, what each native stack does otherwise
/// than the managed one, from the files of deviations, which <see cref="SuiteTests"/> holds against the stacks.
/// </summary>
internal static partial class HostileTable
{
    private const string Same = "as managed";

    public static string Write(string hostileInputs)
    {
        StringBuilder table = new("| # | Case | mbedtls | wolfssl | tinydtls |\n|---|---|---|---|---|\n");

        // Public keys are the managed stack's alone, and its tests of them no part of the others' suite.
        IEnumerable<string> lines = hostileInputs.Split("\n## ")
            .Where(section => !section.StartsWith("Public keys\n", StringComparison.Ordinal))
            .SelectMany(section => section.Split('\n'));

        foreach (string line in lines.Where(line => CaseRow().IsMatch(line)))
        {
            string[] cells = [.. line.Split('|').Select(cell => cell.Trim())];
            string[] tests = [.. FindTests(cells[3])];

            if (tests.Length > 0)
            {
                string outcomes = string.Join(" | ", Stacks.Native.Select(stack => Describe(stack, tests)));

                table.Append($"| {cells[1]} | {cells[2]} | {outcomes} |\n");
            }
        }

        return table.ToString();
    }

    /// <summary>
    /// The methods that a cell names; "…EndsAStream" stands for one whose name begins as that before it.
    /// </summary>
    private static IEnumerable<string> FindTests(string cell)
    {
        string previous = "";

        foreach (string name in Identifier().Matches(cell).Select(match => match.Groups[1].Value))
        {
            string[] all = [.. SuiteTest.All.Select(test => test.Name[..test.Name.IndexOf('(')]).Distinct()];

            if (name.EndsWith(".*", StringComparison.Ordinal))
            {
                foreach (string test in all.Where(test => test.StartsWith(name[..^1], StringComparison.Ordinal)))
                {
                    yield return test;
                }

                continue;
            }

            string? found = name.StartsWith('…')
                ? all.Where(test => test.EndsWith(name[1..], StringComparison.Ordinal))
                .MaxBy(test => CommonLength(test, previous))
                : all.FirstOrDefault(test => test == name || test.EndsWith("." + name, StringComparison.Ordinal));

            if (found != null)
            {
                previous = found;
                yield return found;
            }
        }
    }

    private static string Describe(string stack, string[] tests)
    {
        string[] outcomes = [.. Deviations.All(stack).Where(line => tests.Contains(line.Key[..line.Key.IndexOf('(')]))
            .Select(line => Shorten(line.Value)).Distinct().Order(StringComparer.Ordinal)];

        return outcomes.Length == 0 ? Same : string.Join("; ", outcomes);
    }

    /// <summary>
    /// Says of a failed assertion of the suite what the stack did.
    /// </summary>
    private static string Shorten(string outcome)
    {
        Match alert = Alert().Match(outcome);

        if (alert.Success)
        {
            return alert.Groups[1].Value == "-1"
                ? "ends without an alert"
                : "another alert (" + alert.Groups[1].Value + ")";
        }

        (string Part, string Meaning)[] meanings =
        [
            ("the session lives", "lives on"),
            ("the session ended", "ends"),
            ("was refused", "refused"),
            ("ccepted", "refused"),
            ("EndCount", "ends"),
            ("the cause is another", "another cause"),
            ("the channel is not open", "does not connect"),
            ("was not put together", "does not connect"),
            ("OpenClientChannel", "does not connect"),
            ("OpenServerChannel", "does not connect"),
            ("something was sent", "answers"),
            ("AlertCount", "no warning is sent"),
            ("LastAlert", "another alert"),
            ("counted", "counted otherwise"),
            ("Drops.Get", "counted otherwise"),
            ("was dropped", "dropped"),
            ("duel.Sent", "answers otherwise"),
            ("ConnectedCount", "connects, then ends"),
            ("IsFailed", "takes its randomness from the platform"),
        ];

        return meanings.FirstOrDefault(each => outcome.Contains(each.Part, StringComparison.Ordinal)).Meaning
            ?? "flights are cut otherwise";
    }

    private static int CommonLength(string first, string second) =>
        first.Zip(second).TakeWhile(pair => pair.First == pair.Second).Count();

    [GeneratedRegex(@"^\| (\d+|—) \|")]
    private static partial Regex CaseRow();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Identifier();

    [GeneratedRegex(@"alert sent is another.*Actual: *(-?\d+)")]
    private static partial Regex Alert();
}
