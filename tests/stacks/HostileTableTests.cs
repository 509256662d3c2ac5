//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Tests.Stacks;

public class HostileTableTests
{
    private const string Begin = "<!-- hostile -->\n";
    private const string End = "<!-- end of hostile -->";

    [SkippableFact]
    public void DocumentationHoldsWhatTheStacksDo()
    {
        Skip.If(Deviations.Variant.Length > 0, "the table is that of the lean build");

        string docs = Path.GetFullPath(Path.Combine(Deviations.SourceFolder, "..", "..", "docs"));
        string path = Path.Combine(docs, "native-stacks.md");
        string text = File.ReadAllText(path);
        int begin = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        int end = text.IndexOf(End, StringComparison.Ordinal);
        string table = HostileTable.Write(File.ReadAllText(Path.Combine(docs, "hostile-inputs.md")));

        if (Deviations.IsRecording)
        {
            File.WriteAllText(path, text[..begin] + table + text[end..]);
            return;
        }

        Assert.Equal(table, text[begin..end]);
    }

    [Fact]
    public void EveryDeviationIsOfATestThatExists()
    {
        HashSet<string> names = [.. SuiteTest.All.Select(test => test.Name)];

        Assert.NotEmpty(names);

        foreach (string stack in Stacks.AllWithCiphers)
        {
            Assert.All(Deviations.All(stack), line => Assert.Contains(line.Key, names));
        }
    }
}
