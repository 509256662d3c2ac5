//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

#if !NANOFRAMEWORK_1_0
using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace NanoTlsMan.Samples.HttpClientPsk
{
    /// <content>
    /// What .NET's System.Net.Http asks of a handler.
    /// </content>
    public sealed partial class PskHttpHandler
    {
        /// <inheritdoc/>
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            // A handshake under way ends by itself; nobody waits for it any more.
            return Task.Run(() => Send(request, cancellationToken), cancellationToken).WaitAsync(cancellationToken);
        }

        /// <inheritdoc/>
        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            HttpRequestText text = CreateText(request);
            byte[] body = request.Content == null ? null : Read(request.Content, cancellationToken);
            bool isLast = request.Headers.ConnectionClose == true;

            AddHeaders(text, request, body);

            // HttpClient.Timeout comes as a cancellation, too.
            using (cancellationToken.Register(Close))
            {
                try
                {
                    return CreateResponse(request, Ask(request.Method.Method, text.ToBytes(body), isLast));
                }
                catch (Exception exception) when (cancellationToken.IsCancellationRequested)
                {
                    throw new OperationCanceledException(exception.Message, exception, cancellationToken);
                }
            }
        }

        private static byte[] Read(HttpContent content, CancellationToken cancellationToken)
        {
            MemoryStream copy = new MemoryStream();

            content.CopyTo(copy, null, cancellationToken);
            return copy.ToArray();
        }

        private static void AddHeaders(HttpRequestText text, HttpRequestMessage request, byte[] body)
        {
            foreach (KeyValuePair<string, IEnumerable<string>> header in request.Headers)
            {
                // The host is the URI's, and a body goes in one piece, with its length.
                if (header.Key != "Host" && header.Key != "Transfer-Encoding" && header.Key != "Expect")
                {
                    text.Add(header.Key, string.Join(", ", header.Value));
                }
            }

            if (request.Content != null)
            {
                foreach (KeyValuePair<string, IEnumerable<string>> header in request.Content.Headers)
                {
                    if (header.Key != "Content-Length")
                    {
                        text.Add(header.Key, string.Join(", ", header.Value));
                    }
                }
            }

            if (body != null || (request.Method != HttpMethod.Get && request.Method != HttpMethod.Head))
            {
                text.Add("Content-Length", (body == null ? 0 : body.Length).ToString());
            }
        }

        private static HttpResponseMessage CreateResponse(HttpRequestMessage request, HttpAnswer answer)
        {
            HttpResponseMessage response = new HttpResponseMessage((HttpStatusCode)answer.Status)
            {
                Content = new ByteArrayContent(answer.Body),
                ReasonPhrase = answer.Reason,
                RequestMessage = request,
            };

            for (int i = 0; i < answer.Headers.Count; i++)
            {
                string name = answer.Headers.GetName(i);
                string value = answer.Headers.GetValue(i);

                // One of the two takes it: each knows which are its own.
                if (!response.Headers.TryAddWithoutValidation(name, value))
                {
                    response.Content.Headers.TryAddWithoutValidation(name, value);
                }
            }

            return response;
        }
    }
}
#endif
