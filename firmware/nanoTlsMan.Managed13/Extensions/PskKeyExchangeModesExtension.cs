//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed13.Extensions
{
    /// <summary>
    /// psk_key_exchange_modes (RFC 9846, section 4.2.9).
    /// </summary>
    internal static class PskKeyExchangeModesExtension
    {
        private const int PskKe = 0;
        private const int PskDheKe = 1;

        internal static void Write(WireWriter writer, HelloContent content)
        {
            if (!content.Has(HelloContent.PskModes))
            {
                return;
            }

            bool hasBoth = content.Modes == (TlsPskModes.PskOnly | TlsPskModes.WithKeyShare);

            writer.WriteUInt16(ExtensionType.PskKeyExchangeModes);
            writer.WriteUInt16(hasBoth ? 3 : 2);
            writer.WriteByte(hasBoth ? 2 : 1);

            if ((content.Modes & TlsPskModes.WithKeyShare) != 0)
            {
                writer.WriteByte(PskDheKe);
            }

            if ((content.Modes & TlsPskModes.PskOnly) != 0)
            {
                writer.WriteByte(PskKe);
            }
        }

        internal static TlsErrorCause Read(WireReader reader, HelloContent content)
        {
            int length = reader.ReadByte();

            if (length < 1 || length != reader.Remaining)
            {
                return TlsErrorCause.DecodeError;
            }

            // RFC 9846, section 4.2.9: a server says nothing of it.
            if (content.Form != HelloForm.Client)
            {
                return TlsErrorCause.IllegalParameter;
            }

            while (reader.Remaining > 0)
            {
                int mode = reader.ReadByte();

                content.Modes |= mode == PskKe ? TlsPskModes.PskOnly
                    : mode == PskDheKe ? TlsPskModes.WithKeyShare : TlsPskModes.None;
            }

            return TlsErrorCause.None;
        }
    }
}
