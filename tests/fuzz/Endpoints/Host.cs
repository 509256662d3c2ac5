//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Collections.Generic;
using System.Linq;
using NanoTlsMan.Tests.Fuzz.Engines;

namespace NanoTlsMan.Tests.Fuzz.Endpoints;

/// <summary>
/// Somebody with an address, and all that was ever said from there: after a restart it is another peer.
/// </summary>
internal sealed class Host(byte[] address)
{
    public byte[] Address => address;

    public List<ScriptedPeer> Peers { get; } = [];

    public ScriptedPeer Current => Peers[^1];

    /// <summary>When something came that only one with the keys can have sent, or something was sent to it.</summary>
    public int LastActivity { get; set; }

    public bool MayConnect => Peers.Any(peer => peer.MayConnect);

    public bool HasFinished => Peers.Any(peer => peer.HasFinished);

    public bool IsEnding(byte[] datagram) => Peers.Any(peer => peer.IsEnding(datagram));

    public void CheckDelivered(byte[] data)
    {
        ScriptedPeer peer = Peers.FirstOrDefault(candidate => candidate.Knows(data))
            ?? throw new Finding(Oracle.Data, $"{data.Length} bytes that nobody there sealed");

        peer.CheckDelivered(data);
    }
}
