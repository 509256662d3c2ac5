//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.FirmwareTls
{
    /// <summary>
    /// The platform's own TLS as a stack: on a board what System.Net's SslStream has in the firmware, on a PC that of
    /// .NET. It connects to servers with X.509 certificates over TCP.
    /// </summary>
    /// <remarks>
    /// <para>
    /// It runs natively where the managed stack computes for seconds, and costs no library in the firmware; what it
    /// cannot do stands in <see cref="TlsCapabilities.Omits"/>. Above all, its handshake waits, and on a board every
    /// managed thread waits with it, for as long as the server takes: nothing bounds that there. So there are no
    /// servers of it, whom any silent client would stop.
    /// </para>
    /// <para>
    /// It trusts the anchors of the credentials, and on a board those in its store of certificates besides. The name of
    /// <see cref="TlsSessionOptions.TargetHost"/> is verified. It serves sessions over a
    /// <see cref="Sockets.TcpTransport"/> only, or one that has it as its <see cref="SecureTransport.Inner"/>.
    /// </para>
    /// </remarks>
    /// <example>
    /// <code>
    /// TlsMan man = new TlsMan(new ManagedCiphers(), random);
    /// CredentialStore trusted = new CredentialStore();
    ///
    /// man.LoadStack(new FirmwareStack());
    /// trusted.TrustAnchor(0, authority);
    ///
    /// using (SecureTcpSock sock = SecureTcpSock.Connect(
    ///     man, "www.example.com", 443, new TlsSessionOptions { TargetHost = "www.example.com" }, trusted))
    /// {
    ///     sock.Send(request, 0, request.Length);
    /// }
    /// </code>
    /// </example>
    public sealed class FirmwareStack : TlsStack
    {
        internal const int LongestPlaintext = 16384;

        private readonly TlsCapabilities _capabilities = new TlsCapabilities
        {
            Versions = TlsVersions.Tls12,
            CipherSuites = new ushort[0],
            KeyKinds = TlsKeyKinds.X509,

            // A store may hold pre-shared keys beside what is of use here, of whatever length.
            MaxKeyLength = CredentialStore.MaxKeyLength,
            MaxIdentityLength = CredentialStore.MaxIdentityLength,
            MaxPayload = LongestPlaintext,
            IsSafeWithLegacyPeers = true,
            Omits = TlsOmissions.ServerRole | TlsOmissions.Pins | TlsOmissions.ApplicationProtocols
                | TlsOmissions.ServerName | TlsOmissions.Curves | TlsOmissions.SessionFacts | TlsOmissions.NonBlocking
                | TlsOmissions.Truncation,
        };

        /// <inheritdoc/>
        public override string Name
        {
            get { return "firmware"; }
        }

        /// <summary>
        /// Gets nothing: the platform does not tell the version of its TLS.
        /// </summary>
        public override string Version
        {
            get { return ""; }
        }

        /// <inheritdoc/>
        public override TlsCapabilities Capabilities
        {
            get { return _capabilities; }
        }

        /// <inheritdoc/>
        /// <exception cref="NotSupportedException">The role is a server's, or the transport carries
        /// datagrams.</exception>
        public override TlsEngine CreateEngine(
            TlsRole role, TlsTransportKind kind, TlsSessionOptions options, CredentialStore credentials,
            DropCounters drops)
        {
            if (role != TlsRole.Client || kind != TlsTransportKind.Stream)
            {
                throw new NotSupportedException();
            }

            return new FirmwareEngine(options, credentials);
        }
    }
}
