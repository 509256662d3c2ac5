//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Tests.Interop;

/// <summary>
/// A program of other people that speaks DTLS or TLS with a pre-shared key. Its client says something and prints the
/// answer; its server prints what it gets and answers.
/// </summary>
internal abstract class PeerProgram
{
    /// <summary>Where programs/prepare.sh has put programs, if it ran.</summary>
    public static string? Folder { get; } = Environment.GetEnvironmentVariable("NANOTLSMAN_PEERS");

    public static IReadOnlyList<PeerProgram> All { get; } =
        [new NewerOpenSsl(), new NewerGnuTls(), new MbedTlsExamples(), new WolfSslExamples(), new Pion(), new Python(),
        new Stunnel(), new NodeDtlsClient()];

    /// <summary>The name that tests and docs/interop.md have for it.</summary>
    public abstract string Name { get; }

    /// <summary>Whether it is on this machine.</summary>
    public abstract bool IsThere { get; }

    public virtual string[] Kinds => ["dtls", "tls"];

    public virtual bool HasServer => true;

    public virtual string Identity => Tlsman.Identity;

    public virtual string Key => Tlsman.Key;

    public virtual ushort Suite => TlsCipherSuite.PskWithAes128Ccm8;

    /// <summary>Whether it has to be allowed not to know extended_master_secret.</summary>
    public virtual bool IsOld => false;

    /// <summary>What it says, as a client, and as a server in answer to "hello from a board".</summary>
    public abstract string Says(bool isServer);

    public abstract ChildProcess StartServer(string kind, int port);

    public abstract ChildProcess StartClient(string kind, int port);

    /// <summary>Gets the path of a program that programs/prepare.sh has put there, if it ran.</summary>
    public static string PathOf(string program) => Bin(program);

    protected static string Bin(string program) => Path.Combine(Folder ?? "", "bin", program);

    protected static bool HasBin(params string[] programs) =>
        Folder != null && programs.All(program => File.Exists(Bin(program)));

    protected static string WriteFile(string name, string text)
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("tlsman-test").FullName, name);

        File.WriteAllText(path, text);

        // stunnel complains of keys that others can read.
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return path;
    }
}
