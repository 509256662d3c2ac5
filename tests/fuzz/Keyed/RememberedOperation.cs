//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Tests.Fuzz.Keyed;

/// <summary>
/// A calculation whose result is known: it takes some steps all the same, for others come between two of them.
/// </summary>
internal sealed class RememberedOperation(byte[] result) : CurveOperation
{
    private int _steps = 3;

    public override bool Succeeded => _steps <= 0 && result != null;

    public override int ResultLength => Succeeded ? result.Length : 0;

    public override bool Step() => --_steps <= 0;

    public override void GetResult(byte[] buffer, int offset) => Array.Copy(result, 0, buffer, offset, result.Length);

    public override void Dispose()
    {
    }
}
