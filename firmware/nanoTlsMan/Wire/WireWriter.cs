//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Wire
{
    /// <summary>
    /// Writes big-endian fields into a stretch of a buffer, and never past its end.
    /// </summary>
    /// <remarks>
    /// A write that does not fit writes nothing and sets <see cref="Failed"/> for good. It allocates nothing.
    /// </remarks>
    public sealed class WireWriter
    {
        private byte[] _buffer;
        private int _position;
        private int _end;
        private bool _failed;

        /// <summary>
        /// Gets the buffer that is written to.
        /// </summary>
        public byte[] Buffer
        {
            get { return _buffer; }
        }

        /// <summary>
        /// Gets the offset of the next byte in <see cref="Buffer"/>.
        /// </summary>
        public int Position
        {
            get { return _position; }
        }

        /// <summary>
        /// Gets a value indicating whether a write did not fit.
        /// </summary>
        public bool Failed
        {
            get { return _failed; }
        }

        /// <summary>
        /// Begins to write into a stretch of a buffer.
        /// </summary>
        /// <param name="buffer">The buffer.</param>
        /// <param name="offset">Where the stretch begins.</param>
        /// <param name="count">Its length, in bytes.</param>
        public void Reset(byte[] buffer, int offset, int count)
        {
            bool failed = (offset | count) < 0 || count > buffer.Length - offset;

            _buffer = buffer;
            _failed = failed;
            _position = offset;
            _end = failed ? offset : offset + count;
        }

        /// <summary>
        /// Writes an 8-bit number.
        /// </summary>
        /// <param name="value">The number; its low 8 bits are written.</param>
        public void WriteByte(int value)
        {
            int position = Take(1);

            if (position >= 0)
            {
                _buffer[position] = (byte)value;
            }
        }

        /// <summary>
        /// Writes a 16-bit number.
        /// </summary>
        /// <param name="value">The number; its low 16 bits are written.</param>
        public void WriteUInt16(int value)
        {
            int position = Take(2);

            if (position >= 0)
            {
                PutUInt16(_buffer, position, value);
            }
        }

        /// <summary>
        /// Writes a 24-bit number.
        /// </summary>
        /// <param name="value">The number; its low 24 bits are written.</param>
        public void WriteUInt24(int value)
        {
            int position = Take(3);

            if (position >= 0)
            {
                PutUInt24(_buffer, position, value);
            }
        }

        /// <summary>
        /// Writes a 32-bit number.
        /// </summary>
        /// <param name="value">The number.</param>
        public void WriteUInt32(int value)
        {
            int position = Take(4);

            if (position >= 0)
            {
                PutUInt32(_buffer, position, value);
            }
        }

        /// <summary>
        /// Writes bytes.
        /// </summary>
        /// <param name="source">Holds the bytes.</param>
        /// <param name="offset">Where they begin.</param>
        /// <param name="count">How many there are.</param>
        public void WriteBytes(byte[] source, int offset, int count)
        {
            int position = Take(count);

            if (position >= 0)
            {
                Array.Copy(source, offset, _buffer, position, count);
            }
        }

        /// <summary>
        /// Leaves room for bytes that are filled in later.
        /// </summary>
        /// <param name="count">How many. A negative number does not fit.</param>
        /// <returns>The offset in <see cref="Buffer"/> of the first, or -1 if they do not fit.</returns>
        public int Take(int count)
        {
            int position = _position;

            // As unsigned numbers, so that a negative count is too great.
            if (_failed || (uint)count > (uint)(_end - position))
            {
                _failed = true;
                return -1;
            }

            _position = position + count;
            return position;
        }

        /// <summary>
        /// Begins a vector whose length, of 16 bits, stands before it (RFC 5246, section 4.3).
        /// </summary>
        /// <returns>What <see cref="EndVector"/> is to be given.</returns>
        public int BeginVector()
        {
            return Take(2);
        }

        /// <summary>
        /// Ends a vector: what was written since becomes its length.
        /// </summary>
        /// <param name="vector">What <see cref="BeginVector"/> returned.</param>
        public void EndVector(int vector)
        {
            if (vector >= 0)
            {
                PutUInt16(_buffer, vector, _position - vector - 2);
            }
        }

        /// <summary>
        /// Writes a 16-bit number into an array.
        /// </summary>
        /// <param name="buffer">The array.</param>
        /// <param name="offset">Where the number goes.</param>
        /// <param name="value">The number; its low 16 bits are written.</param>
        public static void PutUInt16(byte[] buffer, int offset, int value)
        {
            buffer[offset] = (byte)(value >> 8);
            buffer[offset + 1] = (byte)value;
        }

        /// <summary>
        /// Writes a 24-bit number into an array.
        /// </summary>
        /// <param name="buffer">The array.</param>
        /// <param name="offset">Where the number goes.</param>
        /// <param name="value">The number; its low 24 bits are written.</param>
        public static void PutUInt24(byte[] buffer, int offset, int value)
        {
            buffer[offset] = (byte)(value >> 16);
            buffer[offset + 1] = (byte)(value >> 8);
            buffer[offset + 2] = (byte)value;
        }

        /// <summary>
        /// Writes a 32-bit number into an array.
        /// </summary>
        /// <param name="buffer">The array.</param>
        /// <param name="offset">Where the number goes.</param>
        /// <param name="value">The number.</param>
        public static void PutUInt32(byte[] buffer, int offset, int value)
        {
            PutUInt16(buffer, offset, value >> 16);
            PutUInt16(buffer, offset + 2, value);
        }
    }
}
