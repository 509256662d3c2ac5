//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.IO;
using System.Net.Http.Headers;

namespace System.Net.Http
{
    public class HttpMethod
    {
        public extern HttpMethod(string method);

        public static extern HttpMethod Get { get; }

        public static extern HttpMethod Head { get; }

        public static extern HttpMethod Post { get; }

        public extern string Method { get; }
    }

    public abstract class HttpContent : IDisposable
    {
        protected extern HttpContent();

        public extern HttpContentHeaders Headers { get; }

        public extern byte[] ReadAsByteArray();

        public extern Stream ReadAsStream();

        public extern void Dispose();

        protected virtual extern void Dispose(bool disposing);

        protected internal abstract bool TryComputeLength(out long length);

        protected abstract void SerializeToStream(Stream stream);
    }

    public class ByteArrayContent : HttpContent
    {
        public extern ByteArrayContent(byte[] content);

        protected override extern void SerializeToStream(Stream stream);

        protected internal override extern bool TryComputeLength(out long length);
    }

    public class StringContent : ByteArrayContent
    {
        public extern StringContent(string content);
    }

    public class HttpRequestMessage : IDisposable
    {
        public extern HttpRequestMessage(HttpMethod method, string requestUri);

        public extern HttpMethod Method { get; set; }

        public extern Uri RequestUri { get; set; }

        public extern HttpRequestHeaders Headers { get; }

        public extern HttpContent Content { get; set; }

        public extern void Dispose();
    }

    public class HttpResponseMessage : IDisposable
    {
        public extern HttpResponseMessage(HttpStatusCode statusCode);

        public extern HttpContent Content { get; set; }

        public extern HttpResponseHeaders Headers { get; }

        public extern bool IsSuccessStatusCode { get; }

        public extern string ReasonPhrase { get; set; }

        public extern HttpRequestMessage RequestMessage { get; set; }

        public extern HttpStatusCode StatusCode { get; }

        public extern void Dispose();
    }

    public class HttpRequestException : Exception
    {
        public extern HttpRequestException(string message);

        public extern HttpRequestException(string message, Exception inner);
    }
}
