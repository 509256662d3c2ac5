//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Host.Demo;

/// <summary>
/// A store that lasts as long as the program, which is what a demonstration of a sleep needs.
/// </summary>
internal sealed class MemoryStore : SavedSessionStore
{
    private readonly Dictionary<string, byte[]> _contents = [];

    public override void Write(string name, byte[] content) => _contents[name] = [.. content];

    public override byte[]? Read(string name) => _contents.GetValueOrDefault(name);

    public override void Erase(string name) => _contents.Remove(name);
}
