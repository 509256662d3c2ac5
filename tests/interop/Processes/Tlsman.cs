//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Diagnostics;
using System.Text.RegularExpressions;
using NanoTlsMan.Host;

namespace NanoTlsMan.Tests.Interop;

/// <summary>
/// The tlsman command, as it was built with the tests.
/// </summary>
internal static partial class Tlsman
{
    public const string Identity = "client";
    public const string Key = "000102030405060708090a0b0c0d0e0f";
    public const string WrongKey = "ff0102030405060708090a0b0c0d0e0f";

    /// <summary>Skips the test where a stack is missing.</summary>
    public static void RequireStack(string name) =>
        Skip.IfNot(HostStacks.Names.Contains(name), $"{name} is not in libtlsman, or there is no libtlsman");

    public static ChildProcess Run(params string[] arguments)
    {
        string[] command = ["dotnet", Path.Combine(AppContext.BaseDirectory, "tlsman.dll"), .. arguments];

        // Where the tests run in the background, SIGINT is ignored, and what they start would ignore it as well.
        return OperatingSystem.IsLinux()
            ? new ChildProcess("env", ["--default-signal=INT", .. command])
            : new ChildProcess(command[0], command[1..]);
    }

    public static ChildProcess Client(string kind, int port, params string[] more) =>
        Client(kind, port, Identity, Key, more);

    public static ChildProcess Client(string kind, int port, string identity, string key, string[] more) =>
        Client(kind, port, ["--psk-identity", identity, "--psk", key], more);

    public static ChildProcess Client(string kind, int port, string[] keys, string[] more) =>
        Run(["client", "--" + kind, "--connect", $"127.0.0.1:{port}", .. keys, .. more]);

    public static ChildProcess Server(string kind, out int port, params string[] more) =>
        Server(kind, ["--psk-identity", Identity, "--psk", Key], out port, more);

    public static ChildProcess Server(string kind, string[] keys, out int port, params string[] more)
    {
        ChildProcess server = Run(["server", "--" + kind, .. keys, .. more]);

        port = int.Parse(server.WaitFor(Listening()).Groups[1].Value);
        return server;
    }

    /// <summary>
    /// Starts a server that writes nothing but data to its standard output.
    /// </summary>
    public static ChildProcess RawServer(string kind, out int port, params string[] more)
    {
        ChildProcess server =
            Run(["server", "--" + kind, "--psk-identity", Identity, "--psk", Key, "--raw", .. more]);

        server.WaitFor("listening on");
        server.WaitFor("\n");
        port = int.Parse(Listening().Match(server.Errors).Groups[1].Value);
        return server;
    }

    /// <summary>
    /// Starts a server whose standard output is a terminal.
    /// </summary>
    public static ChildProcess TerminalServer(string kind, out int port, params string[] more)
    {
        string[] command =
            ["dotnet", Path.Combine(AppContext.BaseDirectory, "tlsman.dll"), "server", "--" + kind, "--psk-identity",
            Identity, "--psk", Key, .. more];
        ChildProcess server = new("script", "-qec", string.Join(' ', command), "/dev/null");

        // The terminal is set up in front of the line.
        port = int.Parse(server.WaitFor(ListeningAnywhere()).Groups[1].Value);
        return server;
    }

    /// <summary>
    /// Waits until somebody listens on a port who does not say so.
    /// </summary>
    public static void AwaitPort(string kind, int port)
    {
        Stopwatch watch = Stopwatch.StartNew();

        while (Peer.IsFree(kind, port))
        {
            Assert.True(watch.Elapsed < TimeSpan.FromMinutes(1), $"nobody listens on port {port}");
            Thread.Sleep(20);
        }
    }

    [GeneratedRegex(@"^listening on \S+:(\d+)\r?\n", RegexOptions.Multiline)]
    private static partial Regex Listening();

    [GeneratedRegex(@"listening on \S+:(\d+)\r?\n")]
    private static partial Regex ListeningAnywhere();
}
