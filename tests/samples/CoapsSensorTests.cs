//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using NanoTlsMan.Ciphers;
using NanoTlsMan.Host;
using NanoTlsMan.Managed;
using NanoTlsMan.Samples.CoapsSensor;

namespace NanoTlsMan.Tests.Samples;

/// <summary>
/// CoapsSensor against libcoap's server and client.
/// </summary>
public partial class CoapsSensorTests
{
    private const string Server = "coap-server-openssl";
    private const string Client = "coap-client-openssl";

    private static readonly string s_key = Convert.ToHexStringLower(Encoding.UTF8.GetBytes(Sample.TextKey));

    [SkippableFact]
    public void TheClientReadsAResourceOfLibcoap()
    {
        using ChildProcess server = StartLibcoap(out string address);
        using ChildProcess client =
            Sample.Run("CoapsSensor", s_key, ["--connect", address, "--path", ".well-known/core"]);

        Assert.Equal(0, client.WaitForExit());
        Assert.StartsWith("2.05 ", client.Output);
        Assert.Contains("</time>", client.Output);
    }

    [SkippableFact]
    public void TheClientIsToldOfChangesByLibcoap()
    {
        using ChildProcess server = StartLibcoap(out string address);
        using ChildProcess client =
            Sample.Run("CoapsSensor", s_key, ["--connect", address, "--path", "time", "--observe", "2"]);

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
        using ChildProcess server = StartLibcoap(out string address);
        using ChildProcess client = Sample.Run("CoapsSensor", s_key, ["--connect", address, "--path", "no/such/thing"]);

        Assert.Equal(3, client.WaitForExit());
        Assert.StartsWith("4.04 ", client.Output);
    }

    [SkippableFact]
    public void LibcoapReadsTheTemperature()
    {
        using ChildProcess server = Sample.Serve("CoapsSensor", s_key, out int port);
        using ChildProcess client = StartClient("-m", "get", $"coaps://127.0.0.1:{port}/temperature");

        Assert.Equal(0, client.WaitForExit());
        Assert.Equal("21.4", client.Output.Trim());
    }

    [SkippableFact]
    public void LibcoapIsToldOfTheTemperatureWhileItObserves()
    {
        using ChildProcess server = Sample.Serve("CoapsSensor", s_key, out int port, "--period", "0.3");
        using ChildProcess client =
            StartClient("-w", "-m", "get", "-s", "600", $"coaps://127.0.0.1:{port}/temperature");

        // Each reading is higher than the one before; without observing there would be one.
        string[] readings = client.WaitFor(ThreeLines()).Value.Trim().Split('\n');

        Assert.Equal("21.4", readings[0]);
        Assert.Equal(readings.Order(StringComparer.Ordinal).Distinct(), readings);
    }

    [SkippableFact]
    public void LibcoapDiscoversTheResource()
    {
        using ChildProcess server = Sample.Serve("CoapsSensor", s_key, out int port);
        using ChildProcess client = StartClient("-m", "get", $"coaps://127.0.0.1:{port}/.well-known/core");

        Assert.Equal(0, client.WaitForExit());
        Assert.Equal("</temperature>;rt=\"temperature-c\";obs", client.Output.Trim());
    }

    [SkippableTheory]
    [InlineData("4.04", "-m", "get", "humidity")]
    [InlineData("4.05", "-m", "delete", "temperature")]
    public void LibcoapIsToldWhatDoesNotWork(string code, params string[] arguments)
    {
        using ChildProcess server = Sample.Serve("CoapsSensor", s_key, out int port);
        using ChildProcess client = StartClient([.. arguments[..^1], $"coaps://127.0.0.1:{port}/{arguments[^1]}"]);

        client.WaitForExit();
        Assert.Contains(code, client.Output + client.Errors);
    }

    [Fact]
    public void TheClientObservesTheServer()
    {
        using ChildProcess server = Sample.Serve("CoapsSensor", s_key, out int port, "--period", "0.3");
        using ChildProcess client =
            Sample.Run("CoapsSensor", s_key, ["--connect", $"127.0.0.1:{port}", "--observe", "3"]);

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
        using CoapServer server = new(CreateMan(), new IPEndPoint(IPAddress.Loopback, 0), CreateKeys(), () => 214);

        // A message ID has 16 bits, and the number of a notification 24 (RFC 7641, section 3.4).
        for (int i = 0; i < 0x10000; i++)
        {
            server.Notify();
        }

        using CoapClient client = new(CreateMan(), server.LocalEndPoint, CreateKeys());

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
            new(CreateMan(), new IPEndPoint(IPAddress.Loopback, 0), CreateKeys(), () => readings++);

        server.Notify();
        Assert.Equal(0, readings);
    }

    [GeneratedRegex(@"\A(\S+\n){3}")]
    private static partial Regex ThreeLines();

    private static TlsMan CreateMan()
    {
        TlsMan man = new(new ManagedCiphers(), new HostRandom());

        man.LoadStack(new ManagedStack(new ManagedCiphers(), new HostRandom()));
        return man;
    }

    private static CredentialStore CreateKeys()
    {
        CredentialStore keys = new();

        keys.AddPsk(1, Encoding.UTF8.GetBytes(Tlsman.Identity), Encoding.UTF8.GetBytes(Sample.TextKey));
        return keys;
    }

    private static ChildProcess StartLibcoap(out string address)
    {
        Skip.IfNot(ChildProcess.IsInstalled(Server), $"{Server} is not installed");

        ChildProcess server = Libcoap.StartServer(Server, Sample.TextKey, out int port);

        address = $"127.0.0.1:{port}";
        return server;
    }

    private static ChildProcess StartClient(params string[] arguments)
    {
        Skip.IfNot(ChildProcess.IsInstalled(Client), $"{Client} is not installed");
        return new ChildProcess(Client, ["-u", Tlsman.Identity, "-k", Sample.TextKey, .. arguments]);
    }
}
