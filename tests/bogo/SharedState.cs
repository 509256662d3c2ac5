//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Ciphers;

namespace NanoTlsMan.Bogo;

/// <summary>
/// What the connections of a test have in common: tickets, and what a client may resume.
/// </summary>
internal sealed class SharedState
{
    public ResumableSession Resumption { get; } = new();

    public TicketKeys Tickets { get; } = new(new ManagedCiphers(), new ShimRandom(false), 43200000);
}
