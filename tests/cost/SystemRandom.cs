//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Security.Cryptography;

namespace NanoTlsMan.Cost;

/// <summary>.NET's generator.</summary>
internal sealed class SystemRandom : RandomSource
{
    protected override bool Generate(byte[] buffer, int offset, int count)
    {
        RandomNumberGenerator.Fill(buffer.AsSpan(offset, count));
        return true;
    }
}
