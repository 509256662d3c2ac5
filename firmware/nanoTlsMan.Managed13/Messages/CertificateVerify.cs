//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed13.Messages
{
    /// <summary>
    /// CertificateVerify (RFC 9846, section 4.4.3).
    /// </summary>
    internal static class CertificateVerify
    {
        private const int PadLength = 64;
        private const byte Pad = 0x20;

        // Over datagrams as well.
        private const string ServerContext = "TLS 1.3, server CertificateVerify";
        private const string ClientContext = "TLS 1.3, client CertificateVerify";

        /// <summary>
        /// Makes what is signed.
        /// </summary>
        /// <param name="role">Who signs.</param>
        /// <param name="digest">The transcript up to the Certificate.</param>
        internal static byte[] CreateSignedMessage(TlsRole role, byte[] digest)
        {
            string context = role == TlsRole.Server ? ServerContext : ClientContext;
            byte[] message = new byte[PadLength + context.Length + 1 + digest.Length];

            for (int i = 0; i < PadLength; i++)
            {
                message[i] = Pad;
            }

            AsciiText.Put(context, message, PadLength);
            Array.Copy(digest, 0, message, PadLength + context.Length + 1, digest.Length);
            return message;
        }

        internal static void Write(WireWriter writer, int scheme, byte[] signature)
        {
            writer.WriteUInt16(scheme);
            writer.WriteUInt16(signature.Length);
            writer.WriteBytes(signature, 0, signature.Length);
        }

        /// <summary>
        /// Reads the body.
        /// </summary>
        /// <returns>The signature; <see langword="null"/> if the body is malformed.</returns>
        internal static byte[] Read(WireReader reader, out int scheme)
        {
            scheme = reader.ReadUInt16();

            byte[] signature = reader.ReadVector16(0, 65535);

            return reader.IsWhole ? signature : null;
        }
    }
}
