//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Host.Tracing;

/// <summary>
/// What one side sent at once.
/// </summary>
/// <param name="Time">When, in milliseconds since the first.</param>
/// <param name="IsClient">Whether the client sent it.</param>
/// <param name="IsHandshake">Whether it belongs to the handshake.</param>
/// <param name="Records">The records, each with its length.</param>
/// <param name="Length">How many bytes it took.</param>
internal sealed record LadderFlight(
    double Time, bool IsClient, bool IsHandshake, IReadOnlyList<string> Records, int Length);
