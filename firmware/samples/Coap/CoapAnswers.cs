//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Samples.Coap
{
    /// <summary>
    /// The latest answers of a server, for requests that come twice because an answer was lost: those are answered
    /// again and done only once (RFC 7252, section 4.5). It holds eight for all clients together, and lets the oldest
    /// go.
    /// </summary>
    internal sealed class CoapAnswers
    {
        private const int MaxAnswers = 8;

        private readonly TlsManSession[] _sessions = new TlsManSession[MaxAnswers];
        private readonly int[] _ids = new int[MaxAnswers];
        private readonly int[] _times = new int[MaxAnswers];
        private readonly byte[][] _answers = new byte[MaxAnswers][];
        private int _next;

        /// <summary>
        /// Finds the answer to a request.
        /// </summary>
        /// <param name="session">Whose request it is.</param>
        /// <param name="id">Its message ID.</param>
        /// <returns>The answer, or <see langword="null"/> if the request is new.</returns>
        public byte[] Find(TlsManSession session, int id)
        {
            for (int i = 0; i < MaxAnswers; i++)
            {
                if (_sessions[i] == session && _ids[i] == id
                    && Time32.Left(CoapTiming.ExchangeLifetime, _times[i], CoapTiming.Now) > 0)
                {
                    return _answers[i];
                }
            }

            return null;
        }

        /// <summary>
        /// Keeps an answer.
        /// </summary>
        /// <param name="session">Whose request it answers.</param>
        /// <param name="id">The request's message ID.</param>
        /// <param name="answer">The answer.</param>
        public void Add(TlsManSession session, int id, byte[] answer)
        {
            _sessions[_next] = session;
            _ids[_next] = id;
            _times[_next] = CoapTiming.Now;
            _answers[_next] = answer;
            _next = (_next + 1) % MaxAnswers;
        }

        /// <summary>
        /// Lets the answers to a client go.
        /// </summary>
        /// <param name="session">The client's session, which has ended.</param>
        public void Remove(TlsManSession session)
        {
            for (int i = 0; i < MaxAnswers; i++)
            {
                if (_sessions[i] == session)
                {
                    _sessions[i] = null;
                    _answers[i] = null;
                }
            }
        }
    }
}
