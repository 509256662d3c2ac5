//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Ciphers.PublicKey
{
    /// <summary>
    /// EMSA-PSS-VERIFY (RFC 8017, section 9.1.2) with MGF1 of the same hash, and a salt as long as its digest.
    /// </summary>
    internal sealed class PssEncoding
    {
        private const byte Trailer = 0xbc;

        // One or two blocks of the hash each.
        private const int MasksPerStep = 3;

        private readonly MessageHash _hash;
        private readonly byte[] _digest;
        private readonly byte[] _message;

        // Where the encoded message begins: behind a zero, if it is a byte shorter than the modulus.
        private readonly int _start;
        private readonly int _unusedBits;
        private readonly int _maskedLength;
        private readonly byte[] _seed;
        private readonly byte[] _mask;
        private int _masked;
        private int _counter;

        /// <summary>Begins with what RSAVP1 gave, as long as the modulus, which is replaced.</summary>
        public PssEncoding(byte[] message, int bits, MessageHash hash, byte[] digest)
        {
            int length = (bits + 7) / 8;

            _hash = hash;
            _digest = digest;
            _message = message;
            _start = message.Length - length;
            _unusedBits = 8 * length - bits;
            _maskedLength = length - hash.Length - 1;
            _mask = new byte[hash.Length];
            _seed = new byte[hash.Length + 4];
            Array.Copy(message, _start + _maskedLength, _seed, 0, hash.Length);
        }

        /// <summary>Gets a value indicating whether the encoding is right, once all steps are done.</summary>
        public bool IsRight { get; private set; }

        /// <summary>Takes off some of the mask, or looks at what is under it.</summary>
        /// <returns><see langword="true"/> once it is known whether the encoding is right.</returns>
        public bool Step()
        {
            if (_masked == 0 && !IsWellFormed())
            {
                return true;
            }

            if (_masked < _maskedLength)
            {
                for (int i = 0; i < MasksPerStep && _masked < _maskedLength; i++)
                {
                    Unmask();
                }

                return false;
            }

            IsRight = HasRightSalt();
            return true;
        }

        /// <summary>Section 8.1.2, step 2c, and section 9.1.2, steps 4 and 6: what has to be before all else.</summary>
        private bool IsWellFormed()
        {
            return (_start == 0 || _message[0] == 0) && _message[_message.Length - 1] == Trailer
                && _message[_start] >> (8 - _unusedBits) == 0;
        }

        /// <summary>Steps 7 and 8, for one digest of the mask (appendix B.2.1).</summary>
        private void Unmask()
        {
            int length = _hash.Length;

            _seed[length + 3] = (byte)_counter;
            _counter++;
            _hash.Update(_seed, 0, _seed.Length);
            _hash.Finish(_mask, 0);
            for (int i = 0; i < length && _masked < _maskedLength; i++)
            {
                _message[_start + _masked] = (byte)(_message[_start + _masked] ^ _mask[i]);
                _masked++;
            }
        }

        /// <summary>Steps 9 to 14.</summary>
        private bool HasRightSalt()
        {
            int length = _hash.Length;
            int separator = _start + _maskedLength - length - 1;

            _message[_start] = (byte)(_message[_start] & 255 >> _unusedBits);
            for (int i = _start; i < separator; i++)
            {
                if (_message[i] != 0)
                {
                    return false;
                }
            }

            if (_message[separator] != 1)
            {
                return false;
            }

            _hash.Update(new byte[8], 0, 8);
            _hash.Update(_digest, 0, length);
            _hash.Update(_message, separator + 1, length);
            _hash.Finish(_mask, 0);
            for (int i = 0; i < length; i++)
            {
                if (_mask[i] != _seed[i])
                {
                    return false;
                }
            }

            return true;
        }
    }
}
