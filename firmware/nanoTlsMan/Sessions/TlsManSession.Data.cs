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
        /// <summary>
        /// Retrieves application data (the RFC's tlsman_retrieve_data_app): over datagrams one record's, over a stream what fits.
        /// </summary>
        /// <param name="buffer">Receives the data.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="count">How many bytes fit.</param>
        /// <param name="handler">Is called with the data as well; may be <see langword="null"/>.</param>
        /// <returns>How many bytes there are; or <see cref="TlsManStatus.WouldBlock"/> in a non-blocking session, <see cref="TlsManStatus.TimedOut"/>,
        /// <see cref="TlsManStatus.TooLong"/> (the record stays), <see cref="TlsManStatus.NotConnected"/>, <see cref="TlsManStatus.Closed"/> or
        /// <see cref="TlsManStatus.Failed"/>.</returns>
        public int RetrieveData(byte[] buffer, int offset, int count, SecureDataHandler handler)
        {
            if ((_flags & SecureSockFlags.NonBlock) == 0)
            {
                WaitForData(_endpoint.Transport.Now + _options.ReceiveTimeout);
            }

            int result;

            lock (_endpoint.SyncRoot)
            {
                result = _endpoint.TakeData(this, buffer, offset, count);

                if (result == TlsManStatus.WouldBlock)
                {
                    result = _state == State.Ready
                        ? ((_flags & SecureSockFlags.NonBlock) == 0 ? TlsManStatus.TimedOut : TlsManStatus.WouldBlock)
                        : GetStatus();
                }

                Remember(result);
            }

            if (result > 0 && handler != null)
            {
                handler(this, buffer, offset, result);
            }

            return result;
        }

        /// <summary>
        /// Waits until there is application data, or no more can come.
        /// </summary>
        /// <param name="deadline">When to give up, in the transport's time.</param>
        /// <returns><see langword="true"/> where there is data.</returns>
        public bool WaitForData(int deadline)
        {
            while (true)
            {
                lock (_endpoint.SyncRoot)
                {
                    if (_endpoint.HasData(this))
                    {
                        return true;
                    }

                    if (_state == State.New || _state == State.Over || Time32.IsDue(deadline, _endpoint.Transport.Now))
                    {
                        return false;
                    }
                }

                _endpoint.Await(deadline);
            }
        }

        /// <summary>
        /// Sends application data (the RFC's tlsman_send_data_app): over datagrams as one record in one datagram, over a stream as many as are needed.
        /// </summary>
        /// <param name="buffer">Holds the data.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="count">Its length, in bytes.</param>
        /// <returns><paramref name="count"/>; or <see cref="TlsManStatus.TooLong"/>, <see cref="TlsManStatus.NotConnected"/>,
        /// <see cref="TlsManStatus.Closed"/> or <see cref="TlsManStatus.Failed"/>.</returns>
        /// <exception cref="ArgumentNullException"><paramref name="buffer"/> is <see langword="null"/>.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The stretch is not inside the buffer.</exception>
        public int SendData(byte[] buffer, int offset, int count)
        {
            if (buffer == null)
            {
                throw new ArgumentNullException();
            }

            if (offset < 0 || count < 0 || count > buffer.Length - offset)
            {
                throw new ArgumentOutOfRangeException();
            }

            lock (_endpoint.SyncRoot)
            {
                if (_state != State.Ready)
                {
                    return Remember(GetStatus());
                }

                if (count > MaxPayload)
                {
                    return Remember(TlsManStatus.TooLong);
                }

                int status = _engine.Send(buffer, offset, count);

                if (status == TlsManStatus.Ok)
                {
                    LastActivity = _endpoint.Transport.Now;
                    _endpoint.Drain(this);
                    status = _state == State.Ready ? count : GetStatus();
                }

                return Remember(status);
            }
        }
    }
}
