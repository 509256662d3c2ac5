//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.X509.Der
{
    /// <summary>
    /// First bytes of DER's values (X.690, section 8.1.2), as certificates and keys have them.
    /// </summary>
    internal static class DerTag
    {
        internal const int Boolean = 0x01;
        internal const int Integer = 0x02;
        internal const int BitString = 0x03;
        internal const int OctetString = 0x04;
        internal const int ObjectIdentifier = 0x06;
        internal const int UtcTime = 0x17;
        internal const int GeneralizedTime = 0x18;
        internal const int Sequence = 0x30;
        internal const int Set = 0x31;

        /// <summary>Context-specific and primitive; the number is added.</summary>
        internal const int Context = 0x80;

        /// <summary>Context-specific and constructed; the number is added.</summary>
        internal const int ContextConstructed = 0xa0;
    }
}
