//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Managed13.Extensions;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed13.Handshake
{
    /// <summary>
    /// A pre-shared key that is offered, or is looked at: its bytes, and what its binder is made with.
    /// </summary>
    internal sealed class OfferedKey : IDisposable
    {
        internal const string ExternalBinder = "ext binder";
        internal const string ResumptionBinder = "res binder";
        internal const string ImportedBinder = "imp binder";

        internal readonly byte[] Key = new byte[CredentialStore.MaxKeyLength];
        internal int KeyLength;
        internal string Binder;

        /// <summary>The credential that it is, or that it goes back to.</summary>
        internal int Tag;

        /// <summary>Whose it is: of a key its identity; of a ticket what the peer was known by.</summary>
        internal byte[] Identity;

        internal bool IsTicket;

        /// <summary>
        /// Makes an imported key of an external one (RFC 9258, section 5.1).
        /// </summary>
        /// <param name="keys">Computes it.</param>
        /// <param name="imported">The ImportedIdentity.</param>
        internal void Import(KeySchedule keys, byte[] imported)
        {
            byte[] extracted = new byte[KeySchedule.HashLength];
            byte[] digest = new byte[KeySchedule.HashLength];
            byte[] derived = new byte[KeySchedule.HashLength];

            keys.Extract(Key, KeyLength, extracted);
            keys.Hash(imported, digest);
            keys.ExpandLabel(extracted, "derived psk", digest, derived);
            Array.Clear(Key, 0, Key.Length);
            Array.Copy(derived, 0, Key, 0, derived.Length);
            Array.Clear(extracted, 0, extracted.Length);
            Array.Clear(derived, 0, derived.Length);
            KeyLength = KeySchedule.HashLength;
            Binder = ImportedBinder;
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            Array.Clear(Key, 0, Key.Length);
        }
    }
}
