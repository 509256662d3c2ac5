//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Text.RegularExpressions;

namespace NanoTlsMan.Tests.Samples;

/// <summary>
/// A sample in a process of its own.
/// </summary>
internal static partial class Sample
{
    /// <summary>A key that is text, for peers that take no other.</summary>
    public const string TextKey = "secretPSK of the tests";

    public static ChildProcess Run(string name, params string[] arguments) => Run(name, Tlsman.Key, arguments);

    public static ChildProcess Run(string name, string key, string[] arguments) =>
        Tlsman.Run(["sample", name, "--psk-identity", Tlsman.Identity, "--psk", key, .. arguments]);

    /// <summary>
    /// Starts a sample that serves, and waits until it does.
    /// </summary>
    public static ChildProcess Serve(string name, string key, out int port, params string[] arguments)
    {
        ChildProcess server = Run(name, key, ["--listen", "127.0.0.1:0", .. arguments]);

        port = int.Parse(server.WaitFor(Listening()).Groups[1].Value);
        return server;
    }

    [GeneratedRegex(@"^listening on \S+:(\d+)\r?\n", RegexOptions.Multiline)]
    private static partial Regex Listening();
}
