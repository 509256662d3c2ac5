//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Security.Cryptography;

namespace NanoTlsMan.Host.Lasting;

/// <summary>
/// One saved session in a file. That a state was opened is noted outside of the file, by the state's hash and for all
/// of this user's files: so a copy of the file is of no more use than the file itself.
/// </summary>
internal sealed class FileSessionStore(string path) : SavedSessionStore
{
    /// <summary>The only name that there is.</summary>
    public const string Name = "session";

    // Greater than the generation of any state.
    private static readonly byte[] s_openedMark = [0x7F, 0xFF, 0xFF, 0xFF];

    private byte[]? _state;

    private static string NotesFolder
    {
        get
        {
            string? state = OperatingSystem.IsWindows()
                ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
                : Environment.GetEnvironmentVariable("XDG_STATE_HOME");

            if (string.IsNullOrEmpty(state))
            {
                state = Path.Combine(
                    Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state");
            }

            return Path.Combine(state, "tlsman", "opened");
        }
    }

    private string NotePath => Path.Combine(NotesFolder, Convert.ToHexStringLower(SHA256.HashData(_state!)));

    public override void Write(string name, byte[] content)
    {
        if (name == Name)
        {
            PrivateFile.Write(path, content);
            return;
        }

        // Two programs with the same state: the second finds the first one's note.
        Directory.CreateDirectory(NotesFolder);

        using FileStream note = PrivateFile.Create(NotePath);

        note.Flush(true);
    }

    public override byte[]? Read(string name)
    {
        if (name != Name)
        {
            return _state != null && File.Exists(NotePath) ? s_openedMark : null;
        }

        _state = File.Exists(path) ? File.ReadAllBytes(path) : null;
        return _state;
    }

    public override void Erase(string name)
    {
        if (name == Name)
        {
            File.Delete(path);
        }
    }
}
