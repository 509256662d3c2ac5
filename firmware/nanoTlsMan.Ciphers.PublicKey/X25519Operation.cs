//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Ciphers.PublicKey
{
    /// <summary>
    /// Agreement and key pairs of X25519 (RFC 7748, section 6.1).
    /// </summary>
    internal sealed class X25519Operation : ManagedOperation
    {
        private readonly byte[] _key;
        private readonly X25519Ladder _ladder;

        private X25519Operation(X25519Ladder ladder, byte[] key)
        {
            _ladder = ladder;
            _key = key;
        }

        /// <summary>Begins an agreement; a key of another length lets it fail.</summary>
        public static X25519Operation Agree(
            byte[] privateKey, int privateKeyOffset, byte[] peerKey, int peerKeyOffset, int peerKeyCount)
        {
            return new X25519Operation(
                peerKeyCount == Limbs.ByteLength
                    ? new X25519Ladder(privateKey, privateKeyOffset, peerKey, peerKeyOffset)
                    : null,
                null);
        }

        /// <summary>Begins a key pair.</summary>
        public static X25519Operation GenerateKey(RandomSource random)
        {
            byte[] key = new byte[Limbs.ByteLength];
            byte[] basePoint = new byte[Limbs.ByteLength];

            basePoint[0] = 9;
            return new X25519Operation(
                random.TryFill(key, 0, key.Length) ? new X25519Ladder(key, 0, basePoint, 0) : null, key);
        }

        /// <inheritdoc/>
        protected override void Advance()
        {
            if (_ladder == null)
            {
                End(false, null);
            }
            else if (_ladder.Step())
            {
                int start = _key == null ? 0 : Limbs.ByteLength;
                byte[] result = new byte[start + Limbs.ByteLength];

                if (_key != null)
                {
                    Array.Copy(_key, 0, result, 0, start);
                }

                // All zeros mean that the peer's key was chosen so: nobody knows who else knows the secret.
                if (_ladder.Write(result, start))
                {
                    End(true, result);
                }
                else
                {
                    End(false, null);
                }
            }
        }

        /// <inheritdoc/>
        protected override void Wipe()
        {
            if (_ladder != null)
            {
                _ladder.Wipe();
            }

            if (_key != null)
            {
                Array.Clear(_key, 0, _key.Length);
            }
        }
    }
}
