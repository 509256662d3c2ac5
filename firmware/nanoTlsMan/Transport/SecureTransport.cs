//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan
{
    /// <summary>
    /// What carries the records of sessions: datagrams to and from many peers, or one stream. It is the only thing
    /// below the manager that waits, and it has the clock.
    /// </summary>
    /// <remarks>
    /// Sending and <see cref="Now"/> may be called while another thread is in <see cref="Receive"/>; two threads never
    /// send at once. <see cref="Now"/> and
    /// <see cref="Wake"/> never wait, and <see cref="Dispose"/> makes whoever waits return.
    /// </remarks>
    public abstract class SecureTransport : IDisposable
    {
        /// <summary>
        /// <see cref="Receive"/>: the deadline passed, or <see cref="Wake"/> was called.
        /// </summary>
        public const int NothingReceived = -1;

        /// <summary>
        /// <see cref="Receive"/>: the stream has ended.
        /// </summary>
        public const int EndOfStream = -2;

        /// <summary>
        /// <see cref="Receive"/>: the transport failed and will not recover.
        /// </summary>
        public const int ReceiveFailed = -3;

        /// <summary>
        /// <see cref="SendSome"/>: the stream has failed.
        /// </summary>
        public const int SendFailed = -1;

        private int _sendTimeout = 30000;

        /// <summary>
        /// Gets what the transport carries.
        /// </summary>
        public abstract TlsTransportKind Kind { get; }

        /// <summary>
        /// Gets the transport that this one watches or changes; <see langword="null"/> if it is one by itself.
        /// </summary>
        public virtual SecureTransport Inner
        {
            get { return null; }
        }

        /// <summary>
        /// Gets the time, in wrapping milliseconds of a clock that never jumps.
        /// </summary>
        public abstract int Now { get; }

        /// <summary>
        /// Gets or sets how long data may wait to be sent, where a call does not say so itself, in milliseconds:
        /// 30,000; Timeout.Infinite (-1) for as long as it takes. A connection whose peer reads nothing for so long has
        /// failed.
        /// </summary>
        /// <exception cref="ArgumentOutOfRangeException">Less than -1.</exception>
        public int SendTimeout
        {
            get
            {
                return _sendTimeout;
            }

            set
            {
                if (value < -1)
                {
                    throw new ArgumentOutOfRangeException();
                }

                _sendTimeout = value;
            }
        }

        /// <summary>
        /// Sends a datagram, or all bytes of a stretch of the stream.
        /// </summary>
        /// <param name="buffer">Holds the bytes.</param>
        /// <param name="offset">Where they begin.</param>
        /// <param name="count">How many there are.</param>
        /// <param name="peer">The address, see <see cref="PeerAddress"/>; over a stream <see langword="null"/>.</param>
        /// <returns><see langword="false"/> if they could not be sent. Over datagrams that is a loss like any
        /// other.</returns>
        public abstract bool Send(byte[] buffer, int offset, int count, byte[] peer);

        /// <summary>
        /// Sends a datagram, or as much of a stretch of the stream as goes without waiting. A transport that cannot
        /// tell sends all of it with
        /// <see cref="Send"/>.
        /// </summary>
        /// <param name="buffer">Holds the bytes.</param>
        /// <param name="offset">Where they begin.</param>
        /// <param name="count">How many there are.</param>
        /// <param name="peer">The address, see <see cref="PeerAddress"/>; over a stream <see langword="null"/>.</param>
        /// <returns>How many bytes were taken: over a stream 0 if there is no room; or
        /// <see cref="SendFailed"/>.</returns>
        public virtual int SendSome(byte[] buffer, int offset, int count, byte[] peer)
        {
            return Send(buffer, offset, count, peer) ? count : SendFailed;
        }

        /// <summary>
        /// Sends the last bytes before the transport is disposed of, such as a close_notify. If there is no room now,
        /// the transport may keep them, and send them within a moment after it was disposed of.
        /// </summary>
        /// <param name="buffer">Holds the bytes.</param>
        /// <param name="offset">Where they begin.</param>
        /// <param name="count">How many there are.</param>
        /// <param name="peer">The address, see <see cref="PeerAddress"/>; over a stream <see langword="null"/>.</param>
        /// <returns>As of <see cref="SendSome"/>.</returns>
        public virtual int SendLast(byte[] buffer, int offset, int count, byte[] peer)
        {
            return SendSome(buffer, offset, count, peer);
        }

        /// <summary>
        /// Waits until <see cref="SendSome"/> may have room, or the transport was disposed of.
        /// </summary>
        /// <param name="deadline">When to give up.</param>
        public virtual void WaitForRoom(int deadline)
        {
        }

        /// <summary>
        /// Waits for a datagram, or for bytes of the stream.
        /// </summary>
        /// <param name="buffer">Receives the bytes.</param>
        /// <param name="offset">Where they begin.</param>
        /// <param name="count">How many fit. A longer datagram is cut.</param>
        /// <param name="peer">Receives the sender's address; over a stream <see langword="null"/>.</param>
        /// <param name="deadline">When to give up; a time that has passed means not to wait.</param>
        /// <returns>How many bytes came (a datagram may be empty), or <see cref="NothingReceived"/>,
        /// <see cref="EndOfStream"/> or <see cref="ReceiveFailed"/>.</returns>
        public abstract int Receive(byte[] buffer, int offset, int count, byte[] peer, int deadline);

        /// <summary>
        /// Makes a <see cref="Receive"/> of another thread return soon.
        /// </summary>
        public abstract void Wake();

        /// <summary>
        /// Gives up what the transport holds. May be called more than once.
        /// </summary>
        public abstract void Dispose();
    }
}
