//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace System.Net.Http.Headers
{
    public abstract class HttpHeaders
    {
        public extern void Add(string name, string value);
    }

    public sealed class HttpRequestHeaders : HttpHeaders
    {
        internal extern HttpRequestHeaders();

        public extern bool ConnectionClose { get; set; }
    }

    public sealed class HttpResponseHeaders : HttpHeaders
    {
        internal extern HttpResponseHeaders();
    }

    public sealed class HttpContentHeaders : HttpHeaders
    {
        internal extern HttpContentHeaders(HttpContent parent);

        public extern long ContentLength { get; set; }

        public extern Http.Headers.MediaTypeHeaderValue ContentType { get; set; }
    }
}

// The class library's own namespace, with Http twice.
namespace System.Net.Http.Http.Headers
{
    public class MediaTypeHeaderValue
    {
        public extern MediaTypeHeaderValue(string mediaType);

        public override extern string ToString();
    }
}
