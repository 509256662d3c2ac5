//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Managed.Messages
{
    /// <summary>
    /// Extensions, numbered as IANA registers them.
    /// </summary>
    internal static class ExtensionType
    {
        /// <summary>max_fragment_length (RFC 6066, section 4).</summary>
        internal const int MaxFragmentLength = 1;

        /// <summary>extended_master_secret (RFC 7627).</summary>
        internal const int ExtendedMasterSecret = 23;

        /// <summary>renegotiation_info (RFC 5746).</summary>
        internal const int RenegotiationInfo = 0xFF01;
    }
}
