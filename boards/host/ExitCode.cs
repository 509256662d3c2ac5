//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Host;

/// <summary>
/// What the command ends with.
/// </summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Security = 1;
    public const int Usage = 2;
    public const int Network = 3;
}
