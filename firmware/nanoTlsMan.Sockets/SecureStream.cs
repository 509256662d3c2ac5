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
        private int _readTimeout = -1;
        private int _writeTimeout;

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
            _writeTimeout = sock.SendTimeout;
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

        /// <summary>
        /// Gets how many bytes can be read without waiting, as the streams of System.Net have it: nanoFramework's
        /// StreamReader asks for that.
        /// </summary>
        public override long Length
        {
            get { return _sock.Session.Available; }
        }

        /// <inheritdoc/>
        public override long Position
        {
            get { throw new NotSupportedException(); }
            set { throw new NotSupportedException(); }
        }

        /// <summary>
        /// Gets or sets how long a read waits, in milliseconds: Timeout.Infinite (-1) unless set.
        /// </summary>
        /// <exception cref="ArgumentOutOfRangeException">Neither -1 nor at least 1.</exception>
        public override int ReadTimeout
        {
            get { return _readTimeout; }
            set { _readTimeout = CheckTimeout(value); }
        }

        /// <summary>
        /// Gets or sets how long a write waits for a peer that reads nothing, in milliseconds: the transport's
        /// <see cref="SecureTransport.SendTimeout"/> unless set; Timeout.Infinite (-1) for as long as it takes.
        /// </summary>
        /// <exception cref="ArgumentOutOfRangeException">Neither -1 nor at least 1.</exception>
        public override int WriteTimeout
        {
            get { return _writeTimeout; }
            set { _writeTimeout = CheckTimeout(value); }
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
        /// <returns>How many bytes there are; 0 if the peer has closed the channel in order.</returns>
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
        /// <returns>How many bytes there are; 0 if the peer has closed the channel in order.</returns>
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
            _sock.Send(buffer, offset, count, _writeTimeout);
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

        private static int CheckTimeout(int value)
        {
            // As .NET has it: a stream that does not wait at all is none.
            if (value < 1 && value != -1)
            {
                throw new ArgumentOutOfRangeException();
            }

            return value;
        }
    }
}
