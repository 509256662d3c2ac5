//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Host.Lasting;

/// <summary>
/// Files that only their owner may read, written so that a power cut leaves the old content or the new one.
/// </summary>
internal static class PrivateFile
{
    public static void Write(string path, byte[] content)
    {
        string fresh = path + ".new";

        File.Delete(fresh);

        using (FileStream stream = Create(fresh))
        {
            stream.Write(content);
            stream.Flush(true);
        }

        File.Move(fresh, path, true);
    }

    /// <summary>
    /// Creates a file that is not there yet.
    /// </summary>
    /// <exception cref="IOException">It is there, or cannot be created.</exception>
    public static FileStream Create(string path)
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };

        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }
}
