//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Text;
using NanoTlsMan.Native;

namespace NanoTlsMan.NativeStacks
{
    /// <summary>
    /// Short texts of the native side.
    /// </summary>
    internal static class NativeText
    {
        private const int NameId = 1;
        private const int VersionId = 2;
        private const int LongestText = 32;

        internal static string GetStackName(int index)
        {
            byte[] text = new byte[LongestText];

            return Decode(text, NativeCalls.GetText(index, NameId, text, 0, text.Length));
        }

        internal static string GetStackVersion(int index)
        {
            byte[] text = new byte[LongestText];

            return Decode(text, NativeCalls.GetText(index, VersionId, text, 0, text.Length));
        }

        internal static string GetCipherName(int index)
        {
            byte[] text = new byte[LongestText];

            return Decode(text, NativeCalls.GetCipherText(index, NameId, text, 0, text.Length));
        }

        private static string Decode(byte[] text, int count)
        {
            return count > 0 ? Encoding.UTF8.GetString(text, 0, count) : string.Empty;
        }
    }
}
