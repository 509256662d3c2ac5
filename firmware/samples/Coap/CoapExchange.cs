//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.IO;
using NanoTlsMan.Sockets;

namespace NanoTlsMan.Samples.Coap
{
    /// <summary>
    /// The message layer of a client (RFC 7252, section 4): sends one request at a time until it is answered, and tells
    /// what the server may say from what it may not.
    /// </summary>
    internal sealed class CoapExchange : IDisposable
    {
        private const int MaxMessageLength = 1152;

        private readonly SecureUdpClient _channel;
        private readonly Random _random = new Random();
        private readonly byte[] _buffer = new byte[MaxMessageLength];
        private CoapMessage _notification;
        private int _lastId;
        private int _lastSeparateId = CoapMessage.None;

        /// <summary>
        /// Initializes a new instance of the <see cref="CoapExchange"/> class.
        /// </summary>
        /// <param name="channel">The channel to the server, which is disposed of with this.</param>
        public CoapExchange(SecureUdpClient channel)
        {
            _channel = channel;

            // Where message IDs begin is random (RFC 7252, section 4.4).
            _lastId = _random.Next(0x10000);
        }

        /// <summary>
        /// Gets or sets ACK_TIMEOUT, in milliseconds.
        /// </summary>
        public int AckTimeout { get; set; } = CoapTiming.AckTimeout;

        /// <summary>
        /// Gets or sets the token of notifications, or <see langword="null"/> if none are awaited.
        /// </summary>
        public byte[] Observed { get; set; }

        /// <summary>
        /// Makes a confirmable request with an ID of its own.
        /// </summary>
        /// <param name="method">Its method.</param>
        /// <param name="path">Its path.</param>
        /// <param name="token">Its token, or <see langword="null"/> for a new one.</param>
        /// <returns>The request.</returns>
        public CoapMessage CreateRequest(int method, string path, byte[] token)
        {
            _lastId = (_lastId + 1) & 0xffff;

            // Nobody can guess or forge inside a DTLS session, so tokens need only differ.
            return new CoapMessage(
                CoapMessage.Confirmable, method, _lastId, token ?? new byte[] { (byte)(_lastId >> 8), (byte)_lastId })
            { Path = path };
        }

        /// <summary>
        /// Sends a request until it is answered.
        /// </summary>
        /// <param name="request">The request.</param>
        /// <returns>The response.</returns>
        /// <exception cref="TimeoutException">The server does not answer.</exception>
        /// <exception cref="IOException">The server refuses the message, or the response cannot be
        /// understood.</exception>
        public CoapMessage Ask(CoapMessage request)
        {
            byte[] bytes = request.ToBytes();
            int timeout = CoapTiming.Spread(_random, AckTimeout);
            bool isAcknowledged = false;

            // DTLS protects a datagram and does not bring it back when it is lost: that is for CoAP to do.
            for (int i = 0; i <= CoapTiming.MaxRetransmit && !isAcknowledged; i++)
            {
                Send(bytes);

                CoapMessage response = AwaitResponse(request, timeout, ref isAcknowledged);

                if (response != null)
                {
                    return response;
                }

                timeout *= 2;
            }

            throw new TimeoutException("The server does not answer.");
        }

        /// <summary>
        /// Waits for a message with the token <see cref="Observed"/>.
        /// </summary>
        /// <param name="timeout">How long, in milliseconds.</param>
        /// <returns>The notification.</returns>
        /// <exception cref="TimeoutException">Nothing came in time.</exception>
        /// <exception cref="IOException">The notification cannot be understood.</exception>
        public CoapMessage AwaitNotification(int timeout)
        {
            int start = CoapTiming.Now;

            while (_notification == null)
            {
                CoapMessage message = Receive(timeout, start);

                if (message == null)
                {
                    throw new TimeoutException("The server does not tell of changes.");
                }

                TakeUnasked(message);
            }

            CoapMessage notification = _notification;

            _notification = null;
            return notification;
        }

        /// <summary>
        /// Closes the channel.
        /// </summary>
        public void Dispose()
        {
            _channel.Dispose();
        }

        private static bool IsResponse(CoapMessage message)
        {
            return message.Code != CoapMessage.Empty && !message.IsRequest;
        }

        // The response, or null if it did not come in time.
        private CoapMessage AwaitResponse(CoapMessage request, int timeout, ref bool isAcknowledged)
        {
            int start = CoapTiming.Now;

            while (true)
            {
                CoapMessage message = Receive(timeout, start);

                if (message == null)
                {
                    return null;
                }

                if (message.Type == CoapMessage.Acknowledgement || message.Type == CoapMessage.Reset)
                {
                    if (message.Id != request.Id)
                    {
                        continue;
                    }

                    if (message.Type == CoapMessage.Reset)
                    {
                        throw new IOException("The server refused the message.");
                    }

                    // An empty one says that the response will come on its own (RFC 7252, section 5.2.2); one with a
                    // response must have the token, too (section 5.3.2).
                    if (message.Code == CoapMessage.Empty)
                    {
                        isAcknowledged = true;
                        timeout = CoapTiming.MaxTransmitWait;
                        start = CoapTiming.Now;
                    }
                    else if (IsResponse(message) && message.HasToken(request.Token))
                    {
                        return Demand(message);
                    }
                }
                else if (IsResponse(message) && message.HasToken(request.Token) && !IsUnderWay(request, message))
                {
                    _lastSeparateId = message.Id;
                    return Accept(message);
                }
                else
                {
                    TakeUnasked(message);
                }
            }
        }

        // A notification that was under way is not the answer to the request that ends them.
        private static bool IsUnderWay(CoapMessage request, CoapMessage message)
        {
            return request.Observe == CoapClient.Deregister && message.Observe != CoapMessage.None;
        }

        // What nobody waits for just now: a notification is kept, the newest only, and all else is refused.
        private void TakeUnasked(CoapMessage message)
        {
            if (message.Type == CoapMessage.Acknowledgement || message.Type == CoapMessage.Reset)
            {
                return;
            }

            if (IsResponse(message) && Observed != null && message.HasToken(Observed))
            {
                _notification = Accept(message);
            }
            else if (message.Type == CoapMessage.Confirmable && message.Id == _lastSeparateId)
            {
                // Once more the response that is here already: the acknowledgement was lost (RFC 7252, section 4.5).
                Send(CoapMessage.CreateEmpty(CoapMessage.Acknowledgement, message.Id).ToBytes());
            }
            else
            {
                Send(CoapMessage.CreateEmpty(CoapMessage.Reset, message.Id).ToBytes());
            }
        }

        // A response that came as a message of its own is acknowledged, or refused if it cannot be understood.
        private CoapMessage Accept(CoapMessage message)
        {
            if (message.UnknownCriticalOption != CoapMessage.None)
            {
                Send(CoapMessage.CreateEmpty(CoapMessage.Reset, message.Id).ToBytes());
            }
            else if (message.Type == CoapMessage.Confirmable)
            {
                Send(CoapMessage.CreateEmpty(CoapMessage.Acknowledgement, message.Id).ToBytes());
            }

            return Demand(message);
        }

        // RFC 7252, section 5.4.1: what a critical option says must not be overlooked.
        private static CoapMessage Demand(CoapMessage message)
        {
            if (message.UnknownCriticalOption != CoapMessage.None)
            {
                throw new IOException(
                    "The server's answer has the critical option " + message.UnknownCriticalOption.ToString()
                    + ", which is not understood here.");
            }

            return message;
        }

        // A message, or null when the time is over. What is malformed is none.
        private CoapMessage Receive(int timeout, int start)
        {
            CoapMessage message = null;

            try
            {
                while (message == null)
                {
                    int left = Time32.Left(timeout, start, CoapTiming.Now);
                    int count = _channel.Receive(_buffer, 0, _buffer.Length, left);

                    message = CoapMessage.Parse(_buffer, 0, count);
                }
            }
            catch (TimeoutException)
            {
                return null;
            }

            return message;
        }

        private void Send(byte[] bytes)
        {
            _channel.Send(bytes, 0, bytes.Length);
        }
    }
}
