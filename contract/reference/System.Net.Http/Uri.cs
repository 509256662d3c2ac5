//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace System
{
    public class Uri
    {
        public extern Uri(string uriString);

        public extern int Port { get; }

        public extern bool IsAbsoluteUri { get; }

        public extern bool IsDefaultPort { get; }

        public extern string PathAndQuery { get; }

        public extern string Scheme { get; }

        public extern string Host { get; }
    }
}

namespace System.Net
{
    public enum HttpStatusCode
    {
        OK = 200
    }
}
