//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Managed.Messages;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed
{
    /// <summary>
    /// Both sides of the check of a path, in its basic form (RFC 9853, section 5): asks the peer, and answers it.
    /// </summary>
    internal sealed class PathChecker
    {
        // A question may be lost like any datagram. Each has a cookie of its own, and an answer to any of them counts.
        private const int MostQuestions = 3;

        private readonly byte[] _cookies = new byte[MostQuestions * ReturnRoutabilityCheck.CookieLength];
        private readonly byte[] _answer = new byte[ReturnRoutabilityCheck.CookieLength];
        private readonly int _period;
        private int _asked;
        private bool _isQuestionDue;
        private bool _isAnswerDue;

        /// <summary>
        /// Initializes a new instance of the <see cref="PathChecker"/> class.
        /// </summary>
        /// <param name="period">How long to wait for an answer before the question is repeated, in
        /// milliseconds.</param>
        internal PathChecker(int period)
        {
            _period = period;
        }

        /// <summary>Gets how far the question is.</summary>
        internal TlsPathCheck State { get; private set; }

        /// <summary>Gets when the question is to be repeated or given up.</summary>
        internal int Deadline { get; private set; }

        /// <summary>Gets where that belongs which was written last.</summary>
        internal TlsOutputPath OutputPath { get; private set; }

        /// <summary>Gets or sets a value indicating whether the last input was part of a check.</summary>
        internal bool WasPathRecord { get; set; }

        /// <summary>
        /// Begins to ask.
        /// </summary>
        /// <returns>How far it is.</returns>
        internal TlsPathCheck Begin(RandomSource random, int now)
        {
            _asked = 0;
            _isQuestionDue = random.TryFill(_cookies, 0, _cookies.Length);
            State = _isQuestionDue ? TlsPathCheck.Pending : TlsPathCheck.Failed;
            Deadline = now + _period;
            return State;
        }

        /// <summary>
        /// Takes the passing of time.
        /// </summary>
        internal void HandleTimeout(int now)
        {
            if (State != TlsPathCheck.Pending || !Time32.IsDue(Deadline, now))
            {
                return;
            }

            if (_asked >= MostQuestions)
            {
                State = TlsPathCheck.Failed;
                return;
            }

            _isQuestionDue = true;
            Deadline = now + _period;
        }

        /// <summary>
        /// Takes a message.
        /// </summary>
        /// <returns>Why it is dropped, or -1.</returns>
        internal int Handle(byte[] buffer, int offset, int count)
        {
            WasPathRecord = true;

            if (count != ReturnRoutabilityCheck.Length)
            {
                return (int)DropReason.Malformed;
            }

            switch (buffer[offset])
            {
                case ReturnRoutabilityCheck.PathChallenge:
                    Array.Copy(buffer, offset + 1, _answer, 0, ReturnRoutabilityCheck.CookieLength);
                    _isAnswerDue = true;
                    return -1;

                case ReturnRoutabilityCheck.PathResponse:
                    if (State != TlsPathCheck.Pending || !IsAnswer(buffer, offset + 1))
                    {
                        return (int)DropReason.Unexpected;
                    }

                    _isQuestionDue = false;
                    State = TlsPathCheck.Proven;
                    return -1;

                default:
                    // path_drop answers a question on the old path, which the basic form does not ask.
                    return (int)DropReason.Unexpected;
            }
        }

        /// <summary>
        /// Writes the answer or question that is due.
        /// </summary>
        /// <returns>Its length, in bytes, or 0.</returns>
        internal int Write(byte[] output, int offset)
        {
            if (_isAnswerDue)
            {
                _isAnswerDue = false;
                OutputPath = TlsOutputPath.Source;
                return ReturnRoutabilityCheck.Write(
                    output, offset, ReturnRoutabilityCheck.PathResponse, _answer, 0);
            }

            if (_isQuestionDue)
            {
                _isQuestionDue = false;
                OutputPath = TlsOutputPath.Checked;
                return ReturnRoutabilityCheck.Write(
                    output, offset, ReturnRoutabilityCheck.PathChallenge, _cookies,
                    _asked++ * ReturnRoutabilityCheck.CookieLength);
            }

            return 0;
        }

        /// <summary>
        /// Takes note that something else is written, which is for the peer wherever it is.
        /// </summary>
        internal void Forget()
        {
            OutputPath = TlsOutputPath.Peer;
        }

        private bool IsAnswer(byte[] buffer, int offset)
        {
            for (int i = 0; i < _asked; i++)
            {
                if (ConstantTime.AreEqual(
                    buffer, offset, _cookies, i * ReturnRoutabilityCheck.CookieLength,
                    ReturnRoutabilityCheck.CookieLength))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
