//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Security.Cryptography;

namespace NanoTlsMan.Bogo;

/// <summary>
/// Random bytes of the platform. Timers of version 1.2 are spread by the bytes of the hello's own random value, one for
/// each repetition: where the runner moves the clock to the millisecond, these are zero, as many as a source may have.
/// </summary>
internal sealed class ShimRandom(bool hasExactTimers) : RandomSource
{
    private const int HelloRandomLength = 32;
    private const int Repetitions = 13;

    protected override bool Generate(byte[] buffer, int offset, int count)
    {
        RandomNumberGenerator.Fill(buffer.AsSpan(offset, count));

        if (hasExactTimers && count == HelloRandomLength)
        {
            buffer.AsSpan(offset, Repetitions).Clear();
        }

        return true;
    }
}
