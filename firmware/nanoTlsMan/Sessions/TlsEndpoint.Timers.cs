//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan
{
    /// <content>
    /// What is due, and what nobody has looked at for weeks.
    /// </content>
    public partial class TlsEndpoint
    {
        private int HandleTimers(int deadline)
        {
            TlsManSession last = null;
            int now = _transport.Now;

            _isComputing = false;
            NoteSilence(now);

            while (true)
            {
                TlsManSession session;

                lock (_syncRoot)
                {
                    session = _deadlines.First;

                    if (session == null)
                    {
                        return deadline;
                    }

                    // An engine that does not move its deadline shall not keep the others from having theirs.
                    if (session == last || !Time32.IsDue(session.Engine.Deadline, now))
                    {
                        return Time32.Earlier(deadline, session.Engine.Deadline);
                    }

                    try
                    {
                        session.Engine.HandleTimeout(now);
                        DrainInRound(session);
                    }
                    catch (Exception exception)
                    {
                        Break(session, exception);
                    }
                }

                last = session;
                deadline = now;

                // Whoever computes has one step, and then input has its turn.
                if (!Settle() || _isComputing)
                {
                    return deadline;
                }
            }
        }

        private void NoteSilence(int now)
        {
            // Times are compared within 24 days. Where nobody called for longer than the longest wait, no deadline
            // means anything any more: all handshakes are over. An open session has timers of 1.3 only, and sets the
            // next one when it is looked at.
            if (Time32.Since(_lastLook, now) < Time32.LongestWait / 2)
            {
                return;
            }

            lock (_syncRoot)
            {
                if (Time32.Since(_lastLook, now) > Time32.LongestWait)
                {
                    while (_deadlines.First != null)
                    {
                        TlsManSession session = _deadlines.First;

                        if (session.Engine.IsConnected)
                        {
                            _deadlines.Remove(session);
                        }
                        else
                        {
                            session.End(CreateError(TlsErrorCause.HandshakeTimeout));
                        }
                    }
                }

                _sessions.Age(now - Time32.LongestWait, now);
                _lastLook = now;
            }
        }
    }
}
