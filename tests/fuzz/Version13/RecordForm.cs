//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Tests.Fuzz.Version13;

/// <summary>
/// How a protected record is to look: what its header has over datagrams (RFC 9147, section 4), and how many zeros pad
/// it.
/// </summary>
internal sealed record RecordForm(bool HasId = true, bool IsLong = true, bool HasLength = true, int Padding = 0)
{
    public static RecordForm Usual { get; } = new();
}
