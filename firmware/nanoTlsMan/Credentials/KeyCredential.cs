//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Wire;

namespace NanoTlsMan
{
    /// <summary>
    /// One entry of a <see cref="CredentialStore"/> that is no pre-shared key.
    /// </summary>
    internal sealed class KeyCredential
    {
        internal readonly int Tag;
        internal readonly CredentialKind Kind;

        /// <summary>What is public: a SubjectPublicKeyInfo, certificates, or a SHA-256 value of either.</summary>
        internal readonly byte[] Content;

        /// <summary>Our own private key, or <see langword="null"/>.</summary>
        internal readonly byte[] PrivateKey;

        internal KeyCredential(int tag, CredentialKind kind, byte[] content, byte[] privateKey)
        {
            Tag = tag;
            Kind = kind;
            Content = content;
            PrivateKey = privateKey;
        }

        internal void Wipe()
        {
            Bytes.Wipe(PrivateKey);
        }
    }
}
