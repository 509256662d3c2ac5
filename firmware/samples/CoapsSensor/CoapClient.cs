//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Net;
using NanoTlsMan.Sockets;

namespace NanoTlsMan.Samples.CoapsSensor
{
    /// <summary>
    /// A CoAP client over DTLS (RFC 7252, section 9): reads a resource, and observes one (RFC 7641).
    /// </summary>
    public sealed class CoapClient : IDisposable
    {
        // RFC 7252, section 4.8: the first repetition after 2 seconds, the next ones after twice as long.
        private const int FirstTimeout = 2000;
        private const int MaxRepetitions = 4;
        private const int MaxMessageLength = 1152;
        private const int Register = 0;
        private const int Deregister = 1;

        private readonly SecureUdpClient _channel;
        private readonly byte[] _buffer = new byte[MaxMessageLength];
        private byte[] _observed;
        private int _lastId;

        /// <summary>
        /// Initializes a new instance of the <see cref="CoapClient"/> class and opens the channel.
        /// </summary>
        /// <param name="man">Has the stacks.</param>
        /// <param name="server">The server's address and port, by default 5684.</param>
        /// <param name="keys">The key that the server knows.</param>
        /// <exception cref="SecureSockException">The channel could not be opened; its error says why.</exception>
        public CoapClient(TlsMan man, IPEndPoint server, CredentialStore keys)
        {
            _channel = SecureUdpClient.Connect(man, server, keys);
        }

        /// <summary>
        /// Reads a resource.
        /// </summary>
        /// <param name="path">Its path, without a slash in front.</param>
        /// <returns>The response.</returns>
        /// <exception cref="TimeoutException">The server does not answer.</exception>
        public CoapMessage Get(string path)
        {
            return Ask(path, CoapMessage.None, CreateToken());
        }

        /// <summary>
        /// Asks to be told of a resource's changes. Each arrives with <see cref="AwaitNotification"/>.
        /// </summary>
        /// <param name="path">Its path, without a slash in front.</param>
        /// <returns>The response; its <see cref="CoapMessage.Observe"/> is <see cref="CoapMessage.None"/> if the server
        /// will tell nothing.</returns>
        /// <exception cref="TimeoutException">The server does not answer.</exception>
        public CoapMessage Observe(string path)
        {
            _observed = CreateToken();
            return Ask(path, Register, _observed);
        }

        /// <summary>
        /// Waits for a change of the observed resource.
        /// </summary>
        /// <param name="timeout">How long, in milliseconds.</param>
        /// <returns>The notification.</returns>
        /// <exception cref="TimeoutException">Nothing came in time.</exception>
        /// <exception cref="InvalidOperationException">Nothing is observed.</exception>
        public CoapMessage AwaitNotification(int timeout)
        {
            DemandObserved();

            while (true)
            {
                CoapMessage message = Receive(timeout);

                if (message != null && message.Code != CoapMessage.Empty && message.HasToken(_observed))
                {
                    return message;
                }
            }
        }

        /// <summary>
        /// Asks to be told no more.
        /// </summary>
        /// <param name="path">The path of the observed resource.</param>
        /// <returns>The response.</returns>
        /// <exception cref="TimeoutException">The server does not answer.</exception>
        /// <exception cref="InvalidOperationException">Nothing is observed.</exception>
        public CoapMessage StopObserving(string path)
        {
            DemandObserved();
            return Ask(path, Deregister, _observed);
        }

        /// <summary>
        /// Closes the channel.
        /// </summary>
        public void Dispose()
        {
            _channel.Dispose();
        }

        private void DemandObserved()
        {
            if (_observed == null)
            {
                throw new InvalidOperationException();
            }
        }

        // Nobody can guess or forge inside a DTLS session, so tokens need only differ.
        private byte[] CreateToken()
        {
            return new byte[] { (byte)(_lastId >> 8), (byte)_lastId };
        }

        private CoapMessage Ask(string path, int observe, byte[] token)
        {
            _lastId = (_lastId + 1) & 0xffff;

            CoapMessage request = new CoapMessage(
                CoapMessage.Confirmable, CoapMessage.Get, _lastId, token)
            { Path = path, Observe = observe };
            byte[] bytes = request.ToBytes();
            bool isAcknowledged = false;
            int timeout = FirstTimeout;

            for (int i = 0; i <= MaxRepetitions; i++)
            {
                // DTLS protects a datagram and does not bring it back when it is lost: that is for CoAP to do.
                if (!isAcknowledged)
                {
                    Send(bytes);
                }

                try
                {
                    while (true)
                    {
                        CoapMessage message = Receive(timeout);

                        if (message == null)
                        {
                            continue;
                        }

                        // The response may come with the acknowledgement, or on its own after it (section 5.2).
                        if (message.Code != CoapMessage.Empty && message.HasToken(token))
                        {
                            // A notification that was under way is not the answer to the request that ends them.
                            if (observe != Deregister || message.Observe == CoapMessage.None)
                            {
                                return message;
                            }
                        }
                        else if (message.Type == CoapMessage.Acknowledgement && message.Id == request.Id)
                        {
                            isAcknowledged = true;
                        }
                    }
                }
                catch (TimeoutException)
                {
                    timeout *= 2;
                }
            }

            throw new TimeoutException("The server does not answer.");
        }

        // A message, or null for what is none. What has to be acknowledged is.
        private CoapMessage Receive(int timeout)
        {
            int count = _channel.Receive(_buffer, 0, _buffer.Length, timeout);
            CoapMessage message = CoapMessage.Parse(_buffer, 0, count);

            if (message != null && message.Type == CoapMessage.Confirmable)
            {
                Send(
                    CoapMessage.CreateEmpty(
                        message.Code == CoapMessage.Empty ? CoapMessage.Reset : CoapMessage.Acknowledgement, message.Id)
                        .ToBytes());
            }

            return message;
        }

        private void Send(byte[] bytes)
        {
            _channel.Send(bytes, 0, bytes.Length);
        }
    }
}
