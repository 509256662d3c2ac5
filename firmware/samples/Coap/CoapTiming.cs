//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Samples.Coap
{
    /// <summary>
    /// How long CoAP waits, in milliseconds (RFC 7252, section 4.8).
    /// </summary>
    internal static class CoapTiming
    {
        /// <summary>ACK_TIMEOUT: the least time before the first repetition.</summary>
        public const int AckTimeout = 2000;

        /// <summary>MAX_RETRANSMIT: how many repetitions there are, each after twice the time.</summary>
        public const int MaxRetransmit = 4;

        /// <summary>MAX_TRANSMIT_WAIT: how long a sender waits at most for what ends an exchange.</summary>
        public const int MaxTransmitWait = 93000;

        /// <summary>EXCHANGE_LIFETIME: how long a message ID stands for the message that had it first.</summary>
        public const int ExchangeLifetime = 247000;

        /// <summary>Max-Age of a response that has none, in seconds (section 5.10.5).</summary>
        public const int DefaultMaxAge = 60;

        /// <summary>
        /// Gets wrapping milliseconds, which no clock setting moves.
        /// </summary>
        public static int Now
        {
            get { return (int)Environment.TickCount64; }
        }

        /// <summary>
        /// Spreads a time by ACK_RANDOM_FACTOR, so that boards that began together do not go on together.
        /// </summary>
        /// <param name="random">Makes random numbers.</param>
        /// <param name="time">The time.</param>
        /// <returns>The time, up to one and a half times as long.</returns>
        public static int Spread(Random random, int time)
        {
            return time + random.Next((time / 2) + 1);
        }
    }
}
