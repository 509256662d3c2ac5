//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Managed.Handshake
{
    /// <summary>
    /// The timers of a handshake: one that doubles with each retransmission (RFC 6347, section 4.2.4.1), and one for the whole.
    /// </summary>
    internal sealed class RetransmissionTimer
    {
        private readonly int _first;
        private readonly int _longest;
        private readonly int _end;
        private int _current;
        private int _due;

        internal RetransmissionTimer(TlsSessionOptions options, int now)
        {
            _first = options.FirstTimeout;
            _longest = options.MaxTimeout > options.FirstTimeout ? options.MaxTimeout : options.FirstTimeout;
            _end = now + options.TotalTimeout;
            _current = _first;
        }

        /// <summary>Gets a value indicating whether a retransmission is scheduled.</summary>
        internal bool IsArmed { get; private set; }

        /// <summary>Gets how often the flight was sent again.</summary>
        internal int Repetitions { get; private set; }

        /// <summary>Gets when something is due next.</summary>
        internal int Deadline
        {
            get { return IsArmed ? Time32.Earlier(_due, _end) : _end; }
        }

        /// <summary>
        /// Schedules a retransmission: the flight has been sent.
        /// </summary>
        internal void Arm(int now)
        {
            IsArmed = true;
            _due = now + _current;
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
        internal bool IsOver(int now)
        {
            return Time32.IsDue(_end, now);
        }

        /// <summary>
        /// Tells whether a retransmission is due, and doubles the timeout then.
        /// </summary>
        internal bool TakeDue(int now)
        {
            if (!IsArmed || !Time32.IsDue(_due, now))
            {
                return false;
            }

            _current = _current > _longest / 2 ? _longest : 2 * _current;
            Repetitions++;
            IsArmed = false;
            return true;
        }

        /// <summary>
        /// Tells whether the flight may be sent again because the peer repeats its own: not more often than twice in a timeout, so that a flood of
        /// repetitions is not answered by another.
        /// </summary>
        internal bool MayRepeat(int now)
        {
            return IsArmed && now - (_due - _current) >= _current / 2;
        }
    }
}
