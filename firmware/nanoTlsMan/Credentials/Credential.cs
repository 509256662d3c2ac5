//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Wire;

namespace NanoTlsMan
{
    /// <summary>
    /// One entry of a <see cref="CredentialStore"/>.
    /// </summary>
    internal sealed class Credential
    {
        internal readonly int Tag;
        internal readonly byte[] Identity;
        internal readonly byte[] Key;
        internal readonly byte[] Hint;

        // Links of the store's two hash tables.
        internal Credential NextOfIdentity;
        internal Credential NextOfTag;

        internal Credential(int tag, byte[] identity, byte[] key, byte[] hint)
        {
            Tag = tag;
            Identity = identity;
            Key = key;
            Hint = hint;
        }

        internal void Wipe()
        {
            Bytes.Wipe(Key);
        }
    }
}
