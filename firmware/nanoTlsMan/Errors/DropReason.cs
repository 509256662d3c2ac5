//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan
{
    /// <summary>
    /// Why something that came over a datagram transport was dropped.
    /// </summary>
    public enum DropReason
    {
        /// <summary>A datagram or record is shorter than its header, or than nonce and tag.</summary>
        TooShort,

        /// <summary>A record claims more bytes than the datagram has, or than a record may have.</summary>
        BadLength,

        /// <summary>The content type is unknown.</summary>
        UnknownType,

        /// <summary>The record's version is not the one in use.</summary>
        WrongVersion,

        /// <summary>The epoch is neither in use nor next.</summary>
        WrongEpoch,

        /// <summary>The sequence number was seen before, or is older than the window.</summary>
        Replayed,

        /// <summary>The record could not be authenticated.</summary>
        BadMac,

        /// <summary>The record came when its type is not awaited, as application data before the handshake's
        /// end.</summary>
        Unexpected,

        /// <summary>The content could not be parsed.</summary>
        Malformed,

        /// <summary>A handshake fragment contradicts others, or its own lengths.</summary>
        BadFragment,

        /// <summary>A handshake message is longer than is accepted, or too far ahead.</summary>
        OutOfReach,

        /// <summary>A handshake message that was seen before.</summary>
        Duplicate,

        /// <summary>An alert that is not authenticated, or that says nothing new.</summary>
        StrayAlert,

        /// <summary>A record without content.</summary>
        Empty,

        /// <summary>A first ClientHello in fragments: it cannot be answered without keeping state.</summary>
        FragmentedClientHello,

        /// <summary>No session belongs to the sender, and the datagram opens none.</summary>
        UnknownPeer,

        /// <summary>Too many handshakes are under way.</summary>
        HalfOpenLimit,

        /// <summary>No place is left for a session.</summary>
        TableFull,

        /// <summary>No stack can serve what the ClientHello offers.</summary>
        NoStack,

        /// <summary>Application data that nobody fetched in time.</summary>
        QueueFull,

        /// <summary>There was no memory for what it asks for.</summary>
        NoMemory,
    }
}
