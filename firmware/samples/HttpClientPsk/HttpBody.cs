//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.IO;

namespace NanoTlsMan.Samples.HttpClientPsk
{
    /// <summary>
    /// Reads the body of a response, up to a limit.
    /// </summary>
    internal sealed class HttpBody
    {
        private const int BufferLength = 256;
        private const int MaxSizeDigits = 7;

        private readonly HttpReader _reader;
        private readonly int _limit;
        private readonly MemoryStream _body = new MemoryStream();
        private readonly byte[] _buffer = new byte[BufferLength];

        /// <summary>
        /// Initializes a new instance of the <see cref="HttpBody"/> class.
        /// </summary>
        /// <param name="reader">Reads the connection.</param>
        /// <param name="limit">The longest body, in bytes.</param>
        public HttpBody(HttpReader reader, int limit)
        {
            _reader = reader;
            _limit = limit;
        }

        /// <summary>
        /// Reads as many bytes as the server has said.
        /// </summary>
        /// <param name="count">How many.</param>
        /// <exception cref="IOException">They are too many, or the connection ends before.</exception>
        public void Read(int count)
        {
            Demand(count);

            while (count > 0)
            {
                int read = _reader.Read(_buffer, count < BufferLength ? count : BufferLength);

                if (read == 0)
                {
                    throw new IOException("The server has closed the connection in the middle of a response.");
                }

                _body.Write(_buffer, 0, read);
                count -= read;
            }
        }

        /// <summary>
        /// Reads until the server closes the connection.
        /// </summary>
        /// <exception cref="IOException">The body is too long.</exception>
        public void ReadToEnd()
        {
            int read;

            while ((read = _reader.Read(_buffer, BufferLength)) > 0)
            {
                Demand(read);
                _body.Write(_buffer, 0, read);
            }
        }

        /// <summary>
        /// Reads chunks up to the last one, and lets the trailers go (RFC 9112, section 7.1).
        /// </summary>
        /// <param name="maxLine">The longest line, and the longest trailers, in bytes.</param>
        /// <exception cref="IOException">The body is too long, the connection ends before, or these are no
        /// chunks.</exception>
        public void ReadChunks(int maxLine)
        {
            while (true)
            {
                int room = maxLine;
                int size = ParseSize(_reader.ReadLine(ref room));

                if (size == 0)
                {
                    break;
                }

                Read(size);

                if (_reader.ReadLine(ref room).Length > 0)
                {
                    throw CreateNoChunk();
                }
            }

            int left = maxLine;

            while (_reader.ReadLine(ref left).Length > 0)
            {
            }
        }

        /// <summary>
        /// Copies what was read.
        /// </summary>
        /// <returns>The body.</returns>
        public byte[] ToArray()
        {
            return _body.ToArray();
        }

        private static IOException CreateNoChunk()
        {
            return new IOException("The server's chunks do not make a body.");
        }

        // Hexadecimal digits, and then perhaps extensions, which say nothing here.
        private static int ParseSize(string line)
        {
            int size = 0;
            int digits = 0;

            while (digits < line.Length && line[digits] != ';' && line[digits] != ' ' && line[digits] != '\t')
            {
                int digit = ParseDigit(line[digits]);

                if (digit < 0 || ++digits > MaxSizeDigits)
                {
                    throw CreateNoChunk();
                }

                size = (size << 4) + digit;
            }

            if (digits == 0)
            {
                throw CreateNoChunk();
            }

            return size;
        }

        private static int ParseDigit(char digit)
        {
            if (digit >= '0' && digit <= '9')
            {
                return digit - '0';
            }

            // Small letters differ from capital ones by one bit.
            int letter = digit | 0x20;

            return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
        }

        private void Demand(int count)
        {
            if (count > _limit - (int)_body.Length)
            {
                throw new IOException(
                    "The server's response is longer than " + _limit.ToString() + " bytes, for which there is room.");
            }
        }
    }
}
