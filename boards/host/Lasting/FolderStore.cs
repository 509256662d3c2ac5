//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Host.Lasting;

/// <summary>
/// A store in a folder, one file for each name: what a board's flash is to a sample.
/// </summary>
internal sealed class FolderStore : SavedSessionStore
{
    private readonly string _folder;

    public FolderStore(string folder)
    {
        Directory.CreateDirectory(folder);
        _folder = folder;
    }

    public override void Write(string name, byte[] content) => PrivateFile.Write(Path.Combine(_folder, name), content);

    public override byte[]? Read(string name)
    {
        string path = Path.Combine(_folder, name);

        return File.Exists(path) ? File.ReadAllBytes(path) : null;
    }

    public override void Erase(string name) => File.Delete(Path.Combine(_folder, name));
}
