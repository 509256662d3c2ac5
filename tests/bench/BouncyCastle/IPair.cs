//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Bench.BouncyCastle;

/// <summary>
/// A client and a server of DTLS 1.2 in one process, without sockets.
/// </summary>
internal interface IPair
{
    /// <summary>Shakes hands with a pre-shared key, from two new sides on.</summary>
    void Connect();

    /// <summary>Seals data at the client, and opens it at the server.</summary>
    void Deliver(byte[] data);
}
