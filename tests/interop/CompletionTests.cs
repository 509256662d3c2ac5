//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Runtime.CompilerServices;

namespace NanoTlsMan.Tests.Interop;

/// <summary>
/// What a shell is told when somebody presses the tabulator.
/// </summary>
public class CompletionTests
{
    [Theory]
    [InlineData("", "cert client decode demo key sample server stacks")]
    [InlineData("cl", "client")]
    [InlineData("client --rec", "--reconnect")]
    [InlineData("server --max", "--max-half-open --max-sessions")]
    [InlineData("client --suite ", "TLS_PSK_WITH_AES_128_CCM_8 TLS_PSK_WITH_AES_128_GCM_SHA256")]
    [InlineData("stacks --js", "--json")]
    [InlineData("client --curve ", "P-256 X25519")]
    [InlineData("server --peer", "--peer-key")]
    [InlineData("sample SecureEcho --rp", "--rpk")]
    [InlineData("key ", "new show")]
    [InlineData("cert ", "dev")]
    public void TheCommandSuggestsWhatFits(string line, string suggestions)
    {
        using ChildProcess suggest = Tlsman.Run($"[suggest:{line.Length}]", line);

        Assert.Equal(0, suggest.WaitForExit());

        string[] found = suggest.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Empty(suggestions.Split(' ').Except(found));

        // Of a word that was begun nothing else is offered.
        Assert.True(line.Length == 0 || line.EndsWith(' ') || found.Length == suggestions.Split(' ').Length);
    }

    [SkippableTheory]
    [InlineData("tlsman cl", "client")]
    [InlineData("tlsman client --dtls --rec", "--reconnect")]
    [InlineData("tlsman decode --po", "--port")]
    public void BashCompletesALine(string line, string completion)
    {
        Skip.IfNot(ChildProcess.IsInstalled("bash"), "bash is not installed");

        // The function is called as bash would call it, on a command of that name.
        string script = $"""
            tlsman() {'{'} dotnet '{Path.Combine(AppContext.BaseDirectory, "tlsman.dll")}' "$@"; {'}'}
            source '{GetScript()}'
            COMP_LINE='{line}' COMP_POINT={line.Length} COMP_WORDS=(tlsman)
            _tlsman
            printf '%s\n' "${'{'}COMPREPLY[@]{'}'}"
            complete -p tlsman
            """;
        using ChildProcess bash = new("bash", "-c", script);

        Assert.Equal(0, bash.WaitForExit());
        Assert.Equal($"{completion}\ncomplete -o default -F _tlsman tlsman\n", bash.Output);
    }

    private static string GetScript([CallerFilePath] string path = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "../../boards/host/completion.bash"));
}
