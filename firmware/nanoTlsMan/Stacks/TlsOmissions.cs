//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan
{
    /// <summary>
    /// What a stack leaves out that others have. A session that asks for it is not given to the stack; the last three
    /// cannot be asked for, and are for the program to know.
    /// </summary>
    [Flags]
    public enum TlsOmissions
    {
        /// <summary>Nothing.</summary>
        None = 0,

        /// <summary>It serves no clients.</summary>
        ServerRole = 1,

        /// <summary>It cannot trust a key or a certificate itself, only an authority's.</summary>
        Pins = 2,

        /// <summary>It cannot agree on an application protocol (RFC 7301).</summary>
        ApplicationProtocols = 4,

        /// <summary>It cannot name another server than <see cref="TlsSessionOptions.TargetHost"/>.</summary>
        ServerName = 8,

        /// <summary>It cannot be told which curves to use.</summary>
        Curves = 16,

        /// <summary>What goes with public keys, and is nothing to a stack that has none.</summary>
        OfPublicKeys = ApplicationProtocols | ServerName | Curves,

        /// <summary>It cannot say which authority, key or suite a session has: none of the three is known.</summary>
        SessionFacts = 32,

        /// <summary>Its handshake waits, even where the program has asked for none: on a board every thread waits with
        /// it.</summary>
        NonBlocking = 64,

        /// <summary>It cannot tell an end of the stream from a close_notify, so that data may be cut short without a
        /// word: the application's protocol has to know where it ends.</summary>
        Truncation = 128,
    }
}
