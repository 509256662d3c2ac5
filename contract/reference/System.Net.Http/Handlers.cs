//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace System.Net.Http
{
    public abstract class HttpMessageHandler : IDisposable
    {
        public extern void Dispose();

        protected internal abstract HttpResponseMessage Send(HttpRequestMessage request);

        protected virtual extern void Dispose(bool disposing);
    }

    public class HttpMessageInvoker : IDisposable
    {
        public extern HttpMessageInvoker(HttpMessageHandler handler);

        public virtual extern HttpResponseMessage Send(HttpRequestMessage request);

        public extern void Dispose();
    }
}
