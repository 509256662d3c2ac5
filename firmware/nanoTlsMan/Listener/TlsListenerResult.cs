//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan
{
    /// <summary>
    /// What a <see cref="TlsListener"/> decided on a datagram, and all that goes with it. A listener has one of these
    /// and uses it again.
    /// </summary>
    public sealed class TlsListenerResult
    {
        internal TlsListenerResult()
        {
        }

        /// <summary>
        /// Gets what is to be done.
        /// </summary>
        public TlsListenerAction Action { get; private set; }

        /// <summary>
        /// Gets the length of the reply, in bytes; 0 if there is none.
        /// </summary>
        public int ReplyCount { get; private set; }

        /// <summary>
        /// Gets the engine of an accepted peer; otherwise, <see langword="null"/>.
        /// </summary>
        public TlsEngine Engine { get; private set; }

        /// <summary>
        /// Gets the first half of an accepted peer's cookie, which tells its ClientHello from others.
        /// </summary>
        internal ulong Hello { get; private set; }

        /// <summary>
        /// Gets the session that takes the datagram; <see langword="null"/> if none does.
        /// </summary>
        internal TlsManSession Target { get; private set; }

        /// <summary>
        /// Gets the handshake whose place an accepted peer takes; <see langword="null"/> if it takes none.
        /// </summary>
        internal TlsManSession Displaced { get; private set; }

        /// <summary>
        /// Gets a value indicating whether <see cref="Target"/> was found by its connection ID.
        /// </summary>
        internal bool IsByName { get; private set; }

        internal TlsListenerResult Drop()
        {
            return Set(TlsListenerAction.Drop);
        }

        internal TlsListenerResult Reply(int count)
        {
            ReplyCount = count;
            return Set(TlsListenerAction.Reply);
        }

        internal TlsListenerResult Route(TlsManSession target)
        {
            Target = target;
            return Set(TlsListenerAction.Route);
        }

        internal TlsListenerResult RouteByName(TlsManSession target)
        {
            IsByName = true;
            return Route(target);
        }

        internal TlsListenerResult Accept(TlsEngine engine, ulong hello, TlsManSession displaced)
        {
            Engine = engine;
            Hello = hello;
            Displaced = displaced;
            return Set(TlsListenerAction.Accept);
        }

        internal void Clear()
        {
            ReplyCount = 0;
            Engine = null;
            Target = null;
            IsByName = false;
            Displaced = null;
        }

        private TlsListenerResult Set(TlsListenerAction action)
        {
            Action = action;
            return this;
        }
    }
}
