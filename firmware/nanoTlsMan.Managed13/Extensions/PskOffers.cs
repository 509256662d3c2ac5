//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Managed13.Extensions
{
    /// <summary>
    /// The identities of pre_shared_key, the binders that belong to them, and where they lie.
    /// </summary>
    internal sealed class PskOffers
    {
        /// <summary>How many identities are looked at: a ticket, a key and what is imported of it. Each that is tried
        /// costs an HMAC or more.</summary>
        internal const int Most = 4;

        /// <summary>How many there are; those behind <see cref="Most"/> are passed over.</summary>
        internal int Count;

        /// <summary>The identities that are written.</summary>
        internal readonly byte[][] Identities = new byte[Most][];

        /// <summary>The obfuscated ages.</summary>
        internal readonly int[] Ages = new int[Most];

        /// <summary>What holds the identities that were read.</summary>
        internal byte[] Buffer;

        /// <summary>Where each of them begins.</summary>
        internal readonly int[] Offsets = new int[Most];

        /// <summary>Their lengths, in bytes.</summary>
        internal readonly int[] Lengths = new int[Most];

        /// <summary>Where the list of binders begins, with its length: there a hello is truncated.</summary>
        internal int BindersOffset;

        /// <summary>Where the extension ends that was read.</summary>
        internal int End;

        /// <summary>Where each binder begins that was read.</summary>
        internal readonly int[] Binders = new int[Most];

        /// <summary>The lengths of the binders, in bytes.</summary>
        internal readonly int[] BinderLengths = new int[Most];
    }
}
