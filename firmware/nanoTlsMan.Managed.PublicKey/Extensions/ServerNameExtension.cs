//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Managed.Extensions;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed.PublicKey.Extensions
{
    /// <summary>
    /// server_name (RFC 6066, section 3).
    /// </summary>
    internal static class ServerNameExtension
    {
        private const int HostName = 0;

        internal static void Write(WireWriter writer, HelloKeys keys)
        {
            if (!keys.Has(HelloKeys.ServerName))
            {
                return;
            }

            writer.WriteUInt16(ExtensionType.ServerName);

            int extension = writer.BeginVector();

            // A server's answer is empty.
            if (keys.Name != null)
            {
                int list = writer.BeginVector();

                writer.WriteByte(HostName);

                int name = writer.BeginVector();

                HelloKeys.WriteText(writer, keys.Name);
                writer.EndVector(name);
                writer.EndVector(list);
            }

            writer.EndVector(extension);
        }

        internal static TlsErrorCause Read(WireReader reader, HelloKeys keys)
        {
            keys.Present |= HelloKeys.ServerName;

            if (reader.Remaining == 0)
            {
                // Only an answer may be empty.
                return keys.IsAnswer ? TlsErrorCause.None : TlsErrorCause.DecodeError;
            }

            int list = reader.ReadUInt16();

            if (keys.IsAnswer || list == 0 || list != reader.Remaining)
            {
                return TlsErrorCause.DecodeError;
            }

            while (!reader.Failed && reader.Remaining > 0)
            {
                int type = reader.ReadByte();
                byte[] name = reader.ReadVector16(1, 65535);

                // There is one name of a type at most.
                if (type == HostName && !reader.Failed)
                {
                    if (keys.NameRead != null || !IsName(name))
                    {
                        return TlsErrorCause.IllegalParameter;
                    }

                    keys.NameRead = name;
                }
            }

            return reader.IsWhole ? TlsErrorCause.None : TlsErrorCause.DecodeError;
        }

        // ASCII, and no zero that ends the name for some and not for others.
        private static bool IsName(byte[] name)
        {
            for (int i = 0; i < name.Length; i++)
            {
                if (name[i] < 33 || name[i] > 126)
                {
                    return false;
                }
            }

            return true;
        }
    }
}
