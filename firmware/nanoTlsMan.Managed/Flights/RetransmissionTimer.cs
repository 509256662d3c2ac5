//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Managed.Flights
{
    /// <summary>
    /// The timers of a handshake: one that doubles with each retransmission (RFC 6347, section 4.2.4.1), and one for
    /// the whole.
    /// </summary>
    internal sealed class RetransmissionTimer
    {
        // A peer that has not sent its key exchange has shown nothing but an address, and may have half the time; but
        // never less than a few time-outs.
        private const int LeastTimeouts = 3;

        private readonly int _first;
        private readonly int _longest;
        private readonly int _start;
        private readonly int _total;
        private int _limit;
        private int _current;
        private int _armed;
        private int _wait;

        internal RetransmissionTimer(TlsSessionOptions options, bool isHalved, int now)
        {
            _first = options.FirstTimeout;
            _longest = options.MaxTimeout > options.FirstTimeout ? options.MaxTimeout : options.FirstTimeout;
            _start = now;
            _total = options.HandshakeTimeout;
            _limit = _total;
            _current = _first;

            if (isHalved)
            {
                int least = _first > _total / LeastTimeouts ? _total : LeastTimeouts * _first;

                _limit = _total / 2 > least ? _total / 2 : least;
            }
        }

        /// <summary>Gets a value indicating whether a retransmission is scheduled.</summary>
        internal bool IsArmed { get; private set; }

        /// <summary>Gets how often the flight was sent again.</summary>
        internal int Repetitions { get; private set; }

        /// <summary>Gets when something is due next.</summary>
        internal int Deadline
        {
            get { return IsArmed ? Time32.Earlier(_armed + _wait, _start + _limit) : _start + _limit; }
        }

        /// <summary>
        /// Allows the handshake all of its time.
        /// </summary>
        internal void Extend()
        {
            _limit = _total;
        }

        /// <summary>
        /// Schedules a retransmission: the flight has been sent. Up to half of the time-out comes on top at random: of
        /// a crowd that begins together, all would repeat together otherwise, and lose the same datagrams again.
        /// </summary>
        /// <param name="now">The present time.</param>
        /// <param name="random">A random byte.</param>
        internal void Arm(int now, int random)
        {
            IsArmed = true;
            _armed = now;
            _wait = _current + ((_current >> 9) * random) + (((_current & 511) * random) >> 9);
        }

        /// <summary>
        /// Ends the schedule and begins anew with the first timeout: the peer has answered with its next flight.
        /// </summary>
        internal void Reset()
        {
            IsArmed = false;
            _current = _first;
            Repetitions = 0;
        }

        /// <summary>
        /// Tells whether the handshake has taken too long.
        /// </summary>
        internal bool IsEnded(int now)
        {
            return Time32.Since(_start, now) >= (uint)_limit;
        }

        /// <summary>
        /// Tells whether a retransmission is due, and doubles the timeout then.
        /// </summary>
        internal bool TakeDue(int now)
        {
            if (!IsArmed || Time32.Since(_armed, now) < (uint)_wait)
            {
                return false;
            }

            _current = _current > _longest / 2 ? _longest : 2 * _current;
            Repetitions++;
            IsArmed = false;
            return true;
        }

        /// <summary>
        /// Tells whether the flight may be sent again because the peer repeats its own: not more often than twice in a
        /// timeout, so that a flood of repetitions is not answered by another.
        /// </summary>
        internal bool MayRepeat(int now)
        {
            return IsArmed && Time32.Since(_armed, now) >= (uint)_current / 2;
        }
    }
}
