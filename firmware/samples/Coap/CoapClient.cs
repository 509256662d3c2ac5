//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.IO;
using System.Net;
using NanoTlsMan.Sockets;

namespace NanoTlsMan.Samples.Coap
{
    /// <summary>
    /// A CoAP client over DTLS (RFC 7252, section 9): reads and writes a resource, and observes one (RFC 7641). Long
    /// bodies go block by block, both ways (RFC 7959).
    /// </summary>
    public sealed class CoapClient : IDisposable
    {
        /// <summary>The value of the option Observe that ends notifications (RFC 7641, section 2).</summary>
        internal const int Deregister = 1;

        private const int Register = 0;
        private const int MaxRestarts = 3;

        // RFC 7641, section 3.4.
        private const int HalfOfNumbers = 1 << 23;
        private const int OrderLifetime = 128000;

        private readonly CoapExchange _exchange;
        private string _path;
        private int _lastNumber;
        private int _lastTime;

        /// <summary>
        /// Initializes a new instance of the <see cref="CoapClient"/> class and opens the channel.
        /// </summary>
        /// <param name="man">Has the stacks.</param>
        /// <param name="server">The server's address and port, by default 5684.</param>
        /// <param name="keys">The key that the server knows.</param>
        /// <exception cref="SecureSockException">The channel could not be opened; its error says why.</exception>
        public CoapClient(TlsMan man, IPEndPoint server, CredentialStore keys)
            : this(man, server, new TlsSessionOptions(), keys)
        {
        }

        /// <summary>
        /// Initializes a new instance of the <see cref="CoapClient"/> class and opens the channel.
        /// </summary>
        /// <param name="man">Has the stacks.</param>
        /// <param name="server">The server's address and port, by default 5684.</param>
        /// <param name="options">How the session is to behave, as which host the server has to be.</param>
        /// <param name="keys">The key that the server knows, or ours and the server's.</param>
        /// <exception cref="SecureSockException">The channel could not be opened; its error says why.</exception>
        public CoapClient(TlsMan man, IPEndPoint server, TlsSessionOptions options, CredentialStore keys)
        {
            _exchange = new CoapExchange(SecureUdpClient.Connect(man, server, options, keys));
        }

        /// <summary>
        /// Initializes a new instance of the <see cref="CoapClient"/> class over a channel that is open.
        /// </summary>
        /// <param name="channel">The channel, which is disposed of with the client.</param>
        public CoapClient(SecureUdpClient channel)
        {
            _exchange = new CoapExchange(channel);
        }

        /// <summary>
        /// Gets or sets the longest body that is read, in bytes: 8,192 unless set.
        /// </summary>
        public int MaxBody { get; set; } = 8192;

        /// <summary>
        /// Gets or sets ACK_TIMEOUT (RFC 7252, section 4.8), in milliseconds: 2,000 unless set. A request is repeated
        /// after one to one and a half of it, and then three times more, each after twice the time.
        /// </summary>
        public int AckTimeout
        {
            get { return _exchange.AckTimeout; }
            set { _exchange.AckTimeout = value; }
        }

        /// <summary>
        /// Reads a resource.
        /// </summary>
        /// <param name="path">Its path, without a slash in front.</param>
        /// <returns>The response, with the whole body.</returns>
        /// <exception cref="TimeoutException">The server does not answer.</exception>
        /// <exception cref="IOException">The body is too long, or the answer cannot be understood.</exception>
        public CoapMessage Get(string path)
        {
            return Complete(_exchange.Ask(_exchange.CreateRequest(CoapMessage.Get, path, null)), path);
        }

        /// <summary>
        /// Writes a resource.
        /// </summary>
        /// <param name="path">Its path, without a slash in front.</param>
        /// <param name="body">The body.</param>
        /// <param name="format">Its content format.</param>
        /// <returns>The response, of a long one its first block; 4.13 with <see cref="CoapMessage.Size1"/> if the
        /// server has no room for the body.</returns>
        /// <exception cref="TimeoutException">The server does not answer.</exception>
        /// <exception cref="IOException">The answer cannot be understood.</exception>
        public CoapMessage Put(string path, byte[] body, int format)
        {
            int exponent = CoapBlock.PreferredExponent;
            int offset = 0;

            while (true)
            {
                int left = body.Length - offset;
                int size = 16 << exponent;
                bool hasMore = left > size;
                CoapMessage request = _exchange.CreateRequest(CoapMessage.Put, path, null);
                byte[] payload = new byte[hasMore ? size : left];

                Array.Copy(body, offset, payload, 0, payload.Length);
                request.ContentFormat = format;
                request.Payload = payload;

                // What fits into one message goes without blocks; what does not tells its length first, so that a
                // server without room can say so at once (RFC 7959, section 4).
                if (body.Length > size || offset > 0)
                {
                    request.Block1 = CoapBlock.At(offset, hasMore, exponent);
                    request.Size1 = offset == 0 ? body.Length : CoapMessage.None;
                }

                CoapMessage response = _exchange.Ask(request);
                CoapBlock block = CoapBlock.Read(response.Block1);
                int wanted = block == null || block.Exponent > exponent ? exponent : block.Exponent;

                // A server may want shorter blocks, and say so with an error as well (RFC 7959, sections 2.3, 2.9.3).
                if (response.Code == CoapMessage.TooLarge && offset == 0 && wanted < exponent)
                {
                    exponent = wanted;
                    continue;
                }

                if (!response.IsSuccess || !hasMore)
                {
                    return response;
                }

                offset += payload.Length;
                exponent = wanted;
            }
        }

        /// <summary>
        /// Asks to be told of a resource's changes. Each arrives with <see cref="AwaitNotification"/>. Where this path
        /// is observed already, the request is made again under the same token (RFC 7641, section 3.3.1).
        /// </summary>
        /// <param name="path">Its path, without a slash in front.</param>
        /// <returns>The response; its <see cref="CoapMessage.Observe"/> is <see cref="CoapMessage.None"/> if the server
        /// will tell nothing.</returns>
        /// <exception cref="TimeoutException">The server does not answer.</exception>
        /// <exception cref="IOException">The body is too long, or the answer cannot be understood.</exception>
        public CoapMessage Observe(string path)
        {
            CoapMessage request =
                _exchange.CreateRequest(CoapMessage.Get, path, _path == path ? _exchange.Observed : null);

            request.Observe = Register;
            _exchange.Observed = request.Token;
            _path = path;

            CoapMessage response = _exchange.Ask(request);

            Note(response);
            return Complete(response, path);
        }

        /// <summary>
        /// Waits for a change of the observed resource.
        /// </summary>
        /// <param name="timeout">How long, in milliseconds.</param>
        /// <returns>The notification, with the whole body. One that is no success, or has no
        /// <see cref="CoapMessage.Observe"/>, was the last one.</returns>
        /// <exception cref="TimeoutException">Nothing came in time.</exception>
        /// <exception cref="InvalidOperationException">Nothing is observed.</exception>
        /// <exception cref="IOException">The body is too long, or the notification cannot be understood.</exception>
        public CoapMessage AwaitNotification(int timeout)
        {
            int start = CoapTiming.Now;

            DemandObserved();

            while (true)
            {
                CoapMessage message = _exchange.AwaitNotification(Time32.Left(timeout, start, CoapTiming.Now));

                if (IsNews(message))
                {
                    Note(message);
                    return Complete(message, _path);
                }
            }
        }

        /// <summary>
        /// Asks to be told no more.
        /// </summary>
        /// <returns>The response.</returns>
        /// <exception cref="TimeoutException">The server does not answer.</exception>
        /// <exception cref="InvalidOperationException">Nothing is observed.</exception>
        /// <exception cref="IOException">The body is too long, or the answer cannot be understood.</exception>
        public CoapMessage StopObserving()
        {
            DemandObserved();

            CoapMessage request = _exchange.CreateRequest(CoapMessage.Get, _path, _exchange.Observed);

            request.Observe = Deregister;

            CoapMessage response = _exchange.Ask(request);

            _exchange.Observed = null;
            return Complete(response, _path);
        }

        /// <summary>
        /// Closes the channel.
        /// </summary>
        public void Dispose()
        {
            _exchange.Dispose();
        }

        private void DemandObserved()
        {
            if (_exchange.Observed == null)
            {
                throw new InvalidOperationException();
            }
        }

        private void Note(CoapMessage message)
        {
            if (message.Observe != CoapMessage.None)
            {
                _lastNumber = message.Observe;
                _lastTime = CoapTiming.Now;
            }
        }

        // Datagrams overtake each other, and what is older than what is known is no news (RFC 7641, section 3.4).
        private bool IsNews(CoapMessage message)
        {
            int number = message.Observe;

            return number == CoapMessage.None
                || (_lastNumber < number && number - _lastNumber < HalfOfNumbers)
                || (_lastNumber > number && _lastNumber - number > HalfOfNumbers)
                || CoapTiming.Now - _lastTime > OrderLifetime;
        }

        // The first block of a body, and what follows it: each further block is asked for on its own (RFC 7959, section
        // 2.4), also of a notification (section 2.6).
        private CoapMessage Complete(CoapMessage first, string path)
        {
            CoapMessage start = first;

            for (int i = 0; i <= MaxRestarts; i++)
            {
                if (CoapBlock.Read(start.Block2) == null)
                {
                    return start;
                }

                byte[] body = Collect(start, path, out CoapMessage other);

                if (body != null)
                {
                    start.Payload = body;
                    return start;
                }

                // Not of this body: an error is the answer, and blocks of another one mean that the resource has
                // changed.
                if (other.Code != start.Code)
                {
                    return other;
                }

                start = _exchange.Ask(_exchange.CreateRequest(CoapMessage.Get, path, null));
                start.Observe = first.Observe;
            }

            throw new IOException("The resource changes faster than it can be read.");
        }

        // The body; or null, and a message that is of another.
        private byte[] Collect(CoapMessage first, string path, out CoapMessage other)
        {
            CoapBody body = new CoapBody(MaxBody);
            CoapMessage message = first;

            other = null;

            while (true)
            {
                CoapBlock block = CoapBlock.Read(message.Block2);

                if (message.Code != first.Code || !message.HasETagOf(first))
                {
                    other = message;
                    return null;
                }

                // All blocks but the last one are full, and this one is where the last one ended.
                if (block == null || block.Exponent == CoapBlock.ReservedExponent || block.Offset != body.Length
                    || (block.HasMore ? message.Payload.Length != block.Size : message.Payload.Length > block.Size))
                {
                    throw new IOException("The server's blocks do not make a body.");
                }

                if (first.Size2 > MaxBody || !body.TryAdd(message.Payload))
                {
                    throw new IOException(
                        "The server's answer is longer than " + MaxBody.ToString()
                        + " bytes, for which there is room.");
                }

                if (!block.HasMore)
                {
                    return body.ToArray();
                }

                CoapMessage request = _exchange.CreateRequest(CoapMessage.Get, path, null);

                request.Block2 = CoapBlock.At(body.Length, false, block.Exponent);
                message = _exchange.Ask(request);
            }
        }
    }
}
