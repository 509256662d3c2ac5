//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace NanoTlsMan.Sockets
{
    /// <summary>
    /// Connects a socket within a time. The platform's own connect has no time-out that can be set, so a thread does
    /// it, and the socket of one that takes too long is closed.
    /// </summary>
    internal sealed class TcpConnector
    {
        private readonly Socket _socket;
        private readonly IPEndPoint _remote;
        private readonly ManualResetEvent _done = new ManualResetEvent(false);
        private Exception _failure;

        internal TcpConnector(Socket socket, IPEndPoint remote)
        {
            _socket = socket;
            _remote = remote;
        }

        /// <summary>
        /// Connects.
        /// </summary>
        /// <param name="timeout">How long to wait, in milliseconds; Timeout.Infinite (-1) for as long as the platform
        /// does.</param>
        /// <exception cref="SocketException">The server cannot be reached.</exception>
        /// <exception cref="TimeoutException">The server did not answer in time; the socket is to be
        /// closed.</exception>
        internal void Connect(int timeout)
        {
            if (timeout < 0)
            {
                _socket.Connect(_remote);
                return;
            }

            new Thread(Run).Start();

            if (!_done.WaitOne(timeout, false))
            {
                throw new TimeoutException(TlsErrorText.Explain(TlsErrorCause.TimedOut));
            }

            if (_failure != null)
            {
                throw _failure;
            }
        }

        private void Run()
        {
            try
            {
                _socket.Connect(_remote);
            }
            catch (Exception exception)
            {
                // Told to who waits, if he still does.
                _failure = exception;
            }

            _done.Set();
        }
    }
}
