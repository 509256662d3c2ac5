//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan
{
    /// <summary>
    /// The data of one record that nobody has fetched yet. It is used again for others.
    /// </summary>
    internal sealed class UndeliveredRecord
    {
        internal TlsManSession Owner;
        internal byte[] Buffer;
        internal int Offset;
        internal int Count;

        // All records in the order in which they came; and the owner's, in a circle whose last one the owner knows.
        internal UndeliveredRecord Previous;
        internal UndeliveredRecord Next;
        internal UndeliveredRecord NextOfOwner;
    }
}
