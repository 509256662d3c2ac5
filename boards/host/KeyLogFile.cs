//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Host;

/// <summary>
/// Writes secrets in the format of NSS (SSLKEYLOGFILE, RFC 9850), which Wireshark reads.
/// </summary>
internal sealed class KeyLogFile
{
    private readonly StreamWriter _writer;

    private KeyLogFile(StreamWriter writer)
    {
        _writer = writer;
    }

    /// <summary>
    /// Opens the file, which only its owner may read, to append to it.
    /// </summary>
    public static KeyLogFile Open(string path)
    {
        FileStreamOptions options =
            new() { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite };

        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new KeyLogFile(new StreamWriter(path, options) { AutoFlush = true });
    }

    /// <summary>
    /// Writes the master secret of a session of 1.2.
    /// </summary>
    public void Write(byte[] clientRandom, byte[] masterSecret) => Write("CLIENT_RANDOM", clientRandom, masterSecret);

    /// <summary>
    /// Writes one of the secrets of a session of 1.3.
    /// </summary>
    public void Write(string label, byte[] clientRandom, byte[] secret)
    {
        lock (_writer)
        {
            _writer.Write($"{label} {Convert.ToHexStringLower(clientRandom)} {Convert.ToHexStringLower(secret)}\n");
        }
    }
}
