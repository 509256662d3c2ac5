//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed.Messages
{
    /// <summary>
    /// ClientKeyExchange of the PSK suites: the identity (RFC 4279, section 2).
    /// </summary>
    internal static class ClientKeyExchange
    {
        internal static void Write(WireWriter writer, byte[] identity)
        {
            writer.WriteUInt16(identity.Length);
            writer.WriteBytes(identity, 0, identity.Length);
        }

        /// <summary>
        /// Reads the body.
        /// </summary>
        /// <param name="reader">Stands at the body; afterwards the identity ends at its position. With a key share
        /// (RFC 5489, section 2) the share is left, and else nothing.</param>
        /// <param name="hasShare">Whether a key share follows.</param>
        /// <returns>The identity's length, in bytes, or -1 if the body is malformed. One that is longer than any that
        /// is stored is an unknown one like others: RFC 4279, section 5.1, allows it.</returns>
        internal static int Read(WireReader reader, bool hasShare)
        {
            int length = reader.SkipVector16(0, 65535);

            return (hasShare ? !reader.Failed : reader.IsWhole) ? length : -1;
        }
    }
}
