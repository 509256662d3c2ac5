//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.X509
{
    /// <summary>
    /// IP addresses as text. The class library's own parser belongs to System.Net, which programs over other transports
    /// do not load.
    /// </summary>
    internal static class IpLiteral
    {
        private const int GroupCount = 8;

        /// <summary>
        /// Reads an address.
        /// </summary>
        /// <returns>4 or 16 bytes; or <see langword="null"/> where it is none.</returns>
        internal static byte[] Parse(char[] text)
        {
            for (int i = 0; i < text.Length; i++)
            {
                if (text[i] == ':')
                {
                    return ParseGroups(text);
                }
            }

            byte[] address = new byte[4];
            return ParseQuads(text, 0, address, 0) ? address : null;
        }

        // Four decimal numbers without zeros in front, which some read as octal (RFC 3986, section 3.2.2).
        private static bool ParseQuads(char[] text, int start, byte[] address, int offset)
        {
            int position = start;

            for (int i = 0; i < 4; i++)
            {
                int value = 0;
                int first = position;

                while (position < text.Length && text[position] >= '0' && text[position] <= '9' && value <= 255)
                {
                    value = value * 10 + text[position] - '0';
                    position++;
                }

                if (position == first || value > 255 || (text[first] == '0' && position > first + 1))
                {
                    return false;
                }

                address[offset + i] = (byte)value;
                if (i < 3)
                {
                    if (position == text.Length || text[position] != '.')
                    {
                        return false;
                    }

                    position++;
                }
            }

            return position == text.Length;
        }

        // RFC 4291, section 2.2.
        private static byte[] ParseGroups(char[] text)
        {
            byte[] address = new byte[2 * GroupCount];
            int position = 0;
            int groups = 0;
            int gap = -1;

            if (text.Length >= 2 && text[0] == ':' && text[1] == ':')
            {
                gap = 0;
                position = 2;
            }

            while (position < text.Length)
            {
                int first = position;
                int value = 0;

                if (groups == GroupCount)
                {
                    return null;
                }

                while (position < text.Length && position - first < 4 && GetDigit(text[position]) >= 0)
                {
                    value = (value << 4) | GetDigit(text[position]);
                    position++;
                }

                if (position < text.Length && text[position] == '.')
                {
                    if (groups > GroupCount - 2 || !ParseQuads(text, first, address, 2 * groups))
                    {
                        return null;
                    }

                    groups += 2;
                    break;
                }

                if (position == first)
                {
                    return null;
                }

                address[2 * groups] = (byte)(value >> 8);
                address[2 * groups + 1] = (byte)value;
                groups++;
                if (position == text.Length)
                {
                    break;
                }

                if (text[position] != ':' || position + 1 == text.Length)
                {
                    return null;
                }

                position++;
                if (text[position] == ':')
                {
                    if (gap >= 0)
                    {
                        return null;
                    }

                    gap = groups;
                    position++;
                }
            }

            return Spread(address, groups, gap);
        }

        // Moves what stands after "::" to the end.
        private static byte[] Spread(byte[] address, int groups, int gap)
        {
            if (gap < 0 ? groups != GroupCount : groups == GroupCount)
            {
                return null;
            }

            if (gap >= 0)
            {
                int moved = 2 * (groups - gap);
                int target = address.Length - moved;

                for (int i = moved - 1; i >= 0; i--)
                {
                    address[target + i] = address[2 * gap + i];
                }

                Array.Clear(address, 2 * gap, target - 2 * gap);
            }

            return address;
        }

        private static int GetDigit(char digit)
        {
            if (digit >= '0' && digit <= '9')
            {
                return digit - '0';
            }

            if (digit >= 'a' && digit <= 'f')
            {
                return digit - 'a' + 10;
            }

            return digit >= 'A' && digit <= 'F' ? digit - 'A' + 10 : -1;
        }
    }
}
