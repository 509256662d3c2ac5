//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Security.Cryptography;

namespace NanoTlsMan.Bogo;

/// <summary>
/// Random bytes of the platform.
/// </summary>
internal sealed class ShimRandom : RandomSource
{
    protected override bool Generate(byte[] buffer, int offset, int count)
    {
        RandomNumberGenerator.Fill(buffer.AsSpan(offset, count));
        return true;
    }
}
