//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace System.Net.Security
{
    [Flags]
    public enum SslProtocols
    {
        None = 0,
        Tls12 = 3072,
        Tls13 = 12288
    }

    public enum SslVerification
    {
        NoVerification = 1,
        VerifyPeer = 2,
        CertificateRequired = 4,
        VerifyClientOnce = 8
    }

    public class SslStream : NetworkStream
    {
        public extern SslStream(Socket socket);

        public extern SslVerification SslVerification { get; set; }

        public extern bool UseStoredDeviceCertificate { get; set; }

        public extern bool IsServer { get; }

        public override extern long Length { get; }

        public override extern bool DataAvailable { get; }

        public extern void AuthenticateAsClient(string targetHost, SslProtocols enabledSslProtocols);

        public extern void AuthenticateAsClient(
            string targetHost, X509Certificate clientCertificate, SslProtocols enabledSslProtocols);

        public extern void AuthenticateAsClient(
            string targetHost, X509Certificate clientCertificate, X509Certificate ca, SslProtocols enabledSslProtocols);

        public extern void AuthenticateAsServer(X509Certificate serverCertificate, SslProtocols enabledSslProtocols);

        public extern void AuthenticateAsServer(
            X509Certificate serverCertificate, bool clientCertificateRequired, SslProtocols enabledSslProtocols);

        extern ~SslStream();

        protected override extern void Dispose(bool disposing);

        public override extern int Read(byte[] buffer, int offset, int size);

        public override extern void Write(byte[] buffer, int offset, int size);
    }
}

namespace System.Security.Cryptography.X509Certificates
{
    public class X509Certificate
    {
        public extern X509Certificate();

        public extern X509Certificate(byte[] certificate);

        public extern X509Certificate(string certificate);

        public virtual extern string Issuer { get; }

        public virtual extern string Subject { get; }

        public virtual extern DateTime GetEffectiveDate();

        public virtual extern DateTime GetExpirationDate();

        public virtual extern byte[] GetRawCertData();
    }

    public class X509Certificate2 : X509Certificate
    {
        public extern X509Certificate2();

        public extern X509Certificate2(byte[] rawData);

        public extern X509Certificate2(string certificate);

        public extern X509Certificate2(string rawData, string key, string password);

        public extern X509Certificate2(byte[] rawData, string key, string password);

        public extern X509Certificate2(byte[] rawData, byte[] key, string password);

        public extern bool HasPrivateKey { get; }

        public extern byte[] PrivateKey { get; }

        public extern byte[] PublicKey { get; }

        public extern DateTime NotAfter { get; }

        public extern DateTime NotBefore { get; }

        public extern byte[] RawData { get; }
    }
}
