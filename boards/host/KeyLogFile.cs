//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Host;

/// <summary>
/// Writes secrets in the format of NSS (SSLKEYLOGFILE), which Wireshark reads.
/// </summary>
internal static class KeyLogFile
{
    /// <summary>
    /// Opens the file, which only its owner may read, and tells who appends to it.
    /// </summary>
    public static KeyLogHandler Open(string path)
    {
        FileStreamOptions options =
            new() { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite };

        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        StreamWriter writer = new(path, options) { AutoFlush = true };

        return (clientRandom, masterSecret) =>
        {
            lock (writer)
            {
                writer.Write(
                    $"CLIENT_RANDOM {Convert.ToHexStringLower(clientRandom)} {Convert.ToHexStringLower(masterSecret)}\n");
            }
        };
    }
}
