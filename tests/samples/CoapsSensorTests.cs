//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Net;
using System.Text.RegularExpressions;
using NanoTlsMan.Samples.Coap;

namespace NanoTlsMan.Tests.Samples;

/// <summary>
/// CoapsSensor against libcoap's server and client.
/// </summary>
public partial class CoapsSensorTests
{
    [SkippableFact]
    public void TheClientReadsAResourceOfLibcoap()
    {
        using ChildProcess server = CoapPeers.StartServer(out string address);
        using ChildProcess client =
            Sample.Run("CoapsSensor", CoapPeers.Key, ["--connect", address, "--path", ".well-known/core"]);

        Assert.Equal(0, client.WaitForExit());
        Assert.StartsWith("2.05 ", client.Output);
        Assert.Contains("</time>", client.Output);
    }

    [SkippableFact]
    public void TheClientIsToldOfChangesByLibcoap()
    {
        using ChildProcess server = CoapPeers.StartServer(out string address);
        using ChildProcess client =
            Sample.Run("CoapsSensor", CoapPeers.Key, ["--connect", address, "--path", "time", "--observe", "2"]);

        Assert.Equal(0, client.WaitForExit());

        string[] lines = client.Output.Trim().Split('\n');

        // The clock's reading, then two more. The first may come in the second of the reading itself; the other one is
        // later.
        Assert.Equal(3, lines.Length);
        Assert.All(lines, line => Assert.StartsWith("2.05 ", line));
        Assert.NotEqual(lines[0], lines[2]);
    }

    [SkippableFact]
    public void AResourceThatLibcoapLacksIsAnError()
    {
        using ChildProcess server = CoapPeers.StartServer(out string address);
        using ChildProcess client =
            Sample.Run("CoapsSensor", CoapPeers.Key, ["--connect", address, "--path", "no/such/thing"]);

        Assert.Equal(3, client.WaitForExit());
        Assert.StartsWith("4.04 ", client.Output);
    }

    [SkippableFact]
    public void LibcoapReadsTheTemperature()
    {
        using ChildProcess server = Sample.Serve("CoapsSensor", CoapPeers.Key, out int port);
        using ChildProcess client = CoapPeers.StartClient("-m", "get", $"coaps://127.0.0.1:{port}/temperature");

        Assert.Equal(0, client.WaitForExit());
        Assert.Equal("21.4", client.Output.Trim());
    }

    [SkippableFact]
    public void LibcoapIsToldOfTheTemperatureWhileItObserves()
    {
        using ChildProcess server = Sample.Serve("CoapsSensor", CoapPeers.Key, out int port, "--period", "0.3");
        using ChildProcess client =
            CoapPeers.StartClient("-w", "-m", "get", "-s", "600", $"coaps://127.0.0.1:{port}/temperature");

        // Each reading is higher than the one before; without observing there would be one.
        string[] readings = client.WaitFor(ThreeLines()).Value.Trim().Split('\n');

        Assert.Equal("21.4", readings[0]);
        Assert.Equal(readings.Order(StringComparer.Ordinal).Distinct(), readings);
    }

    [SkippableFact]
    public void LibcoapDiscoversTheResource()
    {
        using ChildProcess server = Sample.Serve("CoapsSensor", CoapPeers.Key, out int port);
        using ChildProcess client = CoapPeers.StartClient("-m", "get", $"coaps://127.0.0.1:{port}/.well-known/core");

        Assert.Equal(0, client.WaitForExit());
        Assert.Equal("</temperature>;rt=\"temperature-c\";obs,</note>;ct=0", client.Output.Trim());
    }

    [SkippableTheory]
    [InlineData("4.04", "-m", "get", "humidity")]
    [InlineData("4.05", "-m", "delete", "temperature")]
    public void LibcoapIsToldWhatDoesNotWork(string code, params string[] arguments)
    {
        using ChildProcess server = Sample.Serve("CoapsSensor", CoapPeers.Key, out int port);
        using ChildProcess client =
            CoapPeers.StartClient([.. arguments[..^1], $"coaps://127.0.0.1:{port}/{arguments[^1]}"]);

        client.WaitForExit();
        Assert.Contains(code, client.Output + client.Errors);
    }

    [Fact]
    public void TheClientObservesTheServer()
    {
        using ChildProcess server = Sample.Serve("CoapsSensor", CoapPeers.Key, out int port, "--period", "0.3");
        using ChildProcess client =
            Sample.Run("CoapsSensor", CoapPeers.Key, ["--connect", $"127.0.0.1:{port}", "--observe", "3"]);

        Assert.Equal(0, client.WaitForExit());

        string[] lines = client.Output.Trim().Split('\n');

        // The server reads its sensor for those who ask, and nobody did before; how many changes are missed is the
        // network's.
        Assert.Equal(4, lines.Length);
        Assert.Equal("2.05 21.4", lines[0]);
        Assert.Equal(lines.Order(StringComparer.Ordinal).Distinct(), lines);
    }

    [Fact]
    public void NotificationsAreStillInOrderAfterMessageIdsBeganAnew()
    {
        using CoapServer server =
            new(CoapPeers.CreateMan(), new IPEndPoint(IPAddress.Loopback, 0), CoapPeers.CreateKeys(), () => 214);

        // A message ID has 16 bits, and the number of a notification 24 (RFC 7641, section 3.4).
        for (int i = 0; i < 0x10000; i++)
        {
            server.Notify();
        }

        using CoapClient client = new(CoapPeers.CreateMan(), server.LocalEndPoint, CoapPeers.CreateKeys());

        Assert.Throws<InvalidOperationException>(() => client.AwaitNotification(0));

        int first = client.Observe(CoapServer.Temperature).Observe;

        server.Notify();

        CoapMessage notification = client.AwaitNotification(60000);

        Assert.InRange(first, 0x10000, 0xffffff);
        Assert.InRange(notification.Observe, first + 1, 0xffffff);
        Assert.Equal(notification.Observe & 0xffff, notification.Id);
    }

    [Fact]
    public void ASensorThatNobodyObservesIsNotRead()
    {
        int readings = 0;

        using CoapServer server =
            new(CoapPeers.CreateMan(), new IPEndPoint(IPAddress.Loopback, 0), CoapPeers.CreateKeys(), () => readings++);

        server.Notify();
        Assert.Equal(0, readings);
    }

    [Fact]
    public void WritingAndObservingDoNotGoTogether()
    {
        using ChildProcess sample = Sample.Run(
            "CoapsSensor", "--connect", "127.0.0.1:1", "--put", "text", "--observe", "1");

        Assert.Equal(2, sample.WaitForExit());
        Assert.Contains("do not go together", sample.Errors);
    }

    [GeneratedRegex(@"\A(\S+\n){3}")]
    private static partial Regex ThreeLines();
}
