//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed.Messages
{
    /// <summary>
    /// ServerKeyExchange of the PSK suites: the identity hint (RFC 4279, section 2). It is left out where there is no
    /// hint.
    /// </summary>
    internal static class ServerKeyExchange
    {
        internal static void Write(WireWriter writer, byte[] hint)
        {
            writer.WriteUInt16(hint.Length);
            writer.WriteBytes(hint, 0, hint.Length);
        }

        /// <summary>
        /// Reads the body.
        /// </summary>
        /// <param name="reader">Stands at the body and ends with it; afterwards the hint ends at its position.</param>
        /// <returns>The hint's length, in bytes, or -1 if the body is malformed.</returns>
        internal static int Read(WireReader reader)
        {
            int length = reader.SkipVector16(0, CredentialStore.MaxIdentityLength);

            return reader.IsWhole ? length : -1;
        }
    }
}
