//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Host.Decoding;

/// <summary>
/// A packet as a sniffer has seen it.
/// </summary>
/// <param name="Milliseconds">When.</param>
/// <param name="LinkType">What it begins with; one of libpcap's LINKTYPE values.</param>
/// <param name="Bytes">The packet, as far as it was kept.</param>
internal sealed record CapturedPacket(double Milliseconds, int LinkType, byte[] Bytes);
