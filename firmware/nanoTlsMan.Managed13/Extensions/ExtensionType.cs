//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Managed13.Extensions
{
    /// <summary>
    /// Extensions that came with 1.3, numbered as IANA registers them (RFC 9846, section 4.2).
    /// </summary>
    internal static class ExtensionType
    {
        /// <summary>pre_shared_key.</summary>
        internal const int PreSharedKey = 41;

        /// <summary>early_data.</summary>
        internal const int EarlyData = 42;

        /// <summary>supported_versions.</summary>
        internal const int SupportedVersions = 43;

        /// <summary>cookie.</summary>
        internal const int Cookie = 44;

        /// <summary>psk_key_exchange_modes.</summary>
        internal const int PskKeyExchangeModes = 45;

        /// <summary>certificate_authorities.</summary>
        internal const int CertificateAuthorities = 47;

        /// <summary>signature_algorithms_cert.</summary>
        internal const int SignatureAlgorithmsCert = 50;

        /// <summary>key_share.</summary>
        internal const int KeyShare = 51;
    }
}
