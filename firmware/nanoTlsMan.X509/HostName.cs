//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.X509.Der;

namespace NanoTlsMan.X509
{
    /// <summary>
    /// The host that a program means, and how it is found among the names of a certificate (RFC 9525): a DNS name or an
    /// IP address, each compared with names of its own kind only.
    /// </summary>
    public sealed class HostName
    {
        private const int MaxLength = 253;
        private const int MaxLabelLength = 63;

        // One of them is null.
        private byte[] _name;
        private byte[] _address;

        /// <summary>
        /// Reads a host.
        /// </summary>
        /// <param name="host">A DNS name in ASCII, in which labels of other scripts are A-labels (<c>xn--…</c>), with
        /// or without a dot at its end; or an IPv4 or IPv6 address, without brackets, scope or port.</param>
        /// <exception cref="ArgumentNullException"><paramref name="host"/> is <see langword="null"/>.</exception>
        /// <exception cref="ArgumentException">It is neither.</exception>
        public HostName(string host)
        {
            if (!TryParse(host))
            {
                throw new ArgumentException();
            }
        }

        private HostName()
        {
        }

        /// <summary>
        /// Tells whether a text is a host, which the constructor takes.
        /// </summary>
        /// <param name="host">The text.</param>
        /// <returns><see langword="true"/> if it is; otherwise, <see langword="false"/>.</returns>
        /// <exception cref="ArgumentNullException"><paramref name="host"/> is <see langword="null"/>.</exception>
        public static bool IsHost(string host)
        {
            return Read(host) != null;
        }

        /// <summary>
        /// Gets a value indicating whether the host is an IP address.
        /// </summary>
        public bool IsAddress
        {
            get { return _address != null; }
        }

        /// <summary>
        /// Tells whether a dNSName of a certificate is this host (RFC 9525, section 6.3). A wildcard is the whole
        /// left-most label, stands for exactly one, and has two labels or more after it.
        /// </summary>
        /// <param name="buffer">Holds the name, in ASCII.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="count">Its length, in bytes.</param>
        /// <returns><see langword="true"/> if it is; otherwise, <see langword="false"/>, as always for an
        /// address.</returns>
        public bool MatchesName(byte[] buffer, int offset, int count)
        {
            int start = 0;

            if (_name == null)
            {
                return false;
            }

            if (count > 2 && buffer[offset] == '*' && buffer[offset + 1] == '.')
            {
                start = FindDot(0);
                offset++;
                count--;

                // Somebody's names, not all of a top-level domain's.
                if (FindDot(start + 1) >= _name.Length)
                {
                    return false;
                }
            }

            // A host has letters, digits, hyphens and underscores only, and so has what is equal to it.
            if (count != _name.Length - start)
            {
                return false;
            }

            for (int i = 0; i < count; i++)
            {
                if (Stretch.ToLower(buffer[offset + i]) != _name[start + i])
                {
                    return false;
                }
            }

            return true;
        }

        /// <summary>
        /// Tells whether an iPAddress of a certificate is this host (RFC 9525, section 6.4): the same bytes.
        /// </summary>
        /// <param name="buffer">Holds the address, in network byte order.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="count">Its length, in bytes.</param>
        /// <returns><see langword="true"/> if it is; otherwise, <see langword="false"/>, as always for a DNS
        /// name.</returns>
        public bool MatchesAddress(byte[] buffer, int offset, int count)
        {
            return _address != null && Stretch.AreEqual(_address, 0, _address.Length, buffer, offset, count);
        }

        /// <summary>
        /// Reads a host from a text that may be none.
        /// </summary>
        /// <returns>The host, or <see langword="null"/>.</returns>
        internal static HostName Read(string host)
        {
            HostName name = new HostName();

            return name.TryParse(host) ? name : null;
        }

        private bool TryParse(string host)
        {
            if (host == null)
            {
                throw new ArgumentNullException();
            }

            char[] letters = host.ToCharArray();

            _address = IpLiteral.Parse(letters);
            if (_address == null)
            {
                _name = ParseName(letters);
            }

            return _address != null || _name != null;
        }

        private int FindDot(int start)
        {
            while (start < _name.Length && _name[start] != '.')
            {
                start++;
            }

            return start;
        }

        private static byte[] ParseName(char[] letters)
        {
            int count = letters.Length;
            int labelLength = 0;
            bool isNumber = true;

            if (count > 0 && letters[count - 1] == '.')
            {
                count--;
            }

            if (count == 0 || count > MaxLength)
            {
                return null;
            }

            byte[] name = new byte[count];
            for (int i = 0; i < count; i++)
            {
                char letter = letters[i];

                name[i] = (byte)Stretch.ToLower(letter);
                if (letter == '.')
                {
                    if (labelLength == 0 || letters[i - 1] == '-')
                    {
                        return null;
                    }

                    labelLength = 0;
                    isNumber = true;
                    continue;
                }

                labelLength++;
                isNumber &= letter >= '0' && letter <= '9';
                if (labelLength > MaxLabelLength || !IsInLabel(letter) || (letter == '-' && labelLength == 1))
                {
                    return null;
                }
            }

            // A number at the end would be an address that somebody reads otherwise (RFC 3696, section 2).
            return labelLength == 0 || isNumber || letters[count - 1] == '-' ? null : name;
        }

        private static bool IsInLabel(char letter)
        {
            return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z')
                || (letter >= '0' && letter <= '9') || letter == '-' || letter == '_';
        }
    }
}
