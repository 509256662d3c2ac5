//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections;
using NanoTlsMan.Wire;

namespace NanoTlsMan
{
    /// <summary>
    /// Credentials by tag. Keys go in and never come out again; they are wiped when they are removed.
    /// </summary>
    /// <remarks>
    /// One store may serve many sessions and threads. A tag is a number of the application's own, by which a session
    /// says afterwards who the peer is.
    /// </remarks>
    public sealed partial class CredentialStore : IDisposable
    {
        /// <summary>
        /// The longest PSK identity, in bytes; RFC 4279, section 5.3, asks for 128.
        /// </summary>
        public const int MaxIdentityLength = 128;

        /// <summary>
        /// The longest pre-shared key, in bytes; RFC 4279, section 5.3, asks for 64.
        /// </summary>
        public const int MaxKeyLength = 64;

        // In the order in which they were added; and by identity and by tag, for a gateway knows many devices.
        private readonly ArrayList _entries = new ArrayList();
        private Credential[] _byIdentity = new Credential[1];
        private Credential[] _byTag = new Credential[1];
        private int _longestKey;
        private int _longestIdentity;

        /// <summary>
        /// Gets the number of pre-shared keys.
        /// </summary>
        public int Count
        {
            get { return _entries.Count; }
        }

        /// <summary>
        /// Gets the length of the longest key, in bytes.
        /// </summary>
        public int LongestKey
        {
            get { return _longestKey; }
        }

        /// <summary>
        /// Gets the length of the longest identity, in bytes.
        /// </summary>
        public int LongestIdentity
        {
            get { return _longestIdentity; }
        }

        /// <summary>
        /// Adds a pre-shared key under a number that the store chooses.
        /// </summary>
        /// <param name="identity">The PSK identity, 1 to 128 bytes, not in use; UTF-8 where it is a text (RFC 4279,
        /// section 5.1).</param>
        /// <param name="key">The key, 1 to 64 bytes. It is copied; the caller may wipe its own.</param>
        /// <returns>The tag, by which <see cref="TlsManSession.CredentialTag"/> and
        /// <see cref="TlsSessionOptions.CredentialTag"/> name the credential.</returns>
        /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A length is out of range.</exception>
        /// <exception cref="ArgumentException">The identity is in use.</exception>
        /// <example>
        /// <code>
        /// keys.AddPsk(Encoding.UTF8.GetBytes("sensor-17"), ReadKeyFromFlash());
        /// </code>
        /// </example>
        public int AddPsk(byte[] identity, byte[] key)
        {
            lock (_entries)
            {
                int tag = _entries.Count + 1;

                while (IsInUse(tag))
                {
                    tag++;
                }

                AddPsk(tag, identity, key, null);
                return tag;
            }
        }

        /// <summary>
        /// Adds a pre-shared key.
        /// </summary>
        /// <param name="tag">The application's number for it; not negative, and not in use.</param>
        /// <param name="identity">The PSK identity, 1 to 128 bytes, not in use.</param>
        /// <param name="key">The key, 1 to 64 bytes. It is copied; the caller may wipe its own.</param>
        /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A length or the tag is out of range.</exception>
        /// <exception cref="ArgumentException">The tag or the identity is in use.</exception>
        public void AddPsk(int tag, byte[] identity, byte[] key)
        {
            AddPsk(tag, identity, key, null);
        }

        /// <summary>
        /// Adds a pre-shared key that belongs to an identity hint.
        /// </summary>
        /// <param name="tag">The application's number for it; not negative, and not in use.</param>
        /// <param name="identity">The PSK identity, 1 to 128 bytes, not in use.</param>
        /// <param name="key">The key, 1 to 64 bytes. It is copied; the caller may wipe its own.</param>
        /// <param name="hint">The server's hint (RFC 4279, section 5.2) on which a client without a tag of its own
        /// choice takes this credential; <see langword="null"/> for none.</param>
        /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A length or the tag is out of range.</exception>
        /// <exception cref="ArgumentException">The tag or the identity is in use.</exception>
        public void AddPsk(int tag, byte[] identity, byte[] key, byte[] hint)
        {
            if (identity == null || key == null)
            {
                throw new ArgumentNullException();
            }

            if (tag < 0 || identity.Length == 0 || identity.Length > MaxIdentityLength || key.Length == 0
                || key.Length > MaxKeyLength
                || (hint != null && hint.Length > MaxIdentityLength))
            {
                throw new ArgumentOutOfRangeException();
            }

            lock (_entries)
            {
                if (IsInUse(tag) || FindEntry(identity, 0, identity.Length) != null)
                {
                    throw new ArgumentException();
                }

                Credential entry = new Credential(
                    tag, Bytes.Copy(identity), Bytes.Copy(key), hint == null ? null : Bytes.Copy(hint));

                if (_entries.Count == _byTag.Length)
                {
                    Grow();
                }

                _entries.Add(entry);
                Link(entry, _byIdentity, _byTag);
                NoteLengths(entry);
            }
        }

        /// <summary>
        /// Removes a credential and wipes its key. Open sessions live on; handshakes under way fail.
        /// </summary>
        /// <param name="tag">The application's number for it.</param>
        /// <returns><see langword="true"/> if there was one; otherwise, <see langword="false"/>.</returns>
        public bool Remove(int tag)
        {
            lock (_entries)
            {
                Credential entry = FindTag(tag);

                if (entry == null)
                {
                    return RemoveKey(tag);
                }

                _entries.Remove(entry);
                entry.Wipe();
                Relink();
                return true;
            }
        }

        /// <summary>
        /// Finds the credential of an identity, as a server does.
        /// </summary>
        /// <param name="buffer">Holds the identity.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="count">Its length, in bytes.</param>
        /// <returns>The credential's tag, or -1.</returns>
        public int FindIdentity(byte[] buffer, int offset, int count)
        {
            lock (_entries)
            {
                Credential entry = FindEntry(buffer, offset, count);

                return entry == null ? -1 : entry.Tag;
            }
        }

        /// <summary>
        /// Selects a client's pre-shared key: the one of the tag; else the one of the hint; else the first.
        /// </summary>
        /// <param name="tag">The tag, or <see cref="TlsSessionOptions.AnyCredential"/>.</param>
        /// <param name="hint">Holds the server's hint.</param>
        /// <param name="offset">Where the hint begins.</param>
        /// <param name="count">The hint's length, in bytes; 0 for none.</param>
        /// <returns>The credential's tag, or -1 if the tag is unknown or the store is empty.</returns>
        public int Select(int tag, byte[] hint, int offset, int count)
        {
            lock (_entries)
            {
                if (tag != TlsSessionOptions.AnyCredential)
                {
                    return FindTag(tag) == null ? -1 : tag;
                }

                for (int i = 0; count > 0 && i < _entries.Count; i++)
                {
                    Credential entry = (Credential)_entries[i];

                    if (entry.Hint != null && IsEqual(entry.Hint, hint, offset, count))
                    {
                        return entry.Tag;
                    }
                }

                return _entries.Count > 0 ? ((Credential)_entries[0]).Tag : -1;
            }
        }

        /// <summary>
        /// Gets a credential's identity.
        /// </summary>
        /// <param name="tag">The credential's tag.</param>
        /// <returns>A copy of the identity, or <see langword="null"/> if the credential is gone.</returns>
        public byte[] GetIdentity(int tag)
        {
            lock (_entries)
            {
                Credential entry = FindTag(tag);

                return entry == null ? null : Bytes.Copy(entry.Identity);
            }
        }

        /// <summary>
        /// Gets the tag of a pre-shared key by its place, so that a stack can lend all of them to a native session.
        /// </summary>
        /// <param name="index">The place, from 0 in the order in which they were added.</param>
        /// <returns>The tag, or -1 behind the last.</returns>
        public int GetTag(int index)
        {
            lock (_entries)
            {
                return index < 0 || index >= _entries.Count ? -1 : ((Credential)_entries[index]).Tag;
            }
        }

        /// <summary>
        /// Gets the hint that a credential belongs to.
        /// </summary>
        /// <param name="tag">The tag.</param>
        /// <returns>A copy of the hint, or <see langword="null"/> if it has none or the credential is gone.</returns>
        public byte[] GetHint(int tag)
        {
            lock (_entries)
            {
                Credential entry = FindTag(tag);
                byte[] hint = entry == null ? null : entry.Hint;

                return hint == null ? null : Bytes.Copy(hint);
            }
        }

        /// <summary>
        /// Removes all credentials and wipes their keys.
        /// </summary>
        public void Dispose()
        {
            lock (_entries)
            {
                for (int i = 0; i < _entries.Count; i++)
                {
                    ((Credential)_entries[i]).Wipe();
                }

                _entries.Clear();
                Relink();
                RemoveKeys();
            }
        }

        internal int CopyKey(int tag, byte[] key, int offset)
        {
            lock (_entries)
            {
                Credential entry = FindTag(tag);

                if (entry == null)
                {
                    return 0;
                }

                byte[] stored = entry.Key;

                Array.Copy(stored, 0, key, offset, stored.Length);
                return stored.Length;
            }
        }

        private static bool IsEqual(byte[] stored, byte[] buffer, int offset, int count)
        {
            return stored.Length == count && ConstantTime.AreEqual(stored, 0, buffer, offset, count);
        }

        private static int HashIdentity(byte[] buffer, int offset, int count)
        {
            int hash = count;
            int end = offset + count;

            for (int i = offset; i < end; i++)
            {
                hash = (hash * 31) + buffer[i];
            }

            return hash ^ (hash >> 7);
        }

        private static void Link(Credential entry, Credential[] byIdentity, Credential[] byTag)
        {
            int identity = HashIdentity(entry.Identity, 0, entry.Identity.Length) & (byIdentity.Length - 1);
            int tag = entry.Tag & (byTag.Length - 1);

            entry.NextOfIdentity = byIdentity[identity];
            byIdentity[identity] = entry;
            entry.NextOfTag = byTag[tag];
            byTag[tag] = entry;
        }

        private Credential FindEntry(byte[] buffer, int offset, int count)
        {
            Credential entry = _byIdentity[HashIdentity(buffer, offset, count) & (_byIdentity.Length - 1)];

            while (entry != null && !IsEqual(entry.Identity, buffer, offset, count))
            {
                entry = entry.NextOfIdentity;
            }

            return entry;
        }

        private Credential FindTag(int tag)
        {
            Credential entry = _byTag[tag & (_byTag.Length - 1)];

            while (entry != null && entry.Tag != tag)
            {
                entry = entry.NextOfTag;
            }

            return entry;
        }

        private void Grow()
        {
            Credential[] byIdentity = new Credential[2 * _byIdentity.Length];
            Credential[] byTag = new Credential[2 * _byTag.Length];

            for (int i = 0; i < _entries.Count; i++)
            {
                Link((Credential)_entries[i], byIdentity, byTag);
            }

            _byIdentity = byIdentity;
            _byTag = byTag;
        }

        private void Relink()
        {
            Array.Clear(_byIdentity, 0, _byIdentity.Length);
            Array.Clear(_byTag, 0, _byTag.Length);
            _longestKey = 0;
            _longestIdentity = 0;

            for (int i = 0; i < _entries.Count; i++)
            {
                Credential entry = (Credential)_entries[i];

                Link(entry, _byIdentity, _byTag);
                NoteLengths(entry);
            }
        }

        private void NoteLengths(Credential entry)
        {
            _longestKey = entry.Key.Length > _longestKey ? entry.Key.Length : _longestKey;
            _longestIdentity = entry.Identity.Length > _longestIdentity ? entry.Identity.Length : _longestIdentity;
        }
    }
}
