//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan
{
    /// <summary>
    /// How much an endpoint takes on: what a board's memory allows. They may be changed at any time, and count for what
    /// comes afterwards.
    /// </summary>
    public sealed class TlsLimits
    {
        private int _maxSessions = 8;
        private int _maxHalfOpen = 4;
        private int _maxUndelivered = 4;
        private int _idleTimeout = 300000;

        /// <summary>
        /// Gets or sets how many sessions there may be, besides the handshakes of clients that are under way: 8. With
        /// four handshakes beside them that is what a heap of 64 KB has room for; a gateway raises it.
        /// </summary>
        /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
        public int MaxSessions
        {
            get { return _maxSessions; }
            set { _maxSessions = AtLeastOne(value); }
        }

        /// <summary>
        /// Gets or sets how many handshakes of clients may be under way at once: 4. Where all places are taken, a
        /// client whose address is proved gets the oldest place, once that is old enough for a handshake to have been
        /// completed in it.
        /// </summary>
        /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
        public int MaxHalfOpen
        {
            get { return _maxHalfOpen; }
            set { _maxHalfOpen = AtLeastOne(value); }
        }

        /// <summary>
        /// Gets or sets how many records of one datagram session may wait to be fetched: 4. Further ones are dropped
        /// and counted, as
        /// <see cref="DropReason.QueueFull"/>.
        /// </summary>
        /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
        public int MaxUndelivered
        {
            get { return _maxUndelivered; }
            set { _maxUndelivered = AtLeastOne(value); }
        }

        /// <summary>
        /// Gets or sets after how many idle milliseconds a session that a peer opened may be evicted for a new one:
        /// 300,000.
        /// </summary>
        /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
        public int IdleTimeout
        {
            get { return _idleTimeout; }
            set { _idleTimeout = AtLeastOne(value); }
        }

        private static int AtLeastOne(int value)
        {
            if (value < 1)
            {
                throw new ArgumentOutOfRangeException();
            }

            return value;
        }
    }
}
