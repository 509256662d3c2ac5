//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Managed.Extensions;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed.PublicKey.Extensions
{
    /// <summary>
    /// application_layer_protocol_negotiation (RFC 7301).
    /// </summary>
    internal static class ApplicationProtocolsExtension
    {
        internal static void Write(WireWriter writer, HelloKeys keys)
        {
            if (!keys.Has(HelloKeys.ApplicationProtocols))
            {
                return;
            }

            writer.WriteUInt16(ExtensionType.ApplicationProtocols);

            int extension = writer.BeginVector();
            int list = writer.BeginVector();

            for (int i = 0; i < keys.Protocols.Length; i++)
            {
                // Of a server the one that it has chosen.
                if (!keys.IsAnswer || i == keys.ProtocolIndex)
                {
                    string protocol = keys.Protocols[i];

                    writer.WriteByte(protocol.Length);
                    HelloKeys.WriteText(writer, protocol);
                }
            }

            writer.EndVector(list);
            writer.EndVector(extension);
        }

        internal static TlsErrorCause Read(WireReader reader, HelloKeys keys)
        {
            int list = reader.ReadUInt16();

            keys.Present |= HelloKeys.ApplicationProtocols;

            if (list < 2 || list != reader.Remaining)
            {
                return TlsErrorCause.DecodeError;
            }

            while (!reader.Failed && reader.Remaining > 0)
            {
                int length = reader.SkipVector8(1, 255);

                keys.ProtocolsRead++;

                if (!reader.Failed)
                {
                    Note(keys, reader.Buffer, reader.Position - length, length);
                }
            }

            return reader.IsWhole ? TlsErrorCause.None : TlsErrorCause.DecodeError;
        }

        private static void Note(HelloKeys keys, byte[] buffer, int offset, int count)
        {
            for (int i = 0; keys.Protocols != null && i < keys.Protocols.Length; i++)
            {
                if (AsciiText.IsAt(keys.Protocols[i], buffer, offset, count)
                    && (keys.ProtocolIndex < 0 || i < keys.ProtocolIndex))
                {
                    keys.ProtocolIndex = i;
                }
            }
        }
    }
}
