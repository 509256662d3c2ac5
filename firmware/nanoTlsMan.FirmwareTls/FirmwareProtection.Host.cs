//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

#if !NANOFRAMEWORK_1_0
using System;
using System.IO;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using NanoTlsMan.Sockets;

namespace NanoTlsMan.FirmwareTls
{
    /// <summary>
    /// What .NET's SslStream does for a connection on a PC, in the place of the firmware's: the same is trusted, and
    /// the same is left out.
    /// </summary>
    internal sealed class FirmwareProtection : TcpProtection
    {
        private const int GoodbyeTimeout = 500;

        private readonly TlsSessionOptions _options;
        private readonly FirmwareKeys _keys;
        private readonly byte[] _plaintext = new byte[FirmwareStack.LongestPlaintext];
        private Socket _socket;
        private SslStream _stream;
        private Task<int> _reading;
        private int _offset;
        private int _left;
        private bool _isClosed;

        internal FirmwareProtection(TlsSessionOptions options, FirmwareKeys keys)
        {
            _options = options;
            _keys = keys;
        }

        /// <inheritdoc/>
        public override TlsManError Open(Socket socket)
        {
            // The transport's time-outs are for single calls of the socket; here each call is waited for.
            _socket = socket;
            _stream = new SslStream(new NetworkStream(socket, false));

            using CancellationTokenSource timeout = new(_options.HandshakeTimeout);
            bool isRefused = false;
            TlsErrorCause cause;

            try
            {
                _stream.AuthenticateAsClientAsync(CreateOptions(() => isRefused = true), timeout.Token)
                    .GetAwaiter().GetResult();
                return null;
            }
            catch (OperationCanceledException)
            {
                cause = TlsErrorCause.HandshakeTimeout;
            }
            catch (AuthenticationException)
            {
                cause = isRefused ? TlsErrorCause.CertificateRefused : TlsErrorCause.NativeFailure;
            }
            catch (CryptographicException)
            {
                cause = TlsErrorCause.NativeFailure;
            }
            catch (Exception exception) when (exception is IOException or ObjectDisposedException or SocketException)
            {
                cause = TlsErrorCause.TransportFailed;
            }

            return FirmwareEngine.CreateError(cause);
        }

        /// <inheritdoc/>
        public override bool IsReadable(int milliseconds)
        {
            // SslStream does not tell what it has, so that a read is always under way.
            _reading ??= _left > 0 ? null : _stream.ReadAsync(_plaintext, 0, _plaintext.Length);

            if (_reading == null)
            {
                return true;
            }

            try
            {
                return _reading.Wait(milliseconds);
            }
            catch (AggregateException)
            {
                // Receive says so.
                return true;
            }
        }

        /// <inheritdoc/>
        public override int Receive(byte[] buffer, int offset, int count)
        {
            if (_left == 0)
            {
                if (!IsReadable(0))
                {
                    return SecureTransport.NothingReceived;
                }

                try
                {
                    _left = _reading.GetAwaiter().GetResult();
                }
                catch (Exception exception) when (exception is IOException or AuthenticationException)
                {
                    throw new SocketException((int)SocketError.ConnectionReset);
                }

                _reading = _left == 0 ? _reading : null;
                _offset = 0;
            }

            int taken = count < _left ? count : _left;

            Array.Copy(_plaintext, _offset, buffer, offset, taken);
            Array.Clear(_plaintext, _offset, taken);
            _offset += taken;
            _left -= taken;
            return taken;
        }

        /// <inheritdoc/>
        public override void Send(byte[] buffer, int offset, int count)
        {
            try
            {
                _stream.Write(buffer, offset, count);
            }
            catch (Exception exception) when (exception is IOException or InvalidOperationException)
            {
                throw new SocketException((int)SocketError.ConnectionReset);
            }
        }

        /// <inheritdoc/>
        public override void Close()
        {
            if (_isClosed || _stream == null)
            {
                return;
            }

            _isClosed = true;

            try
            {
                if (_stream.IsAuthenticated && _stream.ShutdownAsync().Wait(GoodbyeTimeout))
                {
                    DropUnread();
                }
            }
            catch (Exception exception) when (exception is AggregateException or IOException
                or InvalidOperationException or SocketException)
            {
                // The connection has gone, and with it whoever could hear it.
            }
        }

        // A socket that is closed with unread bytes resets the connection, and the peer might not get the close_notify.
        private void DropUnread()
        {
            byte[] scrap = new byte[FirmwareStack.LongestPlaintext];

            while (_socket.Available > 0 && _socket.Receive(scrap) > 0)
            {
            }
        }

        private SslClientAuthenticationOptions CreateOptions(Action refuse)
        {
            SslClientAuthenticationOptions options = new()
            {
                TargetHost = _options.TargetHost ?? "",
                EnabledSslProtocols = SslProtocols.Tls12,
                AllowRenegotiation = false,
                AllowTlsResume = false,
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    RevocationMode = X509RevocationMode.NoCheck,
                    DisableCertificateDownloads = true,
                },
                RemoteCertificateValidationCallback = (sender, certificate, chain, errors) =>
                {
                    bool isTaken = _options.DangerousTrustAnyone || errors == SslPolicyErrors.None;

                    if (!isTaken)
                    {
                        refuse();
                    }

                    return isTaken;
                },
            };

            options.CertificateChainPolicy.CustomTrustStore.ImportFromPem(_keys.GetAnchors());
            options.CertificateChainPolicy.ApplicationPolicy.Add(new Oid("1.3.6.1.5.5.7.3.1"));

            if (_keys.HasOwn)
            {
                AddOwn(options);
            }

            return options;
        }

        private void AddOwn(SslClientAuthenticationOptions options)
        {
            byte[] privateKey = _keys.CopyPrivateKey();
            X509Certificate2Collection certificates = new();

            certificates.ImportFromPem(_keys.GetCertificates());

            if (privateKey == null || certificates.Count == 0)
            {
                return;
            }

            using ECDsa key = ECDsa.Create();

            key.ImportECPrivateKey(privateKey, out _);
            CryptographicOperations.ZeroMemory(privateKey);

            X509Certificate2 own = certificates[0].CopyWithPrivateKey(key);

            certificates.RemoveAt(0);
            options.ClientCertificateContext = SslStreamCertificateContext.Create(own, certificates, true);
        }
    }
}
#endif
