//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan
{
    /// <summary>
    /// Receives session secrets, so that a packet analyser can decrypt a capture. Whoever has them reads everything.
    /// </summary>
    /// <param name="clientRandom">The client's 32-byte random value; valid during the call.</param>
    /// <param name="masterSecret">The 48-byte master secret; valid during the call.</param>
    public delegate void KeyLogHandler(byte[] clientRandom, byte[] masterSecret);
}
