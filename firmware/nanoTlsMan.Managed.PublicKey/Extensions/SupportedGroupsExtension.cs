//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Managed.Extensions;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed.PublicKey.Extensions
{
    /// <summary>
    /// supported_groups (RFC 8422, section 5.1.1).
    /// </summary>
    internal static class SupportedGroupsExtension
    {
        private const int Secp256r1 = 23;
        private const int X25519 = 29;

        /// <summary>Gets a curve's number.</summary>
        internal static int GetGroup(NamedCurve curve)
        {
            return curve == NamedCurve.X25519 ? X25519 : Secp256r1;
        }

        internal static void Write(WireWriter writer, HelloKeys keys)
        {
            if (!keys.Has(HelloKeys.SupportedGroups))
            {
                return;
            }

            writer.WriteUInt16(ExtensionType.SupportedGroups);

            int extension = writer.BeginVector();
            int list = writer.BeginVector();

            for (int i = 0; i < keys.Curves.Length; i++)
            {
                writer.WriteUInt16(GetGroup(keys.Curves[i]));
            }

            writer.EndVector(list);
            writer.EndVector(extension);
        }

        internal static TlsErrorCause Read(WireReader reader, HelloKeys keys)
        {
            int list = reader.ReadUInt16();

            keys.Present |= HelloKeys.SupportedGroups;

            if (list < 2 || (list & 1) != 0 || list != reader.Remaining)
            {
                return TlsErrorCause.DecodeError;
            }

            while (reader.Remaining > 0)
            {
                int group = reader.ReadUInt16();

                keys.CurvesRead |= group == Secp256r1 ? 1 << (int)NamedCurve.P256
                    : group == X25519 ? 1 << (int)NamedCurve.X25519 : 0;
            }

            return TlsErrorCause.None;
        }
    }
}
