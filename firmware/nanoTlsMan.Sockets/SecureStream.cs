//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.IO;

namespace NanoTlsMan.Sockets
{
    /// <summary>
    /// A TLS connection as a stream, where a program expects an SslStream.
    /// </summary>
    public class SecureStream : Stream
    {
        private readonly SecureTcpSock _sock;
        private int _readTimeout = Time32.LongestWait;

        /// <summary>
        /// Initializes a new instance of the <see cref="SecureStream"/> class.
        /// </summary>
        /// <param name="sock">The sock, whose channel is open; it is disposed of with the stream.</param>
        /// <exception cref="ArgumentNullException"><paramref name="sock"/> is <see langword="null"/>.</exception>
        public SecureStream(SecureTcpSock sock)
        {
            if (sock == null)
            {
                throw new ArgumentNullException();
            }

            _sock = sock;
        }

        /// <summary>
        /// Gets the session: suite, peer, errors.
        /// </summary>
        public TlsManSession Session
        {
            get { return _sock.Session; }
        }

        /// <summary>
        /// Gets a value indicating whether a <see cref="Read(byte[], int, int)"/> would not wait.
        /// </summary>
        public bool DataAvailable
        {
            get { return _sock.Session.IsDataReady; }
        }

        /// <inheritdoc/>
        public override bool CanRead
        {
            get { return true; }
        }

        /// <inheritdoc/>
        public override bool CanSeek
        {
            get { return false; }
        }

        /// <inheritdoc/>
        public override bool CanTimeout
        {
            get { return true; }
        }

        /// <inheritdoc/>
        public override bool CanWrite
        {
            get { return true; }
        }

        /// <inheritdoc/>
        public override long Length
        {
            get { throw new NotSupportedException(); }
        }

        /// <inheritdoc/>
        public override long Position
        {
            get { throw new NotSupportedException(); }
            set { throw new NotSupportedException(); }
        }

        /// <summary>
        /// Gets or sets how long a read waits, in milliseconds; practically for ever unless set.
        /// </summary>
        /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
        public override int ReadTimeout
        {
            get
            {
                return _readTimeout;
            }

            set
            {
                if (value < 1)
                {
                    throw new ArgumentOutOfRangeException();
                }

                _readTimeout = value > Time32.LongestWait ? Time32.LongestWait : value;
            }
        }

        /// <summary>
        /// Does nothing: what is written is sent at once.
        /// </summary>
        public override void Flush()
        {
        }

        /// <summary>
        /// Waits for application data.
        /// </summary>
        /// <param name="buffer">Receives the data.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="count">How many bytes fit.</param>
        /// <returns>How many bytes there are; 0 where the peer has closed the channel in order.</returns>
        /// <exception cref="TimeoutException">Nothing came in time.</exception>
        /// <exception cref="SecureSockException">The session failed.</exception>
        public override int Read(byte[] buffer, int offset, int count)
        {
            return count == 0 ? 0 : _sock.Receive(buffer, offset, count, _readTimeout);
        }

#if NANOFRAMEWORK_1_0
        /// <summary>
        /// Waits for application data.
        /// </summary>
        /// <param name="buffer">Receives the data.</param>
        /// <returns>How many bytes there are; 0 where the peer has closed the channel in order.</returns>
        /// <exception cref="TimeoutException">Nothing came in time.</exception>
        /// <exception cref="SecureSockException">The session failed.</exception>
        public override int Read(SpanByte buffer)
        {
            byte[] bytes = new byte[buffer.Length];
            int count = Read(bytes, 0, bytes.Length);

            new SpanByte(bytes, 0, count).CopyTo(buffer);
            return count;
        }
#endif

        /// <summary>
        /// Sends application data.
        /// </summary>
        /// <param name="buffer">Holds the data.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="count">Its length, in bytes.</param>
        /// <exception cref="SecureSockException">The channel is not open any more.</exception>
        public override void Write(byte[] buffer, int offset, int count)
        {
            _sock.Send(buffer, offset, count);
        }

        /// <inheritdoc/>
        public override long Seek(long offset, SeekOrigin origin)
        {
            throw new NotSupportedException();
        }

        /// <inheritdoc/>
        public override void SetLength(long value)
        {
            throw new NotSupportedException();
        }

        /// <summary>
        /// Closes the channel, with close_notify, and the connection.
        /// </summary>
        /// <param name="disposing">Whether it is called by the program.</param>
        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _sock.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
