//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.IO;

namespace NanoTlsMan.Samples.HttpClientPsk
{
    /// <summary>
    /// Reads lines and bytes of a response until a deadline.
    /// </summary>
    internal sealed class HttpReader
    {
        private readonly Stream _stream;
        private readonly HttpDeadline _deadline;
        private readonly byte[] _buffer = new byte[512];
        private int _at;
        private int _end;

        /// <summary>
        /// Initializes a new instance of the <see cref="HttpReader"/> class.
        /// </summary>
        /// <param name="stream">The connection.</param>
        /// <param name="deadline">When all has to be read.</param>
        public HttpReader(Stream stream, HttpDeadline deadline)
        {
            _stream = stream;
            _deadline = deadline;
        }

        /// <summary>
        /// Gets a value indicating whether anything has come at all.
        /// </summary>
        public bool HasBegun
        {
            get { return _end > 0; }
        }

        /// <summary>
        /// Gets a value indicating whether something is here that nobody has read.
        /// </summary>
        public bool HasMore
        {
            get { return _at < _end; }
        }

        /// <summary>
        /// Reads a line, without its end.
        /// </summary>
        /// <param name="room">How many bytes it may have; less by those that it has.</param>
        /// <returns>The line.</returns>
        /// <exception cref="IOException">It is too long, or the connection ends in it.</exception>
        public string ReadLine(ref int room)
        {
            char[] line = new char[64];
            int length = 0;

            while (true)
            {
                int value = ReadByte();

                if (value == '\n')
                {
                    // A lone LF ends a line, too (RFC 9112, section 2.2).
                    length -= length > 0 && line[length - 1] == '\r' ? 1 : 0;
                    return new string(line, 0, length);
                }

                if (--room < 0)
                {
                    throw new IOException("The server's headers are longer than there is room for.");
                }

                if (length == line.Length)
                {
                    char[] longer = new char[2 * length];

                    System.Array.Copy(line, 0, longer, 0, length);
                    line = longer;
                }

                line[length++] = (char)value;
            }
        }

        /// <summary>
        /// Reads some bytes.
        /// </summary>
        /// <param name="buffer">Receives the bytes.</param>
        /// <param name="count">How many at most.</param>
        /// <returns>How many there are; 0 at the end of the connection.</returns>
        public int Read(byte[] buffer, int count)
        {
            if (!HasMore && !Fill())
            {
                return 0;
            }

            int read = _end - _at < count ? _end - _at : count;

            System.Array.Copy(_buffer, _at, buffer, 0, read);
            _at += read;
            return read;
        }

        private int ReadByte()
        {
            if (!HasMore && !Fill())
            {
                throw new IOException("The server has closed the connection.");
            }

            return _buffer[_at++];
        }

        private bool Fill()
        {
            _stream.ReadTimeout = _deadline.GetLeft();

            int count = _stream.Read(_buffer, 0, _buffer.Length);

            if (count == 0)
            {
                return false;
            }

            _at = 0;
            _end = count;
            return true;
        }
    }
}
