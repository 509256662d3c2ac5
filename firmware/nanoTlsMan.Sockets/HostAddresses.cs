//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Net;
using System.Net.Sockets;

namespace NanoTlsMan.Sockets
{
    /// <summary>
    /// The addresses of a host, in the order in which they are tried.
    /// </summary>
    public static class HostAddresses
    {
        // More of them would only make who waits wait longer.
        private const int MostTried = 8;

        /// <summary>
        /// Resolves a name. An address in figures is itself.
        /// </summary>
        /// <param name="host">The name, or an address, an IPv6 one with its scope or without.</param>
        /// <returns>At least one address.</returns>
        /// <exception cref="ArgumentNullException"><paramref name="host"/> is <see langword="null"/>.</exception>
        /// <exception cref="SecureSockException">The name cannot be resolved
        /// (<see cref="TlsErrorCause.NameNotResolved"/>).</exception>
        public static IPAddress[] Resolve(string host)
        {
            if (host == null)
            {
                throw new ArgumentNullException();
            }

            Exception failure = null;

            try
            {
                IPAddress[] addresses = IsInFigures(host)
                    ? new IPAddress[] { IPAddress.Parse(host) }
                    : Order(Dns.GetHostEntry(host).AddressList);

                if (addresses.Length > 0)
                {
                    return addresses;
                }
            }
            catch (OutOfMemoryException)
            {
                throw;
            }
            catch (Exception exception)
            {
                // A board throws a SocketException, or whatever its parser meets.
                failure = exception;
            }

            throw new SecureSockException(
                TlsManStatus.Failed,
                new TlsManError(TlsErrorCause.NameNotResolved, TlsErrorLayer.Transport, TlsAlert.None, 0), failure);
        }

        /// <summary>
        /// Orders addresses as RFC 8305, section 4, has it: the platform's order, but the two families in turn, so that
        /// a family that leads nowhere costs one try before the other has its first.
        /// </summary>
        /// <param name="addresses">The addresses, in the platform's order.</param>
        /// <returns>Up to eight of them.</returns>
        /// <exception cref="ArgumentNullException"><paramref name="addresses"/> is <see langword="null"/>.</exception>
        public static IPAddress[] Order(IPAddress[] addresses)
        {
            if (addresses == null)
            {
                throw new ArgumentNullException();
            }

            int count = addresses.Length < MostTried ? addresses.Length : MostTried;
            IPAddress[] ordered = new IPAddress[count];
            bool[] isTaken = new bool[addresses.Length];

            for (int i = 0; i < count; i++)
            {
                int found = -1;

                for (int k = 0; k < addresses.Length; k++)
                {
                    if (isTaken[k])
                    {
                        continue;
                    }

                    // The first that is left, unless there is one of the other family than the last.
                    if (found < 0)
                    {
                        found = k;
                    }

                    if (i > 0 && addresses[k].AddressFamily != ordered[i - 1].AddressFamily)
                    {
                        found = k;
                        break;
                    }
                }

                ordered[i] = addresses[found];
                isTaken[found] = true;
            }

            return ordered;
        }

        // Of names only those of numbers alone are taken for addresses, and there are none.
        private static bool IsInFigures(string host)
        {
            bool hasLetters = false;

            for (int i = 0; i < host.Length; i++)
            {
                char each = host[i];

                if (each == ':')
                {
                    return true;
                }

                hasLetters |= each != '.' && (each < '0' || each > '9');
            }

            return !hasLetters;
        }
    }
}
