//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Managed.Messages
{
    /// <summary>
    /// The message of a check of a path (RFC 9853, section 4): a type and a cookie.
    /// </summary>
    internal static class ReturnRoutabilityCheck
    {
        internal const int PathChallenge = 0;
        internal const int PathResponse = 1;
        internal const int CookieLength = 8;
        internal const int Length = 1 + CookieLength;

        /// <summary>
        /// Writes a message.
        /// </summary>
        /// <returns>Its length, in bytes.</returns>
        internal static int Write(byte[] output, int offset, int type, byte[] cookie, int cookieOffset)
        {
            output[offset] = (byte)type;
            Array.Copy(cookie, cookieOffset, output, offset + 1, CookieLength);
            return Length;
        }
    }
}
