//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Wire;

namespace NanoTlsMan
{
    /// <summary>
    /// The keys that a server seals sessions with into tickets (RFC 5077), which clients keep for it: resumption
    /// without any memory for a session.
    /// </summary>
    /// <remarks>
    /// A key is in use for <see cref="Lifetime"/>; tickets of its predecessor are taken for as long again. Keys are
    /// random and leave this object for a native stack only, which has one of its own each time, so that tickets end
    /// with the program. Whoever gets at a key reads all sessions of its tickets. Several socks and threads may share
    /// one object, whose clocks have to be one.
    /// </remarks>
    public sealed class TicketKeys : IDisposable
    {
        /// <summary>
        /// How long a key is in use unless it is set, in milliseconds: half a day, so that no session is resumed after
        /// more than a day (RFC 5246, appendix F.1.4).
        /// </summary>
        public const int DefaultLifetime = 43200000;

        // A ticket: the key's name, the number of the ticket, the sealed state and its tag.
        private const int NameLength = 8;
        private const int NumberLength = 8;
        private const int HeaderLength = NameLength + NumberLength;

        // What is drawn for a key: the key, the salt of its nonces, its name.
        private const int KeyLength = 16;
        private const int SaltLength = AeadCipher.NonceLength - NumberLength;
        private const int SecretLength = KeyLength + SaltLength + NameLength + KeyLength;

        // What a native stack is handed over: the time, for how long a ticket is good, and name and key of each.
        private const int NativeHeaderLength = 8;
        private const int NativeNameLength = 4;
        private const int NativeLength = NativeNameLength + KeyLength;

        private const int MaxTicketLength = 1024;

        private readonly object _lock = new object();
        private readonly CipherProvider _ciphers;
        private readonly RandomSource _random;
        private readonly AeadAlgorithm _algorithm;
        private readonly int _lifetime;
        private Key _current;
        private Key _previous;
        private int _renewed;

        /// <summary>
        /// Initializes a new instance of the <see cref="TicketKeys"/> class with keys of half a day.
        /// </summary>
        /// <param name="ciphers">Seals the tickets.</param>
        /// <param name="random">Makes the keys.</param>
        /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
        /// <example>
        /// <code>
        /// options.TicketKeys = new TicketKeys(new ManagedCiphers(), new BoardRandom());
        /// </code>
        /// </example>
        public TicketKeys(CipherProvider ciphers, RandomSource random)
            : this(ciphers, random, DefaultLifetime)
        {
        }

        /// <summary>
        /// Initializes a new instance of the <see cref="TicketKeys"/> class.
        /// </summary>
        /// <param name="ciphers">Seals the tickets.</param>
        /// <param name="random">Makes the keys.</param>
        /// <param name="lifetime">How long a key is in use, in milliseconds; at most half of
        /// <see cref="Time32.LongestWait"/>.</param>
        /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The lifetime is less than a second, or too
        /// long.</exception>
        public TicketKeys(CipherProvider ciphers, RandomSource random, int lifetime)
        {
            if (ciphers == null || random == null)
            {
                throw new ArgumentNullException();
            }

            if (lifetime < 1000 || lifetime > Time32.LongestWait / 2)
            {
                throw new ArgumentOutOfRangeException();
            }

            _ciphers = ciphers;
            _random = random;
            _lifetime = lifetime;
            _algorithm = ciphers.Supports(AeadAlgorithm.Aes128Ccm)
                ? AeadAlgorithm.Aes128Ccm
                : ciphers.Supports(AeadAlgorithm.Aes128Gcm) ? AeadAlgorithm.Aes128Gcm : AeadAlgorithm.Aes128Ccm8;
        }

        /// <summary>
        /// Gets how long a key is in use, in milliseconds. Clients are told that a ticket is good for as long.
        /// </summary>
        public int Lifetime
        {
            get { return _lifetime; }
        }

        /// <summary>
        /// Wipes the keys: no ticket that was issued is taken any more, and the next ones are under a new key.
        /// </summary>
        public void Clear()
        {
            lock (_lock)
            {
                Forget(_current);
                Forget(_previous);
                _current = null;
                _previous = null;
            }
        }

        /// <summary>
        /// Wipes the keys.
        /// </summary>
        public void Dispose()
        {
            Clear();
        }

        /// <summary>
        /// Makes a ticket.
        /// </summary>
        /// <param name="state">The session's state.</param>
        /// <param name="now">The time, in wrapping milliseconds.</param>
        /// <returns>The ticket; <see langword="null"/> if there is no key, for the random source failed.</returns>
        internal byte[] Seal(byte[] state, int now)
        {
            lock (_lock)
            {
                if (!Renew(now))
                {
                    return null;
                }

                Key key = _current;
                byte[] ticket = new byte[HeaderLength + state.Length + key.Cipher.TagLength];

                // The number is never used twice with a key, which lives no longer than this object.
                key.Number++;
                Array.Copy(key.Name, 0, ticket, 0, NameLength);
                PutNumber(ticket, NameLength, key.Number);
                Array.Copy(ticket, NameLength, key.Nonce, SaltLength, NumberLength);
                Array.Copy(state, 0, ticket, HeaderLength, state.Length);
                key.Cipher.Seal(key.Nonce, 0, key.Name, 0, NameLength, ticket, HeaderLength, state.Length);
                return ticket;
            }
        }

        /// <summary>
        /// Opens a ticket.
        /// </summary>
        /// <param name="buffer">Holds it; it is not changed.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="count">Its length, in bytes.</param>
        /// <param name="now">The time, in wrapping milliseconds.</param>
        /// <returns>The state, which the caller wipes; <see langword="null"/> if it is too old, or none of
        /// ours.</returns>
        internal byte[] Open(byte[] buffer, int offset, int count, int now)
        {
            lock (_lock)
            {
                if (count > MaxTicketLength || count < HeaderLength || !Renew(now))
                {
                    return null;
                }

                Key key = Find(_current, buffer, offset) ? _current
                    : Find(_previous, buffer, offset) ? _previous : null;
                int length = key == null ? -1 : count - HeaderLength - key.Cipher.TagLength;

                if (length < 1)
                {
                    return null;
                }

                byte[] text = Bytes.Copy(buffer, offset + HeaderLength, count - HeaderLength);
                byte[] state = null;

                Array.Copy(buffer, offset + NameLength, key.Nonce, SaltLength, NumberLength);

                if (key.Cipher.Open(key.Nonce, 0, key.Name, 0, NameLength, text, 0, length))
                {
                    state = Bytes.Copy(text, 0, length);
                }

                Bytes.Wipe(text);
                return state;
            }
        }

        /// <summary>
        /// Copies the keys that a native stack seals its tickets with. They are others than ours, for its nonces are
        /// random.
        /// </summary>
        /// <param name="now">The time, in wrapping milliseconds.</param>
        /// <returns>The time and the lifetime of a ticket in milliseconds, 4 bytes each, then name (4 bytes) and key
        /// (16), the newest first; the caller wipes it. <see langword="null"/> if the random source failed.</returns>
        internal byte[] CopyForNative(int now)
        {
            lock (_lock)
            {
                if (!Renew(now))
                {
                    return null;
                }

                byte[] keys = new byte[NativeHeaderLength + (_previous == null ? 1 : 2) * NativeLength];

                WireWriter.PutUInt32(keys, 0, now);
                WireWriter.PutUInt32(keys, 4, _lifetime);
                CopyForNative(_current, keys, NativeHeaderLength);

                if (_previous != null)
                {
                    CopyForNative(_previous, keys, NativeHeaderLength + NativeLength);
                }

                return keys;
            }
        }

        private static void CopyForNative(Key key, byte[] keys, int offset)
        {
            Array.Copy(key.Name, 0, keys, offset, NativeNameLength);
            Array.Copy(key.Native, 0, keys, offset + NativeNameLength, KeyLength);
        }

        private static bool Find(Key key, byte[] buffer, int offset)
        {
            return key != null && ConstantTime.AreEqual(key.Name, 0, buffer, offset, NameLength);
        }

        private static void Forget(Key key)
        {
            if (key != null)
            {
                key.Cipher.Dispose();
                Bytes.Wipe(key.Nonce);
                Bytes.Wipe(key.Native);
            }
        }

        private static void PutNumber(byte[] buffer, int offset, ulong number)
        {
            for (int i = NumberLength - 1; i >= 0; i--)
            {
                buffer[offset + i] = (byte)number;
                number >>= 8;
            }
        }

        /// <summary>
        /// Sees to it that the current key is young enough, and its predecessor as well if there is one.
        /// </summary>
        private bool Renew(int now)
        {
            // Nobody may have called for a long time: a key that nobody used for two lifetimes is no predecessor.
            uint age = Time32.Since(_renewed, now);

            if (_current != null && age < (uint)_lifetime)
            {
                return true;
            }

            Key next = CreateKey();

            if (next == null)
            {
                Clear();
                return false;
            }

            Forget(_previous);
            _previous = _current;
            _current = next;
            _renewed = now;

            if (_previous != null && age >= 2 * (uint)_lifetime)
            {
                Forget(_previous);
                _previous = null;
            }

            return true;
        }

        private Key CreateKey()
        {
            byte[] secret = new byte[SecretLength];

            if (!_random.TryFill(secret, 0, SecretLength))
            {
                return null;
            }

            Key key = new Key { Cipher = _ciphers.CreateAead(_algorithm, secret, 0, KeyLength) };

            Array.Copy(secret, KeyLength, key.Nonce, 0, SaltLength);
            Array.Copy(secret, KeyLength + SaltLength, key.Name, 0, NameLength);
            Array.Copy(secret, KeyLength + SaltLength + NameLength, key.Native, 0, KeyLength);
            Array.Clear(secret, 0, SecretLength);
            return key;
        }

        private sealed class Key
        {
            internal readonly byte[] Name = new byte[NameLength];
            internal readonly byte[] Nonce = new byte[AeadCipher.NonceLength];
            internal readonly byte[] Native = new byte[KeyLength];
            internal AeadCipher Cipher;
            internal ulong Number;
        }
    }
}
