//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Host.Clients;

namespace NanoTlsMan.Tests.Interop;

/// <summary>
/// A client whose server goes away says so, and loses no line without a word.
/// </summary>
public class LostServerTests
{
    [Theory]
    [InlineData("tls", false)]
    [InlineData("tls", true)]
    [InlineData("dtls", false)]
    public void AnIdleClientNoticesAtOnce(string kind, bool isKilled)
    {
        using ChildProcess server = Tlsman.Server(kind, out int port, "--echo");
        using ChildProcess client = Tlsman.Client(kind, port, "--wait", "60");

        client.WriteLine("one");
        client.WaitFor("one");
        End(server, isKilled);

        // Its standard input stays open.
        Assert.Equal(1, client.WaitForExit());
        Assert.Contains(isKilled ? "lost the server" : "the server closed the channel", client.Errors);
    }

    /// <summary>Nobody says goodbye, but the host says that nobody listens any more.</summary>
    [Fact]
    public void ADatagramThatIsRefusedIsALoss()
    {
        using ChildProcess server = Tlsman.Server("dtls", out int port, "--echo");
        using ChildProcess client = Tlsman.Client("dtls", port, "--wait", "60");

        client.WriteLine("one");
        client.WaitFor("one");
        End(server, true);
        client.WriteLine("two");
        Assert.Equal(1, client.WaitForExit());
        Assert.Contains("nobody listens at", client.Errors);
        Assert.Contains("1 message since its last answer may not have arrived", client.Errors);
    }

    /// <summary>A server that was started anew knows nothing of the session, and drops all of it silently.</summary>
    [Fact]
    public void LinesThatARestartedServerDropsAreNotLostSilently()
    {
        using ChildProcess server = Tlsman.Server("dtls", out int port, "--echo");
        using ChildProcess client = Tlsman.Client("dtls", port, "--wait", "2");

        client.WriteLine("one");
        client.WaitFor("one");
        End(server, true);

        using ChildProcess restarted = Restart("dtls", port);

        client.WriteLine("two");
        client.WaitFor("it may be lost");
        client.WriteLine("three");
        client.CloseInput();
        Assert.Equal(1, client.WaitForExit());
        Assert.Contains("2 messages since its last answer may not have arrived", client.Errors);
    }

    [Theory]
    [InlineData("tls", true)]
    [InlineData("tls", false)]
    [InlineData("dtls", true)]
    [InlineData("dtls", false)]
    public void AClientThatIsToldToConnectsAgain(string kind, bool isKilled)
    {
        using ChildProcess server = Tlsman.Server(kind, out int port, "--echo");
        using ChildProcess client = Tlsman.Client(kind, port, "--wait", "5", "--reconnect");

        client.WriteLine("one");
        client.WaitFor("one\n");
        End(server, isKilled);

        using ChildProcess restarted = Restart(kind, port);

        foreach (string line in new[] { "two", "three", "four" })
        {
            client.WriteLine(line);
        }

        // Until what was typed has come back, the input stays open: what is under way at its end is not sent again.
        client.WaitFor("two\nthree\nfour\n");
        client.CloseInput();
        Assert.Equal(0, client.WaitForExit());
        Assert.Equal("one\ntwo\nthree\nfour\n", client.Output);
        Assert.Contains("connecting again in", client.Errors);
        Assert.Contains("two\nthree\nfour\n", restarted.Output);
    }

    [Fact]
    public void WhoConnectsAgainSaysWhyItFailsMeanwhile()
    {
        using ChildProcess server = Tlsman.Server("tls", out int port, "--echo");
        using ChildProcess client = Tlsman.Client("tls", port, "--wait", "60", "--reconnect");

        client.WriteLine("one");
        client.WaitFor("one\n");
        End(server, true);
        client.WaitFor("nobody listens on that TCP port");

        using ChildProcess restarted = Restart("tls", port);

        client.WriteLine("two");
        client.WaitFor("two\n");
        client.CloseInput();
        Assert.Equal(0, client.WaitForExit());
    }

    [Theory]
    [InlineData("tls", true)]
    [InlineData("tls", false)]
    [InlineData("dtls", true)]
    [InlineData("dtls", false)]
    public void AClientThatIsStoppedClosesItsChannel(string kind, bool isTerminated)
    {
        using ChildProcess server = Tlsman.Server(kind, out int port, "--echo", "--count", "1");
        using ChildProcess client = Tlsman.Client(kind, port, "--wait", "60");

        client.WriteLine("one");
        client.WaitFor("one\n");
        Stop(client, isTerminated);
        Assert.Equal(0, client.WaitForExit());
        Assert.Equal(0, server.WaitForExit());
        Assert.EndsWith("closed\n", server.Errors);
    }

    /// <summary>Neither a handshake that nobody answers nor a wait for an answer keeps it.</summary>
    [Theory]
    [InlineData("dtls", false)]
    [InlineData("dtls", true)]
    public void AClientThatWaitsCanBeStopped(string kind, bool isConnected)
    {
        using Silence silence = new();
        using ChildProcess server = Tlsman.Server(kind, out int port);
        using ChildProcess client = Tlsman.Client(
            kind, isConnected ? port : silence.Port, "--wait", "3600", "--timeout", "3600", "--send", "x", "--trace");

        client.WaitFor(isConnected ? "ApplicationData" : "ClientHello");
        Stop(client, true);
        Assert.Equal(0, client.WaitForExit());
    }

    [Fact]
    public void AClientThatConnectsAgainCanBeStopped()
    {
        using ChildProcess server = Tlsman.Server("tls", out int port, "--echo");
        using ChildProcess client = Tlsman.Client("tls", port, "--wait", "60", "--reconnect");

        client.WriteLine("one");
        client.WaitFor("one");
        End(server, true);
        client.WaitFor("connecting again in");
        Stop(client, true);
        Assert.Equal(0, client.WaitForExit());
    }

    /// <summary>A send that the server has no room for would take longer than anybody waits.</summary>
    [Fact]
    public async Task AClientWhoseServerTakesNothingCanBeStopped()
    {
        using ChildProcess server = Tlsman.Server("tls", out int port);
        using ChildProcess client = Tlsman.Client("tls", port, "--raw");

        client.WaitFor("connected");
        server.Freeze();

        // Far more than a connection's buffers hold: it ends only when the client does.
        int written = 0;

        void WriteForever()
        {
            while (true)
            {
                client.Write(new byte[65536]);
                Interlocked.Increment(ref written);
            }
        }

        Task<IOException> sending = Task.Run(() => Assert.ThrowsAny<IOException>(WriteForever));

        // Once nothing goes on for a while, all buffers are full, those of the client as well.
        for (int before = -1; before != Volatile.Read(ref written);)
        {
            before = Volatile.Read(ref written);
            await Task.Delay(2000);
        }

        client.Terminate();
        Assert.Equal(1, client.WaitForExit());
        Assert.Contains("tlsman: stopped", client.Errors);
        await sending;
    }

    [Fact]
    public void AServerThatClosesBehindTheHandshakeIsNoBrokenProtocol()
    {
        Assert.True(ChildProcess.IsInstalled("openssl"));

        using ChildProcess server = OpenSsl.StartServerThatCloses(out int port);
        using ChildProcess client = Tlsman.Client("tls", port);

        Assert.Equal(1, client.WaitForExit());
        Assert.Contains("connected: ", client.Errors);
        Assert.Contains("the handshake succeeded, and the server closed the channel", client.Errors);
        Assert.DoesNotContain("NotConnected", client.Errors);
    }

    [Fact]
    public void TheTimeBetweenAttemptsGrowsWithinBoundsAndDiffers()
    {
        int?[][] runs = [.. Enumerable.Range(0, 20).Select(seed =>
        {
            BackOff backOff = new(new Random(seed));

            return Enumerable.Range(0, BackOff.MostAttempts + 1).Select(_ => backOff.Next()).ToArray();
        })];

        Assert.All(runs, run => Assert.Null(run[^1]));
        Assert.All(runs.SelectMany(run => run[..^1]), delay => Assert.InRange(delay!.Value, 250, BackOff.Longest));
        Assert.All(runs, run => Assert.True(run[4] > run[2] && run[6] > run[4]));
        Assert.True(runs.Select(run => run[9]).Distinct().Count() > 10);
    }

    private static void End(ChildProcess server, bool isKilled)
    {
        if (isKilled)
        {
            server.Kill();
        }
        else
        {
            server.Terminate();
            Assert.Equal(0, server.WaitForExit());
        }
    }

    private static void Stop(ChildProcess client, bool isTerminated)
    {
        if (isTerminated)
        {
            client.Terminate();
        }
        else
        {
            client.Interrupt();
        }
    }

    private static ChildProcess Restart(string kind, int port) =>
        Tlsman.Server(kind, out _, "--echo", "--listen", $"127.0.0.1:{port}");
}
