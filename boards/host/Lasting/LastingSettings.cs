//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Host.Lasting;

/// <summary>
/// How a session is to outlive a move and this program.
/// </summary>
internal sealed record LastingSettings(
    int ConnectionIdLength, string? SavePath, string? RestorePath, string? ResumePath, byte[]? Seal)
{
    /// <summary>Nothing of all that.</summary>
    public static LastingSettings None { get; } =
        new(TlsSessionOptions.NoConnectionId, null, null, null, null);
}
