//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Samples.Coap
{
    /// <summary>
    /// Who observes a resource, four at most, and what they have confirmed. Notifications are non-confirmable, and now
    /// and then a confirmable one asks whether the observer is still there (RFC 7641, section 4.5).
    /// </summary>
    internal sealed class CoapObservers
    {
        /// <summary>How many observers there may be.</summary>
        public const int MaxObservers = 4;

        private readonly TlsManSession[] _sessions = new TlsManSession[MaxObservers];
        private readonly byte[][] _tokens = new byte[MaxObservers][];
        private readonly Random _random = new Random();

        // When an observer was last known to be there; and of a notification that it has to confirm: its ID, when it
        // was sent, how long it has time, and how many went before it.
        private readonly int[] _confirmed = new int[MaxObservers];
        private readonly int[] _awaited = new int[MaxObservers];
        private readonly int[] _sent = new int[MaxObservers];
        private readonly int[] _timeouts = new int[MaxObservers];
        private readonly int[] _repetitions = new int[MaxObservers];

        /// <summary>
        /// Gets or sets how often an observer has to confirm, in milliseconds: hourly unless set; RFC 7641 demands once
        /// in 24 hours.
        /// </summary>
        public int ConfirmInterval { get; set; } = 3600000;

        /// <summary>
        /// Gets or sets ACK_TIMEOUT, in milliseconds.
        /// </summary>
        public int AckTimeout { get; set; } = CoapTiming.AckTimeout;

        /// <summary>
        /// Adds an observer, in place of what its session observed before.
        /// </summary>
        /// <param name="session">Its session.</param>
        /// <param name="token">Its token.</param>
        /// <returns><see langword="false"/> if there is no room.</returns>
        public bool Add(TlsManSession session, byte[] token)
        {
            Remove(session);

            for (int i = 0; i < MaxObservers; i++)
            {
                if (_sessions[i] == null)
                {
                    _sessions[i] = session;
                    _tokens[i] = token;
                    Reset(i);
                    return true;
                }
            }

            return false;
        }

        /// <summary>
        /// Lets an observer go.
        /// </summary>
        /// <param name="session">Its session.</param>
        public void Remove(TlsManSession session)
        {
            for (int i = 0; i < MaxObservers; i++)
            {
                if (_sessions[i] == session)
                {
                    _sessions[i] = null;
                    _tokens[i] = null;
                }
            }
        }

        /// <summary>
        /// Takes an acknowledgement.
        /// </summary>
        /// <param name="session">Whose it is.</param>
        /// <param name="id">The message ID that it repeats.</param>
        public void Confirm(TlsManSession session, int id)
        {
            for (int i = 0; i < MaxObservers; i++)
            {
                if (_sessions[i] == session && _awaited[i] == id)
                {
                    Reset(i);
                }
            }
        }

        /// <summary>
        /// Tells whose turn it is to be told something.
        /// </summary>
        /// <param name="index">The place of an observer, from 0 to <see cref="MaxObservers"/> - 1.</param>
        /// <returns>The session; or <see langword="null"/> if nobody is there, or has yet to confirm what was sent
        /// before: nothing overtakes that (RFC 7641, section 4.5.1).</returns>
        public TlsManSession GetNext(int index)
        {
            if (_sessions[index] != null && _awaited[index] != CoapMessage.None)
            {
                if (Time32.Left(_timeouts[index], _sent[index], CoapTiming.Now) > 0)
                {
                    return null;
                }

                if (_repetitions[index] == CoapTiming.MaxRetransmit)
                {
                    Remove(_sessions[index]);
                }
            }

            return _sessions[index];
        }

        /// <summary>
        /// Makes the notification for an observer whose turn it is. One that takes the place of a lost one goes on with
        /// its repetitions (RFC 7641, section 4.5.2).
        /// </summary>
        /// <param name="index">The place of the observer.</param>
        /// <param name="id">The message ID.</param>
        /// <returns>The notification, without options and payload.</returns>
        public CoapMessage Create(int index, int id)
        {
            int now = CoapTiming.Now;
            bool isRepetition = _awaited[index] != CoapMessage.None;

            if (!isRepetition && Time32.Left(ConfirmInterval, _confirmed[index], now) > 0)
            {
                return new CoapMessage(CoapMessage.NonConfirmable, CoapMessage.Content, id, _tokens[index]);
            }

            _repetitions[index] = isRepetition ? _repetitions[index] + 1 : 0;
            _timeouts[index] =
                isRepetition ? 2 * _timeouts[index] : CoapTiming.Spread(_random, AckTimeout);
            _awaited[index] = id;
            _sent[index] = now;
            return new CoapMessage(CoapMessage.Confirmable, CoapMessage.Content, id, _tokens[index]);
        }

        private void Reset(int index)
        {
            _confirmed[index] = CoapTiming.Now;
            _awaited[index] = CoapMessage.None;
        }
    }
}
