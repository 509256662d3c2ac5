//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed.Messages
{
    /// <summary>
    /// HelloVerifyRequest (RFC 6347, section 4.2.1), as a client reads it. The core's <see cref="CookieGate"/> writes
    /// it.
    /// </summary>
    internal static class HelloVerifyRequest
    {
        /// <summary>
        /// Reads the body.
        /// </summary>
        /// <param name="reader">Stands at the body and ends with it.</param>
        /// <returns>The cookie, or <see langword="null"/> if the body is malformed.</returns>
        internal static byte[] ReadCookie(WireReader reader)
        {
            // The version says nothing of what will be agreed (RFC 6347, section 4.2.1).
            int version = reader.ReadUInt16();
            int length = reader.SkipVector8(0, 255);

            if (!reader.IsWhole || (version >> 8) != 0xFE)
            {
                return null;
            }

            byte[] cookie = reader.CopyLast(length);
            return cookie;
        }
    }
}
