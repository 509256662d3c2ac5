//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed13.Extensions
{
    /// <summary>
    /// cookie (RFC 9846, section 4.2.2): what a HelloRetryRequest has, the next hello repeats.
    /// </summary>
    internal static class CookieExtension
    {
        internal static void Write(WireWriter writer, HelloContent content)
        {
            if (content.Has(HelloContent.Cookie))
            {
                writer.WriteUInt16(ExtensionType.Cookie);
                writer.WriteUInt16(2 + content.CookieContent.Length);
                writer.WriteUInt16(content.CookieContent.Length);
                writer.WriteBytes(content.CookieContent, 0, content.CookieContent.Length);
            }
        }

        internal static TlsErrorCause Read(WireReader reader, HelloContent content)
        {
            // An empty one is malformed.
            content.CookieContent = reader.ReadVector16(1, 65535);
            return reader.IsWhole ? TlsErrorCause.None : TlsErrorCause.DecodeError;
        }
    }
}
