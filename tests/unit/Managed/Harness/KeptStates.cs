//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// Gets at what only a stack may: the states of sessions that can be resumed.
    /// </summary>
    internal abstract class KeptStates : TlsEngine
    {
        public static byte[] Copy(ResumableSession session)
        {
            return CopyState(session);
        }

        public static void Keep(ResumableSession session, byte[] state)
        {
            KeepState(session, state);
        }

        public static void Add(SessionCache cache, byte[] id, byte[] state, int now)
        {
            KeepState(cache, id, state, now);
        }

        public static byte[] Find(SessionCache cache, byte[] id, int now)
        {
            return FindState(cache, id, 0, id.Length, now);
        }

        public static void Forget(SessionCache cache, byte[] id)
        {
            ForgetState(cache, id);
        }

        public static byte[] Seal(TicketKeys keys, byte[] state, int now)
        {
            return SealTicket(keys, state, now);
        }

        public static byte[] Open(TicketKeys keys, byte[] ticket, int now)
        {
            return OpenTicket(keys, ticket, 0, ticket.Length, now);
        }
    }
}
