//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Host.Decoding;
using NanoTlsMan.Host.Messages;
using Spectre.Console;

namespace NanoTlsMan.Tests.Interop;

/// <summary>
/// Records what a client and a server of the command say, and lets it be decoded.
/// </summary>
internal sealed class SessionRecorder : IDisposable
{
    private const int Seed = 7;

    public string Folder { get; } = Directory.CreateTempSubdirectory("tlsman-test").FullName;

    /// <summary>Where the secrets of what was recorded are.</summary>
    public string KeyLogPath => Path.Combine(Folder, "keys");

    public void Dispose() => Directory.Delete(Folder, true);

    /// <summary>
    /// Lets a client say something to a server, through a relay.
    /// </summary>
    /// <param name="kind">"dtls" or "tls".</param>
    /// <param name="keys">What keys they have.</param>
    /// <param name="both">Options of both.</param>
    /// <param name="client">Options of the client.</param>
    public IReadOnlyList<Datagram> Record(string kind, string keys, string[] both, params string[] client)
    {
        using ChildProcess server = Tlsman.Server(
            kind, KeyFolder.Shared.Options(keys, true), out int port, ["--echo", "--count", "1", .. both]);
        IReadOnlyList<Datagram> pieces = Record(kind, keys, port, [.. both, .. client]);

        Assert.Equal(0, server.WaitForExit());
        return pieces;
    }

    /// <summary>
    /// Lets a client say something to whoever listens at a port.
    /// </summary>
    public IReadOnlyList<Datagram> Record(string kind, string keys, int port, string[] more, string wait = "60")
    {
        string[] own = KeyFolder.Shared.Options(keys, false);
        string[] options =
            ["--wait", wait, "--send", "a secret message of some length", "--keylog", KeyLogPath, .. more];

        if (kind == "tls")
        {
            using TcpRelay relay = new(port);
            using ChildProcess client = Tlsman.Client(kind, relay.Port, own, options);

            Assert.Equal(0, client.WaitForExit());
            return relay.WaitForEnd();
        }

        using UdpRelay udp =
            new(new(System.Net.IPAddress.Loopback, port), datagram => [datagram.Bytes]);
        using ChildProcess datagramClient = Tlsman.Client(kind, udp.LocalEndPoint.Port, own, options);

        Assert.Equal(0, datagramClient.WaitForExit());
        return udp.Passed;
    }

    /// <summary>Writes what was said as a capture.</summary>
    /// <returns>The file's path.</returns>
    public string Write(string kind, IReadOnlyList<Datagram> pieces)
    {
        string path = Path.Combine(Folder, "session.pcap");

        File.WriteAllBytes(path, kind == "dtls" ? Capture.Udp(pieces) : Capture.Tcp(pieces));
        return path;
    }

    /// <summary>Decodes without the command.</summary>
    public static string Decode(byte[] file, int? port = null, KeyLog? keys = null, byte[]? psk = null)
    {
        StringWriter text = new();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            Out = new AnsiConsoleOutput(text),
        });

        console.Profile.Width = 200;
        new CaptureDecoder(console, keys, port, psk).Decode(new MemoryStream(file), "the test");
        return text.ToString();
    }

    /// <summary>Decodes what may be damaged: the end is a sentence.</summary>
    public static void DecodeAnything(byte[] file, KeyLog? keys, byte[]? psk = null)
    {
        try
        {
            Decode(file, null, keys, psk);
        }
        catch (InputException exception)
        {
            Assert.NotEmpty(exception.Message);
        }
    }

    /// <summary>Cuts and changes a file in many ways, the same ones each time.</summary>
    public static IEnumerable<byte[]> Damage(byte[] file)
    {
        Random random = new(Seed);

        for (int length = 0; length < file.Length; length += 1 + length / 40)
        {
            yield return file[..length];
        }

        for (int round = 0; round < 300; round++)
        {
            byte[] damaged = [.. file];

            for (int i = random.Next(1, 8); i > 0; i--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            yield return damaged;
        }
    }
}
