//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Wire
{
    /// <summary>
    /// Reads big-endian fields and length-prefixed vectors (RFC 5246, section 4) from a stretch of a buffer, and never
    /// past its end.
    /// </summary>
    /// <remarks>
    /// A read that does not fit returns 0, moves nothing and sets <see cref="Failed"/> for good; after it nothing is
    /// left, so that a parser may read on and check once. Nothing is allocated but what is read into an array of its
    /// own: one reader serves message after message.
    /// </remarks>
    public sealed class WireReader
    {
        private byte[] _buffer;
        private int _position;
        private int _end;
        private bool _failed;

        /// <summary>
        /// Gets the buffer that is read.
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
        /// Gets the number of bytes that are left.
        /// </summary>
        public int Remaining
        {
            get { return _end - _position; }
        }

        /// <summary>
        /// Gets a value indicating whether a read did not fit.
        /// </summary>
        public bool Failed
        {
            get { return _failed; }
        }

        /// <summary>
        /// Gets a value indicating whether everything was read and nothing failed: a message has no trailing bytes.
        /// </summary>
        public bool IsWhole
        {
            get { return !_failed && _position == _end; }
        }

        /// <summary>
        /// Begins to read a stretch of a buffer.
        /// </summary>
        /// <param name="buffer">The buffer.</param>
        /// <param name="offset">Where the stretch begins.</param>
        /// <param name="count">Its length, in bytes. A stretch that is not inside the buffer reads as failed.</param>
        public void Reset(byte[] buffer, int offset, int count)
        {
            bool failed = (offset | count) < 0 || count > buffer.Length - offset;

            _buffer = buffer;
            _failed = failed;
            _position = offset;
            _end = failed ? offset : offset + count;
        }

        /// <summary>
        /// Reads an 8-bit number.
        /// </summary>
        /// <returns>The number, or 0 at the end.</returns>
        public int ReadByte()
        {
            int position = _position;

            if (position >= _end)
            {
                Fail();
                return 0;
            }

            _position = position + 1;
            return _buffer[position];
        }

        /// <summary>
        /// Reads a 16-bit number.
        /// </summary>
        /// <returns>The number, or 0 if it does not fit.</returns>
        public int ReadUInt16()
        {
            int position = Skip(2);

            return _failed ? 0 : (_buffer[position] << 8) | _buffer[position + 1];
        }

        /// <summary>
        /// Reads a 24-bit number.
        /// </summary>
        /// <returns>The number, or 0 if it does not fit.</returns>
        public int ReadUInt24()
        {
            int position = Skip(3);

            return _failed ? 0 : (_buffer[position] << 16) | (_buffer[position + 1] << 8) | _buffer[position + 2];
        }

        /// <summary>
        /// Reads a 32-bit number.
        /// </summary>
        /// <returns>The number, or 0 if it does not fit.</returns>
        public int ReadUInt32()
        {
            int position = Skip(4);

            return _failed ? 0 : GetUInt32(_buffer, position);
        }

        /// <summary>
        /// Gets a 16-bit number of an array that is known to hold it.
        /// </summary>
        /// <param name="buffer">The array.</param>
        /// <param name="offset">Where the number begins.</param>
        /// <returns>The number.</returns>
        public static int GetUInt16(byte[] buffer, int offset)
        {
            return (buffer[offset] << 8) | buffer[offset + 1];
        }

        /// <summary>
        /// Gets a 32-bit number of an array that is known to hold it.
        /// </summary>
        /// <param name="buffer">The array.</param>
        /// <param name="offset">Where the number begins.</param>
        /// <returns>The number.</returns>
        public static int GetUInt32(byte[] buffer, int offset)
        {
            return (GetUInt16(buffer, offset) << 16) | GetUInt16(buffer, offset + 2);
        }

        /// <summary>
        /// Reads bytes into an array of their own.
        /// </summary>
        /// <param name="count">How many.</param>
        /// <returns>The bytes; none if they do not fit.</returns>
        public byte[] ReadBytes(int count)
        {
            Skip(count);
            return CopyLast(count);
        }

        /// <summary>
        /// Reads the content of a vector with an 8-bit length into an array of its own.
        /// </summary>
        /// <param name="least">The least length that is allowed, in bytes.</param>
        /// <param name="most">The greatest length that is allowed, in bytes.</param>
        /// <returns>The content; none if it does not fit.</returns>
        public byte[] ReadVector8(int least, int most)
        {
            return CopyLast(SkipVector8(least, most));
        }

        /// <summary>
        /// Reads the content of a vector with a 16-bit length into an array of its own.
        /// </summary>
        /// <param name="least">The least length that is allowed, in bytes.</param>
        /// <param name="most">The greatest length that is allowed, in bytes.</param>
        /// <returns>The content; none if it does not fit.</returns>
        public byte[] ReadVector16(int least, int most)
        {
            return CopyLast(SkipVector16(least, most));
        }

        /// <summary>
        /// Passes over bytes.
        /// </summary>
        /// <param name="count">How many. A negative number does not fit.</param>
        /// <returns>The offset in <see cref="Buffer"/> of the first of them; of no meaning when
        /// <see cref="Failed"/>.</returns>
        public int Skip(int count)
        {
            int position = _position;

            // As unsigned numbers, so that a negative count is too great.
            if (_failed || (uint)count > (uint)(_end - position))
            {
                Fail();
                return position;
            }

            _position = position + count;
            return position;
        }

        /// <summary>
        /// Passes over a vector with an 8-bit length.
        /// </summary>
        /// <param name="least">The least length that is allowed, in bytes.</param>
        /// <param name="most">The greatest length that is allowed, in bytes.</param>
        /// <returns>The vector's length, in bytes; it ends at <see cref="Position"/>.</returns>
        public int SkipVector8(int least, int most)
        {
            return SkipVector(ReadByte(), least, most);
        }

        /// <summary>
        /// Passes over a vector with a 16-bit length.
        /// </summary>
        /// <param name="least">The least length that is allowed, in bytes.</param>
        /// <param name="most">The greatest length that is allowed, in bytes.</param>
        /// <returns>The vector's length, in bytes; it ends at <see cref="Position"/>.</returns>
        public int SkipVector16(int least, int most)
        {
            return SkipVector(ReadUInt16(), least, most);
        }

        private int SkipVector(int count, int least, int most)
        {
            if (count < least || count > most)
            {
                Fail();
                return 0;
            }

            Skip(count);
            return _failed ? 0 : count;
        }

        /// <summary>
        /// Copies what was read or passed over last.
        /// </summary>
        /// <param name="count">How many bytes of it.</param>
        /// <returns>The bytes; none if something did not fit.</returns>
        public byte[] CopyLast(int count)
        {
            return _failed ? new byte[0] : Bytes.Copy(_buffer, _position - count, count);
        }

        private void Fail()
        {
            _failed = true;
            _end = _position;
        }
    }
}
