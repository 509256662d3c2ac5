//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Managed.Record
{
    /// <summary>
    /// The connection IDs of a session that wants some: an object of its own, for most sessions have none.
    /// </summary>
    internal sealed class ConnectionIds
    {
        /// <summary>What the peer's protected records are to carry.</summary>
        internal byte[] Own;

        /// <summary>What this side's protected records carry; <see langword="null"/> for nothing.</summary>
        internal byte[] Peer;

        /// <summary>Whether it was agreed that the peer's protected records carry <see cref="Own"/>, which is not
        /// empty.</summary>
        internal bool IsOwnInUse;

        /// <summary>Whether an authentic record of the last input was newer than all before.</summary>
        internal bool IsNewest;
    }
}
