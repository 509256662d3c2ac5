//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.IO;

namespace NanoTlsMan.Samples.HttpClientPsk
{
    /// <summary>
    /// A response of HTTP/1.1 (RFC 9112), with its whole body.
    /// </summary>
    internal sealed class HttpAnswer
    {
        private const int NoContent = 204;
        private const int NotModified = 304;
        private const int SwitchingProtocols = 101;

        private HttpAnswer()
        {
        }

        /// <summary>
        /// Gets the status code.
        /// </summary>
        public int Status { get; private set; }

        /// <summary>
        /// Gets what the server says to the status code.
        /// </summary>
        public string Reason { get; private set; }

        /// <summary>
        /// Gets the headers.
        /// </summary>
        public HttpHeaderList Headers { get; private set; }

        /// <summary>
        /// Gets the body.
        /// </summary>
        public byte[] Body { get; private set; }

        /// <summary>
        /// Gets a value indicating whether another request may go over the same connection (RFC 9112, section 9.3).
        /// </summary>
        public bool IsPersistent { get; private set; }

        /// <summary>
        /// Reads a response.
        /// </summary>
        /// <param name="reader">Reads the connection.</param>
        /// <param name="method">The request's method.</param>
        /// <param name="maxHeader">The longest status line and headers, in bytes.</param>
        /// <param name="maxBody">The longest body, in bytes.</param>
        /// <returns>The response.</returns>
        /// <exception cref="IOException">It is too long, ends too early, or is not HTTP.</exception>
        public static HttpAnswer Read(HttpReader reader, string method, int maxHeader, int maxBody)
        {
            HttpAnswer answer = new HttpAnswer();
            int room = maxHeader;

            // Interim responses come before the one (RFC 9110, section 15.2); all of them share the room.
            do
            {
                answer.ReadStatus(reader.ReadLine(ref room));
                answer.ReadHeaders(reader, ref room);
            }
            while (answer.Status < 200 && answer.Status != SwitchingProtocols);

            // Nobody has asked for that.
            if (answer.Status == SwitchingProtocols)
            {
                throw CreateNoHttp();
            }

            if (method == "HEAD" || answer.Status == NoContent || answer.Status == NotModified)
            {
                answer.Body = new byte[0];
            }
            else
            {
                answer.ReadBody(reader, maxHeader, maxBody);
            }

            // More than the response would be taken for the next one.
            answer.IsPersistent = answer.IsPersistent && !reader.HasMore;
            return answer;
        }

        private static IOException CreateNoHttp()
        {
            return new IOException("The server sends what is not HTTP/1.1.");
        }

        // RFC 9112, section 4: HTTP/1.1 200 OK
        private void ReadStatus(string line)
        {
            bool isStatus = line.Length >= 12 && line.StartsWith("HTTP/1.") && line[8] == ' '
                && (line.Length == 12 || line[12] == ' ');
            int status = 0;

            for (int i = 9; i < 12 && isStatus; i++)
            {
                isStatus = line[i] >= '0' && line[i] <= '9';
                status = (10 * status) + line[i] - '0';
            }

            if (!isStatus || status < 100)
            {
                throw CreateNoHttp();
            }

            Status = status;
            Reason = line.Length > 13 ? line.Substring(13) : "";
            IsPersistent = line[7] != '0';
        }

        // RFC 9112, section 5. A line that begins with a space or has one before the colon is refused (5.1, 5.2).
        private void ReadHeaders(HttpReader reader, ref int room)
        {
            Headers = new HttpHeaderList();

            while (true)
            {
                string line = reader.ReadLine(ref room);

                if (line.Length == 0)
                {
                    break;
                }

                int colon = line.IndexOf(':');

                if (colon < 1 || line.IndexOf(' ') == 0 || line.IndexOf('\t') == 0 || line[colon - 1] == ' ')
                {
                    throw CreateNoHttp();
                }

                Headers.Add(line.Substring(0, colon), line.Substring(colon + 1).Trim(' ', '\t'));
            }

            string connection = Headers.Find("connection");

            IsPersistent = IsPersistent && (connection == null || connection.IndexOf("close") < 0);
        }

        // How long a body is: RFC 9112, section 6.3.
        private void ReadBody(HttpReader reader, int maxLine, int maxBody)
        {
            HttpBody body = new HttpBody(reader, maxBody);
            string coding = Headers.Find("transfer-encoding");
            string length = Headers.Find("content-length");

            if (coding != null)
            {
                if (coding != "chunked")
                {
                    throw new IOException("The server sends a coding that was not asked for: " + coding);
                }

                body.ReadChunks(maxLine);

                // Both headers may be an attempt to smuggle something in (section 6.1).
                IsPersistent = IsPersistent && length == null;
            }
            else if (length != null)
            {
                body.Read(ParseLength(length));
            }
            else
            {
                // Only the end of the connection ends it, and TLS tells an end from a cut.
                body.ReadToEnd();
                IsPersistent = false;
            }

            Body = body.ToArray();
        }

        private static int ParseLength(string text)
        {
            int length = 0;

            for (int i = 0; i < text.Length; i++)
            {
                if (text[i] < '0' || text[i] > '9')
                {
                    throw CreateNoHttp();
                }

                // What is longer than any room is just that.
                length = length > int.MaxValue / 10 - 1 ? int.MaxValue : (10 * length) + text[i] - '0';
            }

            if (text.Length == 0)
            {
                throw CreateNoHttp();
            }

            return length;
        }
    }
}
