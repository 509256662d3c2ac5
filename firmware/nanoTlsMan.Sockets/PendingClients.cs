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

        // Nobody loses a place before he had it for so long, in milliseconds: many round trips, and the arithmetic of
        // a handshake on a board.
        private const int Turn = 1000;

        private readonly SecureTcpSock[] _clients = new SecureTcpSock[Places];
        private readonly int[] _since = new int[Places];
        private int _count;
        private bool _isDisposed;

        internal bool IsEmpty
        {
            get { return _count == 0; }
        }

        /// <summary>
        /// Gets a value indicating whether no place can be had: all are taken, and by clients who came just now.
        /// </summary>
        internal bool IsFull
        {
            get { return _count >= Places && Time32.Since(_since[FindOldest()], MonotonicClock.Now) < Turn; }
        }

        /// <summary>
        /// Begins the handshake with a client. If all places are taken, the client who had his for longest loses it:
        /// see <see cref="IsFull"/>. A client that fails at once is closed.
        /// </summary>
        internal void Add(SecureTcpSock client)
        {
            bool isKept = false;

            if (_count >= Places)
            {
                Close(FindOldest());
            }

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
                Close(i);
            }
        }

        private void Close(int place)
        {
            SecureTcpSock client = _clients[place];

            if (client != null && Remove(place, client))
            {
                client.Dispose();
            }
        }

        private int FindOldest()
        {
            int now = MonotonicClock.Now;
            int oldest = 0;

            for (int i = 1; i < Places; i++)
            {
                if (Time32.Since(_since[i], now) > Time32.Since(_since[oldest], now))
                {
                    oldest = i;
                }
            }

            return oldest;
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
                        _since[i] = MonotonicClock.Now;
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
