//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Managed.Extensions
{
    /// <summary>
    /// Extensions, numbered as IANA registers them.
    /// </summary>
    internal static class ExtensionType
    {
        /// <summary>server_name (RFC 6066, section 3).</summary>
        internal const int ServerName = 0;

        /// <summary>max_fragment_length (RFC 6066, section 4).</summary>
        internal const int MaxFragmentLength = 1;

        /// <summary>supported_groups (RFC 8422, section 5.1.1).</summary>
        internal const int SupportedGroups = 10;

        /// <summary>ec_point_formats (RFC 8422, section 5.1.2).</summary>
        internal const int PointFormats = 11;

        /// <summary>signature_algorithms (RFC 5246, section 7.4.1.4.1).</summary>
        internal const int SignatureAlgorithms = 13;

        /// <summary>application_layer_protocol_negotiation (RFC 7301).</summary>
        internal const int ApplicationProtocols = 16;

        /// <summary>client_certificate_type (RFC 7250).</summary>
        internal const int ClientCertificateType = 19;

        /// <summary>server_certificate_type (RFC 7250).</summary>
        internal const int ServerCertificateType = 20;

        /// <summary>extended_master_secret (RFC 7627).</summary>
        internal const int ExtendedMasterSecret = 23;

        /// <summary>record_size_limit (RFC 8449).</summary>
        internal const int RecordSizeLimit = 28;

        /// <summary>session_ticket (RFC 5077).</summary>
        internal const int SessionTicket = 35;

        /// <summary>connection_id (RFC 9146).</summary>
        internal const int ConnectionId = 54;

        /// <summary>rrc, return routability check (RFC 9853).</summary>
        internal const int ReturnRoutability = 61;

        /// <summary>renegotiation_info (RFC 5746).</summary>
        internal const int RenegotiationInfo = 0xFF01;
    }
}
