//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Wire;

namespace NanoTlsMan
{
    /// <summary>
    /// What a client's next handshake with a server may resume: one object for each server, which its sessions fill and
    /// use (<see cref="TlsSessionOptions.Resumption"/>). A server that will not resume costs a full handshake, and
    /// nothing else.
    /// </summary>
    /// <remarks>
    /// It holds the session's master secret. Several threads and sessions may use it at once.
    /// </remarks>
    public sealed class ResumableSession : IDisposable
    {
        /// <summary>
        /// The longest state that is kept, in bytes: enough for a ticket of 1,024 bytes.
        /// </summary>
        internal const int MaxLength = 2048;

        private const int Version = 1;

        private readonly object _lock = new object();
        private byte[] _state;

        /// <summary>
        /// Gets a value indicating whether there is nothing to resume.
        /// </summary>
        public bool IsEmpty
        {
            get { return _state == null; }
        }

        /// <summary>
        /// Forgets and wipes what there is: the next handshake is a full one.
        /// </summary>
        public void Clear()
        {
            Keep(null);
        }

        /// <summary>
        /// Keeps what there is for after a restart, sealed; where there is nothing, nothing is kept under that name any
        /// more. Unlike a saved session it may be used any number of times: each handshake makes keys of its own.
        /// </summary>
        /// <param name="man">Has ciphers and randomness.</param>
        /// <param name="store">Keeps it.</param>
        /// <param name="name">Its name there.</param>
        /// <param name="key">Seals it: 16 bytes that only this device knows.</param>
        /// <returns><see cref="TlsManStatus.Ok"/>, or <see cref="TlsManStatus.StoreFailed"/>.</returns>
        /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The key is not 16 bytes long.</exception>
        public int Save(TlsMan man, SavedSessionStore store, string name, byte[] key)
        {
            CheckStore(man, store, name, key);

            byte[] content = Serialize();
            byte[] blob = content == null
                ? null
                : SealedBlob.Seal(man, key, SealedBlob.Resumption, 0, null, content);

            try
            {
                lock (store)
                {
                    if (blob == null)
                    {
                        store.Erase(name);
                    }
                    else
                    {
                        store.Write(name, blob);
                    }
                }

                return TlsManStatus.Ok;
            }
            catch (Exception)
            {
                return TlsManStatus.StoreFailed;
            }
        }

        /// <summary>
        /// Takes what <see cref="Save"/> has kept.
        /// </summary>
        /// <param name="man">Has ciphers.</param>
        /// <param name="store">Keeps it.</param>
        /// <param name="name">Its name there.</param>
        /// <param name="key">The key that it was sealed under.</param>
        /// <returns><see langword="false"/> if there is none, it is damaged or of another key, or the store failed:
        /// then nothing has changed, and the next handshake is a full one; otherwise, <see langword="true"/>.</returns>
        /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The key is not 16 bytes long.</exception>
        public bool Load(TlsMan man, SavedSessionStore store, string name, byte[] key)
        {
            CheckStore(man, store, name, key);

            byte[] blob;

            try
            {
                lock (store)
                {
                    blob = store.Read(name);
                }
            }
            catch (Exception)
            {
                return false;
            }

            byte[] content = blob == null ? null : SealedBlob.Open(man, key, SealedBlob.Resumption, blob);
            bool isTaken = Deserialize(content);

            Bytes.Wipe(content);

            return isTaken;
        }

        /// <summary>
        /// Forgets and wipes what there is.
        /// </summary>
        public void Dispose()
        {
            Keep(null);
        }

        private static void CheckStore(TlsMan man, SavedSessionStore store, string name, byte[] key)
        {
            if (man == null || store == null || name == null)
            {
                throw new ArgumentNullException();
            }

            SealedBlob.CheckKey(key);
        }

        /// <summary>
        /// Keeps a stack's state in place of what there was, which is wiped.
        /// </summary>
        /// <param name="state">The state, which belongs to this object from here on; <see langword="null"/> for
        /// nothing.</param>
        internal void Keep(byte[] state)
        {
            lock (_lock)
            {
                Bytes.Wipe(_state);

                _state = state;
            }
        }

        /// <summary>
        /// Copies the state.
        /// </summary>
        /// <returns>The copy, which the caller wipes; <see langword="null"/> if there is nothing.</returns>
        internal byte[] Copy()
        {
            lock (_lock)
            {
                return _state == null ? null : Bytes.Copy(_state);
            }
        }

        /// <summary>
        /// Writes what there is, secrets included.
        /// </summary>
        /// <returns>What <see cref="Deserialize"/> takes, which the caller seals and wipes; <see langword="null"/> if
        /// there is nothing.</returns>
        internal byte[] Serialize()
        {
            lock (_lock)
            {
                if (_state == null)
                {
                    return null;
                }

                byte[] serialized = new byte[1 + _state.Length];

                serialized[0] = Version;
                Array.Copy(_state, 0, serialized, 1, _state.Length);
                return serialized;
            }
        }

        /// <summary>
        /// Takes what <see cref="Serialize"/> wrote. Whether a stack can use it, that one finds out when it opens a
        /// session: what is not its own, or damaged, is not offered.
        /// </summary>
        /// <param name="serialized">The bytes, which the caller wipes.</param>
        /// <returns><see langword="false"/> if they are of another version or length, and then nothing has changed;
        /// otherwise, <see langword="true"/>.</returns>
        internal bool Deserialize(byte[] serialized)
        {
            if (serialized == null || serialized.Length < 2 || serialized.Length > 1 + MaxLength
                || serialized[0] != Version)
            {
                return false;
            }

            Keep(Bytes.Copy(serialized, 1, serialized.Length - 1));
            return true;
        }
    }
}
