//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan
{
    /// <content>
    /// Application data.
    /// </content>
    public sealed partial class TlsManSession
    {
        // By how much a record of a stream is longer than its data, at most: header, explicit nonce and tag (RFC 5288,
        // section 3).
        private const int RecordExpansion = 29;

        /// <summary>
        /// Retrieves application data (the RFC's tlsman_retrieve_data_app): over datagrams one record's, over a stream
        /// what fits.
        /// </summary>
        /// <param name="buffer">Receives the data.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="count">How many bytes fit.</param>
        /// <param name="handler">Is called with the data as well; may be <see langword="null"/>.</param>
        /// <returns>How many bytes there are; or <see cref="TlsManStatus.WouldBlock"/> in a non-blocking session,
        /// <see cref="TlsManStatus.TimedOut"/>, <see cref="TlsManStatus.TooLong"/> (the record stays),
        /// <see cref="TlsManStatus.NotConnected"/>, <see cref="TlsManStatus.Closed"/> or
        /// <see cref="TlsManStatus.Failed"/>.</returns>
        /// <exception cref="ArgumentNullException"><paramref name="buffer"/> is <see langword="null"/>.</exception>
        /// <exception cref="ArgumentOutOfRangeException"><paramref name="offset"/> is not inside the buffer, or
        /// <paramref name="count"/> is negative.</exception>
        public int RetrieveData(byte[] buffer, int offset, int count, SecureDataHandler handler)
        {
            bool isBlocking = (_flags & SecureSockFlags.NonBlock) == 0;

            return RetrieveData(
                buffer, offset, count, handler, isBlocking
                ? _options.ReceiveTimeout
                : 0, isBlocking ? TlsManStatus.TimedOut : TlsManStatus.WouldBlock);
        }

        /// <summary>
        /// Retrieves application data like <see cref="RetrieveData(byte[], int, int, SecureDataHandler)"/>, with a
        /// time-out of its own.
        /// </summary>
        /// <param name="buffer">Receives the data.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="count">How many bytes fit.</param>
        /// <param name="timeout">How long to wait, in milliseconds; Timeout.Infinite (-1) for as long as it
        /// takes.</param>
        /// <returns>How many bytes there are, or a <see cref="TlsManStatus"/>.</returns>
        /// <exception cref="ArgumentNullException"><paramref name="buffer"/> is <see langword="null"/>.</exception>
        /// <exception cref="ArgumentOutOfRangeException"><paramref name="offset"/> is not inside the buffer, or
        /// <paramref name="count"/> is negative.</exception>
        public int RetrieveData(byte[] buffer, int offset, int count, int timeout)
        {
            return RetrieveData(buffer, offset, count, null, timeout, TlsManStatus.TimedOut);
        }

        private int RetrieveData(
            byte[] buffer, int offset, int count, SecureDataHandler handler, int timeout, int nothing)
        {
            if (buffer == null)
            {
                throw new ArgumentNullException();
            }

            if (offset < 0 || count < 0 || offset > buffer.Length)
            {
                throw new ArgumentOutOfRangeException();
            }

            int start = _endpoint.Transport.Now;
            int result;

            // No more fits than there is.
            count = count < buffer.Length - offset ? count : buffer.Length - offset;

            _endpoint.Look(this);

            while (true)
            {
                lock (_endpoint.SyncRoot)
                {
                    result = _endpoint.TakeData(this, buffer, offset, count);

                    if (result == TlsManStatus.WouldBlock && (_state == State.New || _state == State.Ended))
                    {
                        result = GetStatus();
                    }
                }

                if (result != TlsManStatus.WouldBlock)
                {
                    break;
                }

                int now = _endpoint.Transport.Now;
                int left = Time32.Left(timeout, start, now);

                if (left == 0)
                {
                    result = _state == State.Opening ? TlsManStatus.NotConnected : nothing;
                    break;
                }

                _endpoint.Await(now + left);
            }

            Remember(result);

            if (result > 0)
            {
                _endpoint.OnFetched();

                if (handler != null)
                {
                    handler(this, buffer, offset, result);
                }
            }

            return result;
        }

        /// <summary>
        /// Waits until there is application data, or no more can come.
        /// </summary>
        /// <param name="timeout">How long to wait, in milliseconds; Timeout.Infinite (-1) for as long as it
        /// takes.</param>
        /// <returns><see langword="true"/> if there is data; otherwise, <see langword="false"/>.</returns>
        public bool WaitForData(int timeout)
        {
            int start = _endpoint.Transport.Now;

            _endpoint.Look(this);

            while (true)
            {
                int now = _endpoint.Transport.Now;
                int left = Time32.Left(timeout, start, now);

                lock (_endpoint.SyncRoot)
                {
                    if (LastUndelivered != null)
                    {
                        return true;
                    }

                    if (_state == State.New || _state == State.Ended || left == 0)
                    {
                        return false;
                    }
                }

                _endpoint.Await(now + left);
            }
        }

        /// <summary>
        /// Sends application data (the RFC's tlsman_send_data_app): over datagrams as one record in one datagram, over
        /// a stream as many as are needed.
        /// </summary>
        /// <param name="buffer">Holds the data.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="count">Its length, in bytes.</param>
        /// <returns><paramref name="count"/>; or <see cref="TlsManStatus.TooLong"/>,
        /// <see cref="TlsManStatus.NotConnected"/>, <see cref="TlsManStatus.TimedOut"/> if another call was sending for
        /// so long, <see cref="TlsManStatus.Closed"/> or <see cref="TlsManStatus.Failed"/>.</returns>
        /// <exception cref="ArgumentNullException"><paramref name="buffer"/> is <see langword="null"/>.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The stretch is not inside the buffer.</exception>
        public int SendData(byte[] buffer, int offset, int count)
        {
            return SendData(buffer, offset, count, _endpoint.Transport.SendTimeout);
        }

        /// <summary>
        /// Sends application data like <see cref="SendData(byte[], int, int)"/>, with a time-out of its own.
        /// </summary>
        /// <param name="buffer">Holds the data.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="count">Its length, in bytes.</param>
        /// <param name="timeout">How long to wait for a peer that reads nothing, in milliseconds; Timeout.Infinite (-1)
        /// for as long as it takes. Over a stream the session has failed then, for nobody knows how much has
        /// arrived.</param>
        /// <returns><paramref name="count"/>, or a <see cref="TlsManStatus"/>.</returns>
        /// <exception cref="ArgumentNullException"><paramref name="buffer"/> is <see langword="null"/>.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The stretch is not inside the buffer.</exception>
        public int SendData(byte[] buffer, int offset, int count, int timeout)
        {
            CheckStretch(buffer, offset, count);

            // A peer that has closed the channel is told from one that has not, before anything is said to be sent.
            _endpoint.Look(this);

            int start = _endpoint.Transport.Now;

            if (_endpoint.IsDatagram)
            {
                return Remember(SendDatagram(buffer, offset, count, timeout, start));
            }

            if (!_endpoint.EnterSending(timeout, start))
            {
                return Remember(TlsManStatus.TimedOut);
            }

            try
            {
                return Remember(SendStream(buffer, offset, count, timeout, start));
            }
            finally
            {
                _endpoint.LeaveSending();
            }
        }

        private static void CheckStretch(byte[] buffer, int offset, int count)
        {
            if (buffer == null)
            {
                throw new ArgumentNullException();
            }

            if (offset < 0 || count < 0 || count > buffer.Length - offset)
            {
                throw new ArgumentOutOfRangeException();
            }
        }

        private int SendDatagram(byte[] buffer, int offset, int count, int timeout, int start)
        {
            bool isTaken = false;

            while (true)
            {
                bool isDone = false;

                lock (_endpoint.SyncRoot)
                {
                    if (_state != State.Connected)
                    {
                        return GetStatus();
                    }

                    if (!isTaken)
                    {
                        if (count > MaxPayload)
                        {
                            return TlsManStatus.TooLong;
                        }

                        int status = _engine.Send(buffer, offset, count);

                        if (status != TlsManStatus.Ok && status != TlsManStatus.WouldBlock)
                        {
                            return status;
                        }

                        isTaken = status == TlsManStatus.Ok;
                        LastActivity = start;
                    }

                    isDone = _endpoint.Drain(this) && isTaken;

                    if (isDone && _state != State.Connected)
                    {
                        return GetStatus();
                    }
                }

                _endpoint.Flush();

                if (isDone)
                {
                    return count;
                }

                int now = _endpoint.Transport.Now;
                int left = Time32.Left(timeout, start, now);

                if (left == 0)
                {
                    GiveUp(isTaken);
                    return isTaken ? TlsManStatus.Failed : TlsManStatus.TimedOut;
                }

                _endpoint.AwaitRoom(now + left);
            }
        }

        private int SendStream(byte[] buffer, int offset, int count, int timeout, int start)
        {
            int end = offset + count;
            bool isSealing = false;

            while (true)
            {
                bool isFull = true;
                int written;

                lock (_endpoint.SyncRoot)
                {
                    if (_state != State.Connected)
                    {
                        return GetStatus();
                    }

                    isSealing = isSealing && !_endpoint.Drain(this);

                    if (!isSealing && offset < end)
                    {
                        int piece = GetPiece(end - offset);

                        isFull = piece == 0;

                        if (!isFull)
                        {
                            int status = _engine.Send(buffer, offset, piece);

                            if (status < 0)
                            {
                                return status;
                            }

                            offset += piece;
                            isSealing = !_endpoint.Drain(this);
                            LastActivity = start;
                        }
                    }

                    written = _endpoint.WrittenTotal;
                }

                // As many records as there is room for leave together.
                if (!isFull && !isSealing && offset < end)
                {
                    continue;
                }

                _endpoint.Flush();

                if (offset == end && !isSealing && _endpoint.HasLeft(written))
                {
                    return count;
                }

                int now = _endpoint.Transport.Now;
                int left = Time32.Left(timeout, start, now);

                if (left == 0)
                {
                    GiveUp(true);
                    return TlsManStatus.Failed;
                }

                if (!_endpoint.HasLeft(written))
                {
                    _endpoint.AwaitRoom(now + left);
                }
            }
        }

        /// <summary>
        /// Tells how much of a stream's data the next record takes: as much as there is room for, unless that is too
        /// little to be worth a record of its own.
        /// </summary>
        private int GetPiece(int count)
        {
            int room = _endpoint.GetDataRoom() - RecordExpansion;
            int most = _engine.GetMaxPayload(0);

            most = most < room ? most : room;

            // Rather than with a short record, it goes on when there is more room.
            return count <= most
                ? count
                : most < _endpoint.BufferSize / 2 && most < _engine.GetMaxPayload(0) ? 0 : most;
        }

        private void GiveUp(bool isHalfSent)
        {
            if (isHalfSent)
            {
                lock (_endpoint.SyncRoot)
                {
                    _endpoint.GiveUpSending(this);
                }
            }
        }
    }
}
