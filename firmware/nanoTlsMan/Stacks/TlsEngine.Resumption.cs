//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan
{
    /// <content>
    /// What only a stack may do with sessions that can be resumed: an application cannot read their secrets back. What
    /// a state looks like is the stack's own affair; it takes no other's.
    /// </content>
    public abstract partial class TlsEngine
    {
        /// <summary>
        /// Gets a value indicating whether the handshake was an abbreviated one (RFC 5246, section 7.3).
        /// </summary>
        public virtual bool IsResumed
        {
            get { return false; }
        }

        /// <summary>
        /// Copies what a client may resume.
        /// </summary>
        /// <param name="session">Holds it.</param>
        /// <returns>The state, which the caller wipes; <see langword="null"/> if there is nothing.</returns>
        protected static byte[] CopyState(ResumableSession session)
        {
            return session.Copy();
        }

        /// <summary>
        /// Keeps what a client may resume, instead of what there was.
        /// </summary>
        /// <param name="session">Receives it.</param>
        /// <param name="state">The state, which is not the caller's any more; <see langword="null"/> for
        /// nothing.</param>
        protected static void KeepState(ResumableSession session, byte[] state)
        {
            session.Keep(state);
        }

        /// <summary>
        /// Keeps what a client of a server may resume.
        /// </summary>
        /// <param name="cache">Receives it.</param>
        /// <param name="id">The session ID, random; it is not the caller's any more.</param>
        /// <param name="state">The state, which is not the caller's any more.</param>
        /// <param name="now">The time, in wrapping milliseconds.</param>
        protected static void KeepState(SessionCache cache, byte[] id, byte[] state, int now)
        {
            cache.Add(id, state, now);
        }

        /// <summary>
        /// Finds what a client of a server may resume.
        /// </summary>
        /// <param name="cache">Holds it.</param>
        /// <param name="buffer">Holds the session ID.</param>
        /// <param name="offset">Where the ID begins.</param>
        /// <param name="count">Its length, in bytes.</param>
        /// <param name="now">The time, in wrapping milliseconds.</param>
        /// <returns>The state, which the caller wipes; <see langword="null"/> if there is none.</returns>
        protected static byte[] FindState(SessionCache cache, byte[] buffer, int offset, int count, int now)
        {
            return cache.Find(buffer, offset, count, now);
        }

        /// <summary>
        /// Forgets what a client of a server may resume, for its session failed (RFC 5246, section 7.2.2).
        /// </summary>
        /// <param name="cache">Holds it.</param>
        /// <param name="id">The session ID.</param>
        protected static void ForgetState(SessionCache cache, byte[] id)
        {
            cache.Remove(id);
        }

        /// <summary>
        /// Copies the keys with which a native stack seals tickets by itself.
        /// </summary>
        /// <param name="keys">The keys.</param>
        /// <param name="now">The time, in wrapping milliseconds.</param>
        /// <returns>The time and the lifetime of a ticket in milliseconds, 4 bytes each, then name (4 bytes) and key
        /// (16), the newest first; the caller wipes it. <see langword="null"/> if the random source failed.</returns>
        protected static byte[] CopyKeys(TicketKeys keys, int now)
        {
            return keys.CopyForNative(now);
        }

        /// <summary>
        /// Makes a ticket.
        /// </summary>
        /// <param name="keys">The keys.</param>
        /// <param name="state">The state, which the caller wipes.</param>
        /// <param name="now">The time, in wrapping milliseconds.</param>
        /// <returns>The ticket; <see langword="null"/> if the random source failed.</returns>
        protected static byte[] SealTicket(TicketKeys keys, byte[] state, int now)
        {
            return keys.Seal(state, now);
        }

        /// <summary>
        /// Opens a ticket.
        /// </summary>
        /// <param name="keys">The keys.</param>
        /// <param name="buffer">Holds the ticket.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="count">Its length, in bytes.</param>
        /// <param name="now">The time, in wrapping milliseconds.</param>
        /// <returns>The state, which the caller wipes; <see langword="null"/> if it is no ticket of theirs.</returns>
        protected static byte[] OpenTicket(TicketKeys keys, byte[] buffer, int offset, int count, int now)
        {
            return keys.Open(buffer, offset, count, now);
        }
    }
}
