//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using NanoTlsMan.Sockets;

namespace NanoTlsMan.Samples.HttpClientPsk
{
    /// <summary>
    /// Sends the requests of an HttpClient to one server, over TLS with a pre-shared key. The connection is kept for
    /// the next request where the server allows it; requests go one after the other.
    /// </summary>
    public sealed partial class PskHttpHandler : HttpMessageHandler
    {
        private readonly TlsMan _man;
        private readonly IPEndPoint _server;
        private readonly CredentialStore _keys;
        private readonly HttpHeaderList _headers = new HttpHeaderList();
        private readonly object _lock = new object();
        private SecureStream _stream;
        private int _lastUse;

        /// <summary>
        /// Initializes a new instance of the <see cref="PskHttpHandler"/> class.
        /// </summary>
        /// <param name="man">Has the stacks.</param>
        /// <param name="server">The server's address and port. All requests go there, since the key is that server's;
        /// of a URI it gets the path, and the host as a header.</param>
        /// <param name="keys">The key that the server knows.</param>
        public PskHttpHandler(TlsMan man, IPEndPoint server, CredentialStore keys)
        {
            _man = man;
            _server = server;
            _keys = keys;
        }

        /// <summary>
        /// Gets or sets how long a request may take, from the connection to the last byte of the response, in
        /// milliseconds: 30,000 unless set; Timeout.Infinite (-1) for as long as it takes.
        /// </summary>
        public int RequestTimeout { get; set; } = 30000;

        /// <summary>
        /// Gets or sets the longest status line and headers of a response, in bytes: 4,096 unless set.
        /// </summary>
        public int MaxHeader { get; set; } = 4096;

        /// <summary>
        /// Gets or sets the longest body of a response, in bytes: 16,384 unless set.
        /// </summary>
        public int MaxBody { get; set; } = 16384;

        /// <summary>
        /// Gets or sets how old a connection may be that is used again, in milliseconds since its last use: 4,000
        /// unless set. Servers close idle ones, many after five seconds, and a POST that meets the end is lost.
        /// </summary>
        public int MaxIdle { get; set; } = 4000;

        /// <summary>
        /// Adds a header to all requests.
        /// </summary>
        /// <param name="name">Its name.</param>
        /// <param name="value">Its value.</param>
        public void AddHeader(string name, string value)
        {
            _headers.Add(name, value);
        }

        /// <inheritdoc/>
        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                Close();
            }

            base.Dispose(disposing);
        }

        // RFC 9110, section 9.2.2: what may be sent twice.
        private static bool IsIdempotent(string method)
        {
            return method != "POST" && method != "PATCH" && method != "CONNECT";
        }

        private HttpRequestText CreateText(HttpRequestMessage request)
        {
            // What would go in clear, or elsewhere, is not sent with the server's key.
            if (request.RequestUri == null || !request.RequestUri.IsAbsoluteUri || request.RequestUri.Scheme != "https")
            {
                throw new HttpRequestException("The request is for no absolute URI of https.");
            }

            HttpRequestText text = new HttpRequestText(request.Method.Method, request.RequestUri);

            for (int i = 0; i < _headers.Count; i++)
            {
                text.Add(_headers.GetName(i), _headers.GetValue(i));
            }

            return text;
        }

        // Sends a request and reads the response, over a connection that is there or a new one.
        private HttpAnswer Ask(string method, byte[] request, bool isLast)
        {
            lock (_lock)
            {
                HttpDeadline deadline = new HttpDeadline(RequestTimeout);

                if (Time32.Left(MaxIdle, _lastUse, (int)Environment.TickCount64) == 0)
                {
                    Close();
                }

                bool isOld = _stream != null;

                while (true)
                {
                    HttpReader reader = null;
                    Exception failure;

                    try
                    {
                        Connect(deadline);
                        reader = new HttpReader(_stream, deadline);
                        return Ask(reader, deadline, method, request, isLast);
                    }
                    catch (SecureSockException exception)
                    {
                        failure = exception;
                    }
                    catch (SocketException exception)
                    {
                        failure = exception;
                    }
                    catch (IOException exception)
                    {
                        failure = exception;
                    }
                    catch (TimeoutException exception)
                    {
                        failure = exception;
                    }

                    Close();

                    // A server may close a connection that nobody uses, just when it is used: what it has not even
                    // begun to answer may be sent again (RFC 9112, section 9.3.1).
                    if (!isOld || failure is TimeoutException || reader.HasBegun || !IsIdempotent(method))
                    {
                        throw new HttpRequestException(
                            failure is TimeoutException ? "The server did not answer in time." : failure.Message,
                            failure);
                    }

                    isOld = false;
                }
            }
        }

        private HttpAnswer Ask(HttpReader reader, HttpDeadline deadline, string method, byte[] request, bool isLast)
        {
            _stream.WriteTimeout = deadline.GetLeft();
            _stream.Write(request, 0, request.Length);

            HttpAnswer answer = HttpAnswer.Read(reader, method, MaxHeader, MaxBody);

            _lastUse = (int)Environment.TickCount64;

            if (isLast || !answer.IsPersistent)
            {
                Close();
            }

            return answer;
        }

        private void Connect(HttpDeadline deadline)
        {
            if (_stream == null)
            {
                TlsSessionOptions options = new TlsSessionOptions();
                int left = deadline.GetLeft();

                if (left < options.HandshakeTimeout)
                {
                    options.HandshakeTimeout = left;
                }

                _stream = SecureTcpSock.Connect(_man, _server, options, _keys).GetStream();
            }
        }

        // May be called while a request is under way, which then fails.
        private void Close()
        {
            SecureStream stream = _stream;

            _stream = null;

            if (stream != null)
            {
                stream.Dispose();
            }
        }
    }
}
