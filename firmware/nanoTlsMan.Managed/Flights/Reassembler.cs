//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Managed.Messages;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed.Flights
{
    /// <summary>
    /// Puts one handshake message together from fragments (RFC 6347, section 4.2.3), or from the records of a stream.
    /// What it holds never exceeds <see cref="MaxMessageLength"/>, whatever lengths are claimed.
    /// </summary>
    internal sealed class Reassembler
    {
        /// <summary>
        /// The longest body of a handshake message, in bytes. A PSK handshake's longest message is the ClientHello of a
        /// peer that offers much else.
        /// </summary>
        internal const int MaxMessageLength = ClientHelloView.MaxLength;

        private readonly int _headerLength;
        private byte[] _buffer;
        private byte[] _map;
        private int _missing;
        private int _epoch;

        internal Reassembler(int headerLength)
        {
            _headerLength = headerLength;
        }

        /// <summary>Gets the message, header first; the header is that of the whole message.</summary>
        internal byte[] Buffer
        {
            get { return _buffer; }
        }

        /// <summary>Gets a value indicating whether part of a message is there.</summary>
        internal bool IsActive { get; private set; }

        /// <summary>Gets the body's length, in bytes.</summary>
        internal int BodyLength { get; private set; }

        /// <summary>Gets a value indicating whether all of the message is there.</summary>
        internal bool IsComplete
        {
            get { return IsActive && _missing == 0 && BodyLength >= 0; }
        }

        /// <summary>
        /// Takes a fragment of the awaited message. Its lengths have been checked against each other and against
        /// <see cref="MaxMessageLength"/>.
        /// </summary>
        /// <param name="source">Holds the fragment's 12-byte header and its bytes.</param>
        /// <param name="offset">Where the header begins.</param>
        /// <param name="length">The message's length, in bytes.</param>
        /// <param name="fragmentOffset">Where the fragment belongs.</param>
        /// <param name="fragmentLength">The fragment's length, in bytes.</param>
        /// <param name="epoch">The epoch that it came in.</param>
        /// <returns><see langword="false"/> if it contradicts what is there; otherwise,
        /// <see langword="true"/>.</returns>
        internal bool Add(byte[] source, int offset, int length, int fragmentOffset, int fragmentLength, int epoch)
        {
            if (!IsActive)
            {
                Begin(source, offset, length);
                WireWriter.PutUInt24(_buffer, 6, 0);
                WireWriter.PutUInt24(_buffer, 9, length);
                _map = new byte[(length + 7) >> 3];
                _epoch = epoch;
            }
            else if (BodyLength != length || _buffer[0] != source[offset] || _epoch != epoch)
            {
                // Another length or type under the same message_seq, or another epoch.
                return false;
            }

            int from = offset + _headerLength;
            int to = _headerLength + fragmentOffset;

            // Fragments may overlap (RFC 6347, section 4.2.3), but not differ: all or nothing.
            for (int i = 0; i < fragmentLength; i++)
            {
                if (Has(fragmentOffset + i) && _buffer[to + i] != source[from + i])
                {
                    return false;
                }
            }

            for (int i = 0; i < fragmentLength; i++)
            {
                int index = fragmentOffset + i;

                if (!Has(index))
                {
                    _map[index >> 3] |= (byte)(1 << (index & 7));
                    _buffer[to + i] = source[from + i];
                    _missing--;
                }
            }

            return true;
        }

        /// <summary>
        /// Takes the next bytes of a stream of handshake messages, as many as the message needs.
        /// </summary>
        /// <param name="source">Holds the bytes.</param>
        /// <param name="offset">Where they begin.</param>
        /// <param name="count">How many there are.</param>
        /// <returns>How many bytes were taken, or -1 if the message is too long.</returns>
        internal int AddStream(byte[] source, int offset, int count)
        {
            if (!IsActive)
            {
                IsActive = true;
                BodyLength = -1;
                _buffer = new byte[_headerLength];
                _missing = _headerLength;
            }

            int taken = TakeStream(source, offset, count);

            if (_missing > 0 || BodyLength >= 0)
            {
                return taken;
            }

            // The header is whole, and says how much follows.
            int length = HandshakeHeader.GetLength(_buffer, 0);

            if (length > MaxMessageLength)
            {
                return -1;
            }

            Begin(_buffer, 0, length);
            return taken + TakeStream(source, offset + taken, count - taken);
        }

        /// <summary>
        /// Forgets the message.
        /// </summary>
        internal void Reset()
        {
            IsActive = false;
            _buffer = null;
            _map = null;
        }

        private void Begin(byte[] source, int offset, int length)
        {
            byte[] buffer = new byte[_headerLength + length];

            Array.Copy(source, offset, buffer, 0, _headerLength);
            IsActive = true;
            BodyLength = length;
            _missing = length;
            _buffer = buffer;
        }

        private int TakeStream(byte[] source, int offset, int count)
        {
            int taken = count < _missing ? count : _missing;

            Array.Copy(source, offset, _buffer, _buffer.Length - _missing, taken);
            _missing -= taken;
            return taken;
        }

        private bool Has(int index)
        {
            return (_map[index >> 3] & (1 << (index & 7))) != 0;
        }
    }
}
