//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

#if NANOFRAMEWORK_1_0
using System;
using System.Net;
using System.Net.Http;

namespace NanoTlsMan.Samples.HttpClientPsk
{
    /// <content>
    /// What nanoFramework's System.Net.Http asks of a handler. It shows one no headers of a request but Connection and
    /// those of the content: <see cref="AddHeader"/> is for the others.
    /// </content>
    public sealed partial class PskHttpHandler
    {
        /// <inheritdoc/>
        protected override HttpResponseMessage Send(HttpRequestMessage request)
        {
            HttpRequestText text = CreateText(request);
            string method = request.Method.Method;
            byte[] body = request.Content == null ? null : request.Content.ReadAsByteArray();
            bool isLast = request.Headers.ConnectionClose;

            if (isLast)
            {
                text.Add("Connection", "close");
            }

            if (body != null)
            {
                string type = GetContentType(request.Content);

                if (type != null)
                {
                    text.Add("Content-Type", type);
                }
            }

            if (body != null || (method != "GET" && method != "HEAD"))
            {
                text.Add("Content-Length", (body == null ? 0 : body.Length).ToString());
            }

            return CreateResponse(request, Ask(method, text.ToBytes(body), isLast));
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

                try
                {
                    if (name.ToLower() == "content-type")
                    {
                        response.Content.Headers.Add(name, answer.Headers.GetValue(i));
                    }
                    else
                    {
                        response.Headers.Add(name, answer.Headers.GetValue(i));
                    }
                }
                catch (ArgumentException)
                {
                    // Nobody but the class library may set those of the connection; they were for this class anyway.
                }
            }

            return response;
        }

        private static string GetContentType(HttpContent content)
        {
            try
            {
                return content.Headers.ContentType.ToString();
            }
            catch (ArgumentNullException)
            {
                // The class library cannot say that there is none.
                return null;
            }
        }
    }
}
#endif
