//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Samples.HttpClientPsk
{
    /// <summary>
    /// When a request has to be answered, with all that belongs to it: the connection, the headers and the body.
    /// </summary>
    internal sealed class HttpDeadline
    {
        private readonly int _timeout;
        private readonly int _start = (int)Environment.TickCount64;

        /// <summary>
        /// Initializes a new instance of the <see cref="HttpDeadline"/> class that begins now.
        /// </summary>
        /// <param name="timeout">The time there is, in milliseconds; Timeout.Infinite (-1) for no end.</param>
        public HttpDeadline(int timeout)
        {
            _timeout = timeout;
        }

        /// <summary>
        /// Gets what is left, in milliseconds.
        /// </summary>
        /// <returns>At least 1.</returns>
        /// <exception cref="TimeoutException">The time is over.</exception>
        public int GetLeft()
        {
            int left = Time32.Left(_timeout, _start, (int)Environment.TickCount64);

            if (left == 0)
            {
                throw new TimeoutException();
            }

            return left;
        }
    }
}
