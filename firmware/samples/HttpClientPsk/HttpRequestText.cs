//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Text;

namespace NanoTlsMan.Samples.HttpClientPsk
{
    /// <summary>
    /// Writes a request of HTTP/1.1 (RFC 9112, section 3).
    /// </summary>
    internal sealed class HttpRequestText
    {
        private readonly StringBuilder _text = new StringBuilder();

        /// <summary>
        /// Initializes a new instance of the <see cref="HttpRequestText"/> class with the request line and the host.
        /// </summary>
        /// <param name="method">The method.</param>
        /// <param name="uri">What it asks for.</param>
        public HttpRequestText(string method, Uri uri)
        {
            _text.Append(method).Append(" ").Append(uri.PathAndQuery).Append(" HTTP/1.1\r\n");
            Add("Host", uri.IsDefaultPort ? uri.Host : uri.Host + ":" + uri.Port.ToString());
        }

        /// <summary>
        /// Adds a header.
        /// </summary>
        /// <param name="name">Its name.</param>
        /// <param name="value">Its value.</param>
        /// <exception cref="ArgumentException">There is a line end in it, which would begin another header.</exception>
        public void Add(string name, string value)
        {
            if (name.IndexOf('\r') >= 0 || name.IndexOf('\n') >= 0 || value.IndexOf('\r') >= 0
                || value.IndexOf('\n') >= 0)
            {
                throw new ArgumentException();
            }

            _text.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        /// <summary>
        /// Ends the headers.
        /// </summary>
        /// <param name="body">The body, or <see langword="null"/>.</param>
        /// <returns>The request, in one piece: each write is a record, and a packet.</returns>
        public byte[] ToBytes(byte[] body)
        {
            byte[] head = Encoding.UTF8.GetBytes(_text.ToString() + "\r\n");

            if (body == null)
            {
                return head;
            }

            byte[] request = new byte[head.Length + body.Length];

            Array.Copy(head, 0, request, 0, head.Length);
            Array.Copy(body, 0, request, head.Length, body.Length);
            return request;
        }
    }
}
