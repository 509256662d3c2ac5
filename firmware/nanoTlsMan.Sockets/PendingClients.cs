//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Sockets
{
    /// <summary>
    /// Connections of clients whose handshakes are under way side by side, without a thread for each. They go on
    /// whenever somebody asks for one that is open.
    /// </summary>
    internal sealed class PendingClients : IDisposable
    {
        private const int Places = 4;

        private readonly SecureTcpSock[] _clients = new SecureTcpSock[Places];
        private int _count;
        private bool _isDisposed;

        internal bool IsEmpty
        {
            get { return _count == 0; }
        }

        internal bool IsFull
        {
            get { return _count >= Places; }
        }

        /// <summary>
        /// Begins the handshake with a client. There is room: see <see cref="IsFull"/>. A client that fails at once is
        /// closed.
        /// </summary>
        internal void Add(SecureTcpSock client)
        {
            bool isKept = false;

            try
            {
                client.OpenServer(SecureSockFlags.NonBlock);
                isKept = Keep(client);
            }
            catch (SecureSockException)
            {
                // A connection that has gone, or that no stack can serve, is nobody's.
            }
            finally
            {
                if (!isKept)
                {
                    client.Dispose();
                }
            }
        }

        /// <summary>
        /// Goes on with each handshake, as far as that needs no waiting.
        /// </summary>
        /// <returns>A client whose channel is open and that is the caller's now, or <see langword="null"/>.</returns>
        internal SecureTcpSock TakeConnected()
        {
            for (int i = 0; i < Places; i++)
            {
                SecureTcpSock client = _clients[i];

                if (client == null || IsUnderWay(client.Session) || !Remove(i, client))
                {
                    continue;
                }

                // A client may have said all that it wanted, and be gone.
                if ((client.Session.TakeEvents() & SessionEvents.Connected) != 0)
                {
                    return client;
                }

                client.Dispose();
            }

            return null;
        }

        /// <summary>
        /// Closes all. May be called by any thread, and more than once.
        /// </summary>
        public void Dispose()
        {
            lock (_clients)
            {
                _isDisposed = true;
            }

            for (int i = 0; i < Places; i++)
            {
                SecureTcpSock client = _clients[i];

                if (client != null && Remove(i, client))
                {
                    client.Dispose();
                }
            }
        }

        // Asking for data takes what has come.
        private static bool IsUnderWay(TlsManSession session)
        {
            return !session.IsDataReady && !session.IsConnected && !session.IsEnded;
        }

        private bool Keep(SecureTcpSock client)
        {
            lock (_clients)
            {
                for (int i = 0; i < Places && !_isDisposed; i++)
                {
                    if (_clients[i] == null)
                    {
                        _clients[i] = client;
                        _count++;
                        return true;
                    }
                }
            }

            return false;
        }

        // Of two threads that find a client, one gets it.
        private bool Remove(int place, SecureTcpSock client)
        {
            lock (_clients)
            {
                if (_clients[place] != client)
                {
                    return false;
                }

                _clients[place] = null;
                _count--;
                return true;
            }
        }
    }
}
