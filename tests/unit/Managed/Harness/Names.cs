//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// Names for what failures print: on a board an enumeration prints as a number.
    /// </summary>
    internal static class Names
    {
        private static readonly string[] s_reasons =
        {
            "TooShort",
            "BadLength",
            "UnknownType",
            "WrongVersion",
            "WrongEpoch",
            "Replayed",
            "BadMac",
            "Unexpected",
            "Malformed",
            "BadFragment",
            "OutOfReach",
            "Duplicate",
            "StrayAlert",
            "Empty",
            "FragmentedClientHello",
            "UnknownPeer",
            "HalfOpenLimit",
            "TableFull",
            "NoStack",
            "QueueFull",
            "NoMemory",
        };

        public static string Of(DropReason reason)
        {
            return s_reasons[(int)reason];
        }
    }
}
