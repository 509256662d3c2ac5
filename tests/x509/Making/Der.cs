//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Linq;

namespace NanoTlsMan.Tests.Chains.Making
{
    /// <summary>
    /// Values of DER by hand, and of what is not DER.
    /// </summary>
    internal static class Der
    {
        internal static byte[] Value(int tag, params byte[][] content)
        {
            byte[] all = [.. content.SelectMany(each => each)];

            return [(byte)tag, .. Length(all.Length), .. all];
        }

        internal static byte[] Text(int tag, string text) => Value(tag, [.. text.Select(each => (byte)each)]);

        internal static byte[] Hex(string hex) => Convert.FromHexString(hex.Replace(" ", ""));

        internal static byte[] Length(int length) => length switch
        {
            < 0x80 => [(byte)length],
            < 0x100 => [0x81, (byte)length],
            _ => [0x82, (byte)(length >> 8), (byte)length],
        };

        /// <summary>The content of a value.</summary>
        internal static byte[] Content(byte[] value) =>
            value[1] < 0x80 ? value[2..] : value[(2 + (value[1] & 0x7f))..];

        /// <summary>The value with the length's bytes replaced.</summary>
        internal static byte[] WithLength(byte[] value, params byte[] length) =>
            [value[0], .. length, .. Content(value)];
    }
}
