//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Tests.Fuzz;

/// <summary>
/// What an oracle saw.
/// </summary>
internal sealed class Finding(Oracle oracle, string text, Exception inner = null)
    : Exception($"{oracle}: {text}", inner)
{
    public Oracle Oracle => oracle;
}
