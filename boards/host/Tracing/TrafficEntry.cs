//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Host.Tracing;

/// <summary>
/// What one side sent or received at once: a datagram, or a share of the stream.
/// </summary>
internal sealed record TrafficEntry(double Milliseconds, bool IsSent, byte[] Bytes);
