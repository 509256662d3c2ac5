//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan
{
    /// <summary>
    /// Receives secrets of version 1.3, so that a packet analyser can decrypt a capture. Whoever has them reads
    /// everything.
    /// </summary>
    /// <param name="label">Which secret it is, as SSLKEYLOGFILE (RFC 9850) names it, such as
    /// CLIENT_TRAFFIC_SECRET_0.</param>
    /// <param name="clientRandom">The client's 32-byte random value; valid during the call.</param>
    /// <param name="secret">The 32-byte secret; valid during the call.</param>
    public delegate void SecretLogHandler(string label, byte[] clientRandom, byte[] secret);
}
