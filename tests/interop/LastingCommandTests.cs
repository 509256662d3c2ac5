//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Net;
using NanoTlsMan.Tests.Interop.Network;

namespace NanoTlsMan.Tests.Interop;

/// <summary>
/// Sessions of the command that outlive a move and the command itself: --cid, --save, --restore, --resume.
/// </summary>
public sealed class LastingCommandTests : IDisposable
{
    private const string Seal = "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf";

    private readonly string _folder = Directory.CreateTempSubdirectory("tlsman-test").FullName;

    // What was opened is noted for all files of a user, and no test may be told of another's.
    public LastingCommandTests() => Environment.SetEnvironmentVariable("XDG_STATE_HOME", _folder);

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("XDG_STATE_HOME", null);
        Directory.Delete(_folder, true);
    }

    [Fact]
    public void SavedSessionGoesOnOnceWithoutAKeyAndWithoutAHandshake()
    {
        using ChildProcess server = Tlsman.Server("dtls", out int port, "--echo", "--cid", "6");
        string file = GetPath("F");
        string copy = GetPath("G");

        using (ChildProcess client = Tlsman.Client("dtls", port, "--send", "first", "--save", file))
        {
            Assert.Equal(0, client.WaitForExit());
            Assert.Contains("saved into", client.Errors);
        }

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file + ".key"));
        }

        File.Copy(file, copy);
        File.Copy(file + ".key", copy + ".key");

        using (ChildProcess client = Tlsman.Run("client", "--restore", file, "--send", "second", "--trace"))
        {
            Assert.Equal(0, client.WaitForExit());
            Assert.Equal("second\n", client.Output);
            Assert.Contains("restored: TLS_PSK_WITH_AES_128_CCM_8", client.Errors);
            Assert.DoesNotContain("Hello", client.Errors);
        }

        Assert.False(File.Exists(file));

        using (ChildProcess client = Tlsman.Run("client", "--restore", copy, "--send", "third"))
        {
            Assert.Equal(1, client.WaitForExit());
            Assert.Contains("SavedSessionConsumed", client.Errors);
        }

        using (ChildProcess client = Tlsman.Run("client", "--restore", file, "--send", "third"))
        {
            Assert.Equal(2, client.WaitForExit());
            Assert.Contains("no saved session", client.Errors);
        }

        server.WaitFor("moved: now at");
        Assert.Equal(["first", "second"], Lines(server.Output)[1..]);
    }

    [Fact]
    public void SessionIsSavedAgainAndAgainUnderAKeyThatIsGiven()
    {
        using ChildProcess server = Tlsman.Server("dtls", out int port, "--echo", "--cid", "4");
        string file = GetPath("F");

        using (ChildProcess client = Tlsman.Client("dtls", port, "--send", "0", "--save", file, "--seal", Seal))
        {
            Assert.Equal(0, client.WaitForExit());
        }

        Assert.False(File.Exists(file + ".key"));

        using (ChildProcess client = Tlsman.Run("client", "--restore", file, "--seal", Seal[..30] + "00", "--send", "x"))
        {
            Assert.Equal(1, client.WaitForExit());
            Assert.Contains("SavedSessionInvalid", client.Errors);
        }

        for (int i = 1; i <= 3; i++)
        {
            using ChildProcess client =
                Tlsman.Run("client", "--restore", file, "--seal", Seal, "--send", $"{i}", "--save", file);

            Assert.Equal(0, client.WaitForExit());
            Assert.Equal($"{i}\n", client.Output);
        }

        Assert.Equal(["0", "1", "2", "3"], Lines(server.Output)[1..]);
    }

    [Fact]
    public void DamagedFileIsRefused()
    {
        using ChildProcess server = Tlsman.Server("dtls", out int port, "--cid", "4");
        string file = GetPath("F");

        using (ChildProcess client = Tlsman.Client("dtls", port, "--send", "0", "--wait", "0", "--save", file))
        {
            client.WaitForExit();
        }

        byte[] state = File.ReadAllBytes(file);

        state[^20] ^= 1;
        File.WriteAllBytes(file, state);

        using ChildProcess damaged = Tlsman.Run("client", "--restore", file, "--send", "x");

        Assert.Equal(1, damaged.WaitForExit());
        Assert.Contains("SavedSessionInvalid", damaged.Errors);
    }

    /// <summary>Between any two datagrams of the client, and at each of them.</summary>
    [Fact]
    public void ClientMayBeSeenAtAnotherPortWithEachDatagram()
    {
        using ChildProcess server = Tlsman.Server("dtls", out int port, "--echo", "--cid", "8");

        // The hello with the cookie has to come from where the cookie went.
        using RebindingRelay relay = new(new IPEndPoint(IPAddress.Loopback, port), ordinal => ordinal >= 2);
        string[] messages = [.. Enumerable.Range(0, 8).SelectMany(i => new[] { "--send", $"{i}" })];
        using ChildProcess client =
            Tlsman.Client("dtls", relay.LocalEndPoint.Port, ["--cid", "0", "--wait", "60", .. messages]);

        Assert.Equal(0, client.WaitForExit());
        Assert.Equal(Enumerable.Range(0, 8).Select(i => $"{i}"), Lines(client.Output));
        server.WaitFor("moved: now at");
    }

    [Theory]
    [InlineData("dtls", false)]
    [InlineData("dtls", true)]
    [InlineData("tls", false)]
    [InlineData("tls", true)]
    public void ResumptionIsKeptInAFileAndADamagedOneCostsAHandshake(string kind, bool hasTickets)
    {
        using ChildProcess server = Tlsman.Server(kind, out int port, hasTickets ? ["--echo"] : ["--echo", "--no-tickets"]);
        string file = GetPath("R");

        Expect("connected");
        Expect("resumed");
        Expect("resumed");
        File.WriteAllText(file, "damaged");
        Expect("connected");
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..^1]);
        Expect("connected");
        Expect("resumed");
        File.Delete(file);
        Expect("connected");

        void Expect(string how)
        {
            using ChildProcess client = Tlsman.Client(kind, port, "--send", "hello", "--resume", file);

            Assert.Equal(0, client.WaitForExit());
            Assert.Equal("hello\n", client.Output);
            Assert.StartsWith(how + ": TLS_PSK", client.Errors);
        }
    }

    [Theory]
    [InlineData("--cid needs --dtls", "client", "--tls", "--connect", "127.0.0.1:1", "--psk-identity", "a", "--psk", "12", "--cid", "4")]
    [InlineData("--save needs --dtls", "client", "--tls", "--connect", "127.0.0.1:1", "--psk-identity", "a", "--psk", "12", "--save", "f")]
    [InlineData("--cid takes a number from 0 to 20", "server", "--dtls", "--psk-identity", "a", "--psk", "12", "--cid", "21")]
    [InlineData("--seal takes 32 hexadecimal digits", "client", "--restore", "f", "--seal", "12")]
    [InlineData("Option '--psk' is required", "client", "--dtls", "--connect", "127.0.0.1:1", "--psk-identity", "a")]
    [InlineData("Option '--connect' is required", "client", "--dtls", "--psk-identity", "a", "--psk", "12")]
    public void WhatDoesNotGoTogetherIsSaid(string text, params string[] arguments)
    {
        using ChildProcess command = Tlsman.Run(arguments);

        Assert.Equal(2, command.WaitForExit());
        Assert.Contains(text, command.Errors);
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private string GetPath(string name) => Path.Combine(_folder, name);
}
