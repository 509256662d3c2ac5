//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.X509.Der
{
    /// <summary>
    /// Reads DER (X.690) in place, and nothing but DER: lengths are definite and as short as they can be, tags have one
    /// byte, a value lies inside the one around it and fills it.
    /// </summary>
    /// <remarks>
    /// What does not fit sets <see cref="Failed"/> for good; after it nothing is left, so that a parser may read on and
    /// check once, and every loop over what is left ends. Nothing is allocated and nothing calls itself: how deep
    /// values are nested is up to the code that opens them, never to the input.
    /// </remarks>
    internal sealed class DerReader
    {
        // Nothing here is longer than a message of TLS, whose lengths have three bytes.
        private const int MaxLengthBytes = 3;

        private byte[] _buffer;
        private int _position;
        private int _end;
        private bool _failed;
        private int _contentOffset;
        private int _contentCount;

        /// <summary>Gets the buffer that is read.</summary>
        internal byte[] Buffer
        {
            get { return _buffer; }
        }

        /// <summary>Gets the offset of the next value.</summary>
        internal int Position
        {
            get { return _position; }
        }

        /// <summary>Gets a value indicating whether something was not as it has to be.</summary>
        internal bool Failed
        {
            get { return _failed; }
        }

        /// <summary>
        /// Gets a value indicating whether the open value has no more values; so it is after a failure.
        /// </summary>
        internal bool IsAtEnd
        {
            get { return _position >= _end; }
        }

        /// <summary>Gets the tag of the next value; or -1 at the end.</summary>
        internal int Tag
        {
            get { return _position < _end ? _buffer[_position] : -1; }
        }

        /// <summary>Gets where the content of the value begins that was passed over last.</summary>
        internal int ContentOffset
        {
            get { return _contentOffset; }
        }

        /// <summary>Gets the length of the content of the value that was passed over last.</summary>
        internal int ContentCount
        {
            get { return _contentCount; }
        }

        /// <summary>
        /// Begins to read a stretch of a buffer; one that is not inside it reads as failed.
        /// </summary>
        internal void Reset(byte[] buffer, int offset, int count)
        {
            _buffer = buffer;
            _failed = false;
            _contentOffset = 0;
            _contentCount = 0;
            _position = offset;
            _end = offset;
            if (offset < 0 || count < 0 || count > buffer.Length - offset)
            {
                Fail();
                return;
            }

            _end = offset + count;
        }

        /// <summary>
        /// Sets <see cref="Failed"/>.
        /// </summary>
        internal void Fail()
        {
            _failed = true;
            _end = _position;
            _contentCount = 0;
        }

        /// <summary>
        /// Passes over a value with this tag.
        /// </summary>
        internal void Skip(int tag)
        {
            if (Tag != tag)
            {
                Fail();
                return;
            }

            SkipAny();
        }

        /// <summary>
        /// Passes over a value with any tag of one byte.
        /// </summary>
        internal void SkipAny()
        {
            int position = _position + 2;

            // The tag's low bits all set would mean more bytes of it.
            if (_end < position || (_buffer[_position] & 0x1f) == 0x1f)
            {
                Fail();
                return;
            }

            int count = _buffer[position - 1];
            if (count >= 0x80)
            {
                int bytes = count & 0x7f;

                // None would be the indefinite form, which DER does not have (X.690, section 10.1).
                if (bytes == 0 || bytes > MaxLengthBytes || bytes > _end - position)
                {
                    Fail();
                    return;
                }

                int first = _buffer[position];
                count = 0;
                for (int i = 0; i < bytes; i++)
                {
                    count = (count << 8) | _buffer[position + i];
                }

                position += bytes;
                if (count < 0x80 || first == 0)
                {
                    Fail();
                    return;
                }
            }

            if (count > _end - position)
            {
                Fail();
                return;
            }

            _contentOffset = position;
            _contentCount = count;
            _position = position + count;
        }

        /// <summary>
        /// Steps into a value with this tag.
        /// </summary>
        /// <returns>What <see cref="Close"/> needs.</returns>
        internal int Open(int tag)
        {
            int outerEnd = _end;

            Skip(tag);
            if (!_failed)
            {
                _end = _position;
                _position = _contentOffset;
            }

            return outerEnd;
        }

        /// <summary>
        /// Steps out of a value, which has to be read to its end.
        /// </summary>
        internal void Close(int outerEnd)
        {
            if (_position != _end)
            {
                Fail();
            }

            if (!_failed)
            {
                _end = outerEnd;
            }
        }

        /// <summary>
        /// Tells whether the content that was passed over last is this.
        /// </summary>
        internal bool IsContent(byte[] expected)
        {
            return !_failed && Stretch.AreEqual(_buffer, _contentOffset, _contentCount, expected, 0, expected.Length);
        }

        /// <summary>
        /// Reads a BOOLEAN, of whose true there is one form (X.690, section 11.1).
        /// </summary>
        internal bool ReadBoolean()
        {
            Skip(DerTag.Boolean);
            if (_failed || _contentCount != 1 || (_buffer[_contentOffset] != 0 && _buffer[_contentOffset] != 0xff))
            {
                Fail();
                return false;
            }

            return _buffer[_contentOffset] != 0;
        }

        /// <summary>
        /// Passes over an INTEGER, which is as short as it can be (X.690, section 8.3.2) and not negative.
        /// </summary>
        internal void SkipUnsigned()
        {
            Skip(DerTag.Integer);
            if (_failed || _contentCount == 0 || _buffer[_contentOffset] > 0x7f
                || (_contentCount > 1 && _buffer[_contentOffset] == 0 && _buffer[_contentOffset + 1] <= 0x7f))
            {
                Fail();
            }
        }

        /// <summary>
        /// Reads an INTEGER between 0 and 32767.
        /// </summary>
        internal int ReadSmall()
        {
            int value = 0;

            SkipUnsigned();
            if (_failed || _contentCount > 2)
            {
                Fail();
                return 0;
            }

            for (int i = 0; i < _contentCount; i++)
            {
                value = (value << 8) | _buffer[_contentOffset + i];
            }

            return value;
        }

        /// <summary>
        /// Passes over a BIT STRING of whole bytes; the content is what follows the number of unused bits.
        /// </summary>
        internal void SkipBitString()
        {
            Skip(DerTag.BitString);
            if (_failed || _contentCount < 1 || _buffer[_contentOffset] != 0)
            {
                Fail();
                return;
            }

            _contentOffset++;
            _contentCount--;
        }

        /// <summary>
        /// Passes over an OBJECT IDENTIFIER, each of whose numbers is as short as it can be (X.690, section 8.19.2).
        /// </summary>
        internal void SkipObjectIdentifier()
        {
            bool isFirst = true;

            Skip(DerTag.ObjectIdentifier);
            for (int i = 0; i < _contentCount; i++)
            {
                int value = _buffer[_contentOffset + i];

                if (isFirst && value == 0x80)
                {
                    Fail();
                    return;
                }

                isFirst = value < 0x80;
            }

            if (_contentCount == 0 || !isFirst)
            {
                Fail();
            }
        }

        /// <summary>
        /// Passes over a Name (RFC 5280, section 4.1.2.4).
        /// </summary>
        internal void SkipName()
        {
            int name = Open(DerTag.Sequence);

            while (!IsAtEnd)
            {
                int relative = Open(DerTag.Set);

                do
                {
                    int attribute = Open(DerTag.Sequence);
                    SkipObjectIdentifier();
                    SkipAny();
                    Close(attribute);
                }
                while (!IsAtEnd);

                Close(relative);
            }

            Close(name);
        }
    }
}
