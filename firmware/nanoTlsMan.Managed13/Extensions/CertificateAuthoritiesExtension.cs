//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed13.Extensions
{
    /// <summary>
    /// certificate_authorities (RFC 9846, section 4.2.4). A side has one certificate, so that the names choose nothing.
    /// </summary>
    internal static class CertificateAuthoritiesExtension
    {
        /// <summary>
        /// Reads it: at least one name, of at least one byte.
        /// </summary>
        /// <returns>What is wrong, or <see cref="TlsErrorCause.None"/>.</returns>
        internal static TlsErrorCause Read(WireReader reader)
        {
            int length = reader.ReadUInt16();

            if (length == 0 || length != reader.Remaining)
            {
                return TlsErrorCause.DecodeError;
            }

            while (!reader.Failed && reader.Remaining > 0)
            {
                reader.SkipVector16(1, 65535);
            }

            return reader.IsWhole ? TlsErrorCause.None : TlsErrorCause.DecodeError;
        }
    }
}
