//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Runtime.CompilerServices;

namespace NanoTlsMan.Tests.Interop;

/// <summary>
/// The script that builds the command and runs it, with a build that takes as long as a test wants.
/// </summary>
public sealed class ScriptTests : IDisposable
{
    // What it builds, and then runs, prints its arguments.
    private const string FakeDotnet = """
        #!/bin/sh
        cd "$(dirname "$0")/.."
        if [ "$1" = build ]; then
            echo noise of a build
            while [ ! -f go ]; do sleep 0.05; done
            [ ! -f broken ] || exit 1
            mkdir -p boards/host/bin/Release/net10.0
            touch boards/host/bin/Release/net10.0/tlsman.dll
        else
            shift
            echo "ran $*"
        fi
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("tlsman-test").FullName;

    public ScriptTests()
    {
        foreach (string folder in new[] { "firmware", "boards/host", "bin" })
        {
            Directory.CreateDirectory(Path.Combine(_folder, folder));
        }

        File.WriteAllText(Path.Combine(_folder, "Directory.Build.props"), "");
        File.WriteAllText(Path.Combine(_folder, "bin/dotnet"), FakeDotnet);
        File.Copy(GetScript(), Path.Combine(_folder, "tlsman"));

        foreach (string program in new[] { "bin/dotnet", "tlsman" })
        {
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(
                    Path.Combine(_folder, program),
                    UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }
    }

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public void WithoutATerminalTheBuildIsALineAndNothingOnStandardOutput()
    {
        using ChildProcess script = Start("demo --quick");

        script.WaitFor("tlsman: building, first run only ...\n");
        Go();
        Assert.Equal(0, script.WaitForExit());
        Assert.Equal("ran demo --quick\n", script.Output);
        Assert.Equal("tlsman: building, first run only ...\n", script.Errors);
    }

    [Fact]
    public void WhatIsBuiltIsNotBuiltAgainUntilSomethingChanges()
    {
        Go();

        using ChildProcess first = Start("one");

        Assert.Equal(0, first.WaitForExit());

        using ChildProcess second = Start("two");

        Assert.Equal(0, second.WaitForExit());
        Assert.Equal("ran two\n", second.Output);
        Assert.Empty(second.Errors);

        string source = Path.Combine(_folder, "firmware/New.cs");

        File.WriteAllText(source, "");
        File.SetLastWriteTimeUtc(source, DateTime.UtcNow.AddSeconds(2));

        using ChildProcess third = Start("three");

        Assert.Equal(0, third.WaitForExit());
        Assert.Equal("tlsman: building what has changed ...\n", third.Errors);
    }

    [SkippableFact]
    public void OnATerminalTheBuildTurnsAndLeavesNothingBehind()
    {
        Skip.IfNot(ChildProcess.IsInstalled("script"), "script is not installed");

        string output = Path.Combine(_folder, "output");

        using ChildProcess terminal = new("script", "-qec", $"{Command("demo")} > {output}", "/dev/null");

        terminal.WaitFor("\rtlsman: building, first run only ... |");
        terminal.WaitFor("\rtlsman: building, first run only ... /");
        Go();
        Assert.Equal(0, terminal.WaitForExit());
        Assert.EndsWith("\r\u001b[K", terminal.Output);
        Assert.Equal("ran demo\n", File.ReadAllText(output));
    }

    [Fact]
    public void ABuildThatFailsShowsItsLog()
    {
        File.WriteAllText(Path.Combine(_folder, "broken"), "");
        Go();

        using ChildProcess script = Start("demo");

        Assert.Equal(2, script.WaitForExit());
        Assert.Contains("noise of a build", script.Errors);
        Assert.EndsWith("tlsman: the build failed\n", script.Errors);
        Assert.Empty(script.Output);
    }

    [SkippableFact]
    public void TwoThatAreStartedAtOnceBuildOnce()
    {
        Skip.IfNot(ChildProcess.IsInstalled("flock"), "flock is not installed");

        using ChildProcess first = Start("one");

        first.WaitFor("building");

        using ChildProcess second = Start("two");

        second.WaitFor("tlsman: waiting for another tlsman, which is building\n");
        Go();
        Assert.Equal(0, first.WaitForExit());
        Assert.Equal(0, second.WaitForExit());
        Assert.Equal("ran two\n", second.Output);
        Assert.DoesNotContain("tlsman: building", second.Errors);
    }

    private static string GetScript([CallerFilePath] string path = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "../../tlsman"));

    private ChildProcess Start(string arguments) => new("sh", "-c", Command(arguments));

    private string Command(string arguments) => $"PATH={_folder}/bin:$PATH {_folder}/tlsman {arguments}";

    private void Go() => File.WriteAllText(Path.Combine(_folder, "go"), "");
}
