//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Managed.Extensions;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed.PublicKey.Extensions
{
    /// <summary>
    /// signature_algorithms (RFC 5246, section 7.4.1.4.1).
    /// </summary>
    internal static class SignatureAlgorithmsExtension
    {
        internal static void Write(WireWriter writer, HelloKeys keys)
        {
            if (!keys.Has(HelloKeys.SignatureAlgorithms))
            {
                return;
            }

            writer.WriteUInt16(ExtensionType.SignatureAlgorithms);

            int extension = writer.BeginVector();

            WriteList(writer, keys.Schemes);
            writer.EndVector(extension);
        }

        /// <summary>
        /// Writes a list of schemes, as a CertificateRequest has it too.
        /// </summary>
        internal static void WriteList(WireWriter writer, int[] schemes)
        {
            int list = writer.BeginVector();

            for (int i = 0; i < schemes.Length; i++)
            {
                writer.WriteUInt16(schemes[i]);
            }

            writer.EndVector(list);
        }

        internal static TlsErrorCause Read(WireReader reader, HelloKeys keys)
        {
            keys.Present |= HelloKeys.SignatureAlgorithms;
            return ReadList(reader, keys) && reader.Remaining == 0 ? TlsErrorCause.None : TlsErrorCause.DecodeError;
        }

        /// <summary>
        /// Reads a list of schemes.
        /// </summary>
        /// <returns><see langword="false"/> if it is malformed; otherwise, <see langword="true"/>.</returns>
        internal static bool ReadList(WireReader reader, HelloKeys keys)
        {
            int list = reader.ReadUInt16();

            if (list < 2 || (list & 1) != 0 || list > reader.Remaining)
            {
                return false;
            }

            for (int i = 0; i < list; i += 2)
            {
                keys.HasEcdsaRead |= reader.ReadUInt16() == SignatureScheme.EcdsaSecp256r1Sha256;
            }

            return true;
        }
    }
}
