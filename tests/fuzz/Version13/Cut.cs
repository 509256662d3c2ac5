//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Tests.Fuzz.Version13;

/// <summary>
/// Takes a message apart, and throws where it does not fit.
/// </summary>
internal sealed class Cut(byte[] source, int position)
{
    private int _position = position;

    public bool IsAtEnd => _position >= source.Length;

    public byte[] Take(int count)
    {
        _position += count;
        return source[(_position - count).._position];
    }

    public int Number(int count) => Forge.Get(Take(count), 0, count);

    public byte[] Vector8() => Take(Number(1));

    public byte[] Vector16() => Take(Number(2));
}
