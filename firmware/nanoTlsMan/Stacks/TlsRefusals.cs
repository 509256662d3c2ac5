//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan
{
    /// <summary>
    /// Why a stack cannot serve a session.
    /// </summary>
    [Flags]
    public enum TlsRefusals
    {
        /// <summary>It can.</summary>
        None = 0,

        /// <summary>It does not have the version for that transport.</summary>
        Version = 1,

        /// <summary>It has none of the suites.</summary>
        Suite = 2,

        /// <summary>It cannot use the kind of credential.</summary>
        KeyKind = 4,

        /// <summary>It cannot use a key or identity of that length.</summary>
        KeyLength = 8,

        /// <summary>It cannot negotiate max_fragment_length.</summary>
        MaxFragmentLength = 16,

        /// <summary>It cannot write a key log.</summary>
        KeyLog = 32,

        /// <summary>It does not let the manager check cookies for it.</summary>
        CookieGate = 64,

        /// <summary>It cannot refuse a peer that lacks extended_master_secret and secure renegotiation.</summary>
        LegacyPeer = 128,

        /// <summary>It cannot send an identity hint.</summary>
        IdentityHint = 256,

        /// <summary>It cannot do with so short datagrams.</summary>
        Mtu = 512,

        /// <summary>It cannot negotiate connection IDs.</summary>
        ConnectionId = 1024,

        /// <summary>It cannot negotiate record_size_limit.</summary>
        RecordSizeLimit = 2048,

        /// <summary>It cannot keep the master secret, to save a session or to export keying material.</summary>
        MasterSecret = 4096,

        /// <summary>It leaves out what is asked for, see <see cref="TlsCapabilities.Omits"/>.</summary>
        Omission = 8192,
    }
}
