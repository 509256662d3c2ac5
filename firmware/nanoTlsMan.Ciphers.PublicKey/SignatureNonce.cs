//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Ciphers.PublicKey
{
    /// <summary>
    /// The nonce of a signature, made of key, digest and random bytes by HMAC-SHA-256 (RFC 6979, sections 3.2 and 3.6).
    /// </summary>
    internal sealed class SignatureNonce
    {
        private const int Length = Limbs.ByteLength;

        // V, a byte, the key, the digest and the random bytes: what HMAC takes, from V on.
        private const int MarkOffset = Length;
        private const int KeyOffset = MarkOffset + 1;
        private const int DigestOffset = KeyOffset + Length;
        private const int RandomOffset = DigestOffset + Length;

        private readonly CipherProvider _ciphers;
        private readonly byte[] _k = new byte[Length];
        private readonly byte[] _message;
        private int _stage;

        /// <summary>Begins.</summary>
        /// <param name="ciphers">Computes the HMAC.</param>
        /// <param name="key">Holds the private key.</param>
        /// <param name="keyOffset">Where it begins.</param>
        /// <param name="digest">The digest modulo the order.</param>
        /// <param name="random">Fresh random bytes, or <see langword="null"/>.</param>
        public SignatureNonce(CipherProvider ciphers, byte[] key, int keyOffset, long[] digest, byte[] random)
        {
            _ciphers = ciphers;
            _message = new byte[RandomOffset + (random == null ? 0 : random.Length)];
            for (int i = 0; i < Length; i++)
            {
                _message[i] = 1;
            }

            Array.Copy(key, keyOffset, _message, KeyOffset, Length);
            Limbs.Write(digest, _message, DigestOffset);
            if (random != null)
            {
                Array.Copy(random, 0, _message, RandomOffset, random.Length);
            }
        }

        /// <summary>Gets the nonce, once there is one: a number between 1 and the order.</summary>
        public long[] Number { get; private set; }

        /// <summary>Computes one HMAC.</summary>
        /// <returns><see langword="true"/> once there is a nonce. Stepping on then gives the next one.</returns>
        public bool Step()
        {
            switch (_stage)
            {
                case 0:
                case 2:
                    // Steps d and f: K = HMAC(K, V || 0 or 1 || key || digest || random).
                    _message[MarkOffset] = (byte)(_stage >> 1);
                    _ciphers.ComputeHmac(_k, 0, Length, _message, 0, _message.Length, _k, 0);
                    break;
                case 5:
                    // Step h.3: K = HMAC(K, V || 0).
                    _message[MarkOffset] = 0;
                    _ciphers.ComputeHmac(_k, 0, Length, _message, 0, KeyOffset, _k, 0);
                    break;
                default:
                    // Steps e, g, h.2 and h.3: V = HMAC(K, V).
                    _ciphers.ComputeHmac(_k, 0, Length, _message, 0, Length, _message, 0);
                    break;
            }

            if (_stage != 4)
            {
                // After a candidate that was refused, V is made anew before the next one is.
                _stage = _stage == 6 ? 4 : _stage + 1;
                return false;
            }

            _stage = 5;
            Number = P256Scalar.Read(_message, 0);
            return Number != null;
        }

        /// <summary>Wipes all.</summary>
        public void Wipe()
        {
            Array.Clear(_k, 0, Length);
            Array.Clear(_message, 0, _message.Length);
            if (Number != null)
            {
                Array.Clear(Number, 0, Limbs.Count);
            }
        }
    }
}
