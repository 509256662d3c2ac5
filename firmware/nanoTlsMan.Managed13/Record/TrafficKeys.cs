//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Managed.Record;

namespace NanoTlsMan.Managed13.Record
{
    /// <summary>
    /// The keys of one direction in one epoch (RFC 9846, section 7.3), and the numbers of its records. Nothing else
    /// calls the cipher.
    /// </summary>
    internal sealed class TrafficKeys : IDisposable
    {
        /// <summary>Which epoch they belong to (RFC 9147, section 6.1); over a stream 2 for the handshake, and from 3
        /// on for data.</summary>
        internal readonly int Epoch;

        /// <summary>The length of the tag, in bytes.</summary>
        internal readonly int TagLength;

        /// <summary>The number of the next record that is written, or that a stream brings.</summary>
        internal ulong Next;

        private readonly AeadCipher _cipher;
        private readonly RecordNumberCipher _numbers;
        private readonly byte[] _iv;
        private readonly byte[] _nonce = new byte[AeadCipher.NonceLength];
        private ReplayWindow _window;

        /// <summary>
        /// Initializes a new instance of the <see cref="TrafficKeys"/> class.
        /// </summary>
        /// <param name="epoch">The epoch.</param>
        /// <param name="cipher">Protects the records.</param>
        /// <param name="iv">What nonces are made of; it is this object's from here on.</param>
        /// <param name="numbers">Hides the numbers of datagrams; <see langword="null"/> over a stream.</param>
        internal TrafficKeys(int epoch, AeadCipher cipher, byte[] iv, RecordNumberCipher numbers)
        {
            Epoch = epoch;
            TagLength = cipher.TagLength;
            _cipher = cipher;
            _iv = iv;
            _numbers = numbers;
        }

        /// <summary>Gets which records of datagrams were read.</summary>
        internal ReplayWindow Window
        {
            get
            {
                if (_window == null)
                {
                    _window = new ReplayWindow();
                }

                return _window;
            }
        }

        /// <summary>Gets the two bytes that hide a record's number.</summary>
        internal int GetMask(byte[] buffer, int offset)
        {
            return _numbers.GetMask(buffer, offset);
        }

        /// <summary>
        /// Encrypts in place, and writes the tag behind.
        /// </summary>
        internal void Seal(ulong number, byte[] aad, int aadOffset, int aadCount, byte[] buffer, int offset, int count)
        {
            MakeNonce(number);
            _cipher.Seal(_nonce, 0, aad, aadOffset, aadCount, buffer, offset, count);
        }

        /// <summary>
        /// Checks the tag, and decrypts in place.
        /// </summary>
        /// <returns><see langword="false"/> if the record is not authentic; otherwise,
        /// <see langword="true"/>.</returns>
        internal bool Open(ulong number, byte[] aad, int aadOffset, int aadCount, byte[] buffer, int offset, int count)
        {
            MakeNonce(number);
            return _cipher.Open(_nonce, 0, aad, aadOffset, aadCount, buffer, offset, count);
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            _cipher.Dispose();
            Array.Clear(_iv, 0, _iv.Length);
            Array.Clear(_nonce, 0, _nonce.Length);

            if (_numbers != null)
            {
                _numbers.Dispose();
            }
        }

        // RFC 9846, section 5.3: the number, filled up with zeros, and the IV. Without the epoch (RFC 9147, section 4).
        private void MakeNonce(ulong number)
        {
            byte[] nonce = _nonce;
            byte[] iv = _iv;
            uint high = (uint)(number >> 32);
            uint low = (uint)number;

            Array.Copy(iv, 0, nonce, 0, 4);
            nonce[4] = (byte)(iv[4] ^ (high >> 24));
            nonce[5] = (byte)(iv[5] ^ (high >> 16));
            nonce[6] = (byte)(iv[6] ^ (high >> 8));
            nonce[7] = (byte)(iv[7] ^ high);
            nonce[8] = (byte)(iv[8] ^ (low >> 24));
            nonce[9] = (byte)(iv[9] ^ (low >> 16));
            nonce[10] = (byte)(iv[10] ^ (low >> 8));
            nonce[11] = (byte)(iv[11] ^ low);
        }
    }
}
