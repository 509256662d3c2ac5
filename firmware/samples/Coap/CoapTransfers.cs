//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Samples.Coap
{
    /// <summary>
    /// Long requests that come block by block (RFC 7959, section 2.5). There is room for two at a time; a client that
    /// goes silent in the middle keeps its room until it is needed and its messages are too old to go on.
    /// </summary>
    internal sealed class CoapTransfers
    {
        private const int MaxTransfers = 2;

        private readonly int _maxBody;
        private readonly TlsManSession[] _sessions = new TlsManSession[MaxTransfers];
        private readonly CoapBody[] _bodies = new CoapBody[MaxTransfers];
        private readonly int[] _times = new int[MaxTransfers];

        /// <summary>
        /// Initializes a new instance of the <see cref="CoapTransfers"/> class.
        /// </summary>
        /// <param name="maxBody">The longest body, in bytes.</param>
        public CoapTransfers(int maxBody)
        {
            _maxBody = maxBody;
        }

        /// <summary>
        /// Takes a request's payload.
        /// </summary>
        /// <param name="session">Whose request it is.</param>
        /// <param name="request">The request.</param>
        /// <param name="body">The whole body, if this was its last block.</param>
        /// <returns><see cref="CoapMessage.Changed"/> if the body is there, or the code of the response.</returns>
        public int Take(TlsManSession session, CoapMessage request, out byte[] body)
        {
            CoapBlock block = CoapBlock.Read(request.Block1);

            body = null;

            // A server that knows the length can refuse it before it takes the first block (RFC 7959, section 4).
            if (request.Size1 > _maxBody || request.Payload.Length > _maxBody)
            {
                Remove(session);
                return CoapMessage.TooLarge;
            }

            if (block == null)
            {
                body = request.Payload;
                return CoapMessage.Changed;
            }

            // SZX 7 is reserved, and only the last block may be short (RFC 7959, section 2.2).
            if (block.Exponent == CoapBlock.ReservedExponent
                || (block.HasMore ? request.Payload.Length != block.Size : request.Payload.Length > block.Size))
            {
                return CoapMessage.BadRequest;
            }

            int at = block.Number == 0 ? Begin(session) : Find(session);

            if (at < 0)
            {
                return block.Number == 0 ? CoapMessage.Unavailable : CoapMessage.Incomplete;
            }

            return Add(at, block, request.Payload, out body);
        }

        /// <summary>
        /// Lets a client's blocks go.
        /// </summary>
        /// <param name="session">The client's session.</param>
        public void Remove(TlsManSession session)
        {
            int at = Find(session);

            if (at >= 0)
            {
                _sessions[at] = null;
                _bodies[at] = null;
            }
        }

        private int Add(int at, CoapBlock block, byte[] payload, out byte[] body)
        {
            body = null;

            // A block is missing (RFC 7959, section 2.9.2).
            if (block.Offset != _bodies[at].Length)
            {
                return CoapMessage.Incomplete;
            }

            if (!_bodies[at].TryAdd(payload))
            {
                Remove(_sessions[at]);
                return CoapMessage.TooLarge;
            }

            _times[at] = CoapTiming.Now;

            if (block.HasMore)
            {
                return CoapMessage.Continue;
            }

            body = _bodies[at].ToArray();
            Remove(_sessions[at]);
            return CoapMessage.Changed;
        }

        // A first block begins a new body, whatever became of the one before (RFC 7959, section 2.5).
        private int Begin(TlsManSession session)
        {
            int at = Find(session);

            for (int i = 0; i < MaxTransfers && at < 0; i++)
            {
                if (_sessions[i] == null || Time32.Left(CoapTiming.ExchangeLifetime, _times[i], CoapTiming.Now) == 0)
                {
                    at = i;
                }
            }

            if (at >= 0)
            {
                _sessions[at] = session;
                _bodies[at] = new CoapBody(_maxBody);
            }

            return at;
        }

        private int Find(TlsManSession session)
        {
            for (int i = 0; i < MaxTransfers; i++)
            {
                if (_sessions[i] == session)
                {
                    return i;
                }
            }

            return -1;
        }
    }
}
