//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Ciphers
{
    /// <summary>
    /// How <see cref="ManagedCiphers"/> computes AES: what it takes of the heap, once for all keys, and how long it
    /// takes.
    /// </summary>
    public enum AesKind
    {
        /// <summary>Four tables of 1 KiB, the fastest (see <see cref="Aes128FourTables"/>).</summary>
        FourTables,

        /// <summary>One table of 2 KiB, for boards that are short of memory (see <see cref="Aes128Table"/>).</summary>
        OneTable,

        /// <summary>No look-ups by secret bytes, several times as slow (see <see cref="Aes128ConstantTime"/>): for
        /// processors with a data cache that others share.</summary>
        ConstantTime,
    }
}
