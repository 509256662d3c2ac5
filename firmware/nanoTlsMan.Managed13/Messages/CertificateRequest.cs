//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Managed.PublicKey.Extensions;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed13.Messages
{
    /// <summary>
    /// CertificateRequest (RFC 9846, section 4.3.2).
    /// </summary>
    internal static class CertificateRequest
    {
        internal static void Write(WireWriter writer, HelloKeys keys)
        {
            writer.WriteByte(0);

            int extensions = writer.BeginVector();

            SignatureAlgorithmsExtension.Write(writer, keys);
            writer.EndVector(extensions);
        }

        /// <summary>
        /// Reads the body.
        /// </summary>
        /// <param name="reader">Stands at the body and ends with it.</param>
        /// <param name="keys">Receives the schemes.</param>
        /// <returns>What is wrong, or <see cref="TlsErrorCause.None"/>.</returns>
        internal static TlsErrorCause Read(WireReader reader, HelloKeys keys)
        {
            int context = reader.SkipVector8(0, 255);
            int length = reader.ReadUInt16();

            if (reader.Failed || length != reader.Remaining)
            {
                return TlsErrorCause.DecodeError;
            }

            // RFC 9846, section 4.3.2: empty in the handshake.
            if (context != 0)
            {
                return TlsErrorCause.IllegalParameter;
            }

            WireReader content = new WireReader();
            int seen = -1;

            while (!reader.Failed && reader.Remaining > 0)
            {
                int type = reader.ReadUInt16();
                int count = reader.SkipVector16(0, 65535);

                if (reader.Failed)
                {
                    break;
                }

                // What repeats itself side by side is what a careless peer would send.
                if (type == seen)
                {
                    return TlsErrorCause.IllegalParameter;
                }

                seen = type;
                content.Reset(reader.Buffer, reader.Position - count, count);

                TlsErrorCause error = type == NanoTlsMan.Managed.Extensions.ExtensionType.SignatureAlgorithms
                    ? SignatureAlgorithmsExtension.Read(content, keys)
                    : type == Extensions.ExtensionType.CertificateAuthorities
                        ? Extensions.CertificateAuthoritiesExtension.Read(content)
                        : TlsErrorCause.None;

                if (error != TlsErrorCause.None)
                {
                    return error;
                }
            }

            return !reader.IsWhole ? TlsErrorCause.DecodeError
                : keys.Has(HelloKeys.SignatureAlgorithms) ? TlsErrorCause.None : TlsErrorCause.MissingExtension;
        }
    }
}
