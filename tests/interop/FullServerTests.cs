//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Host.Servers;

namespace NanoTlsMan.Tests.Interop;

/// <summary>
/// A server that has no place left says so, and which option would help.
/// </summary>
public class FullServerTests
{
    [Fact]
    public void AFullTableIsSaidOnce()
    {
        using ChildProcess server =
            Tlsman.Server("dtls", out int port, "--echo", "--max-sessions", "1", "--idle-timeout", "3600");
        using ChildProcess first = Tlsman.Client("dtls", port, "--wait", "60");

        first.WriteLine("one");
        first.WaitFor("one");

        for (int i = 0; i < 2; i++)
        {
            using ChildProcess turnedAway = Tlsman.Client("dtls", port, "--timeout", "4", "--send", "x");

            Assert.Equal(1, turnedAway.WaitForExit());
        }

        server.WaitFor(
            "full: --max-sessions 1 is reached, and no session was idle for 3600 s (--idle-timeout); new clients are "
            + "turned away\n");
        Assert.Single(server.Errors.Split('\n'), line => line.StartsWith("full: "));
    }

    [Fact]
    public void EachSpellIsSaidOnce()
    {
        List<string> lines = [];
        DropCounters drops = new();
        FullTableWatch watch = new(new TlsLimits { MaxSessions = 7 }, drops, lines.Add);

        watch.Look(0);
        Assert.Empty(lines);

        // Again and again somebody comes, for longer than a spell's end takes.
        for (int now = 1000; now < FullTableWatch.EndOfSpell * 3; now += FullTableWatch.EndOfSpell / 2)
        {
            drops.Add(DropReason.TableFull);
            watch.Look(now);
        }

        Assert.Contains("--max-sessions 7", Assert.Single(lines));

        drops.Add(DropReason.TableFull);
        watch.Look(FullTableWatch.EndOfSpell * 5);
        Assert.Equal(2, lines.Count);
    }

    [Fact]
    public void TooManyHandshakesAreAMatterOfTheirOwn()
    {
        List<string> lines = [];
        DropCounters drops = new();
        FullTableWatch watch = new(new TlsLimits { MaxHalfOpen = 3 }, drops, lines.Add);

        drops.Add(DropReason.TableFull);
        drops.Add(DropReason.HalfOpenLimit);
        watch.Look(0);
        Assert.Equal(2, lines.Count);
        Assert.Contains("--max-half-open 3", lines[1]);
    }
}
