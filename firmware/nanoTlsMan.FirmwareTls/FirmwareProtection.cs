//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

#if NANOFRAMEWORK_1_0
using System;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using NanoTlsMan.Sockets;
using NanoTlsMan.Wire;

namespace NanoTlsMan.FirmwareTls
{
    /// <summary>
    /// What the firmware's SslStream does for a connection.
    /// </summary>
    internal sealed class FirmwareProtection : TcpProtection
    {
        private const int MicrosecondsPerMillisecond = 1000;

        private readonly TlsSessionOptions _options;
        private readonly FirmwareKeys _keys;
        private Socket _socket;
        private SslStream _stream;

        internal FirmwareProtection(TlsSessionOptions options, FirmwareKeys keys)
        {
            _options = options;
            _keys = keys;
        }

        /// <inheritdoc/>
        public override TlsManError Open(Socket socket)
        {
            byte[] privateKey = null;
            TlsErrorCause cause;

            _socket = socket;

            try
            {
                SslStream stream = new SslStream(socket);
                string anchors = _keys.GetAnchors();
                X509Certificate own = null;

                _stream = stream;
                privateKey = _keys.HasOwn ? _keys.CopyPrivateKey() : null;

                if (privateKey != null)
                {
                    own = new X509Certificate2(ToBytes(_keys.GetCertificates()), privateKey, "");
                }

                // Without a version the firmware would insist on 1.3.
                stream.SslVerification = _options.DangerousTrustAnyone
                    ? SslVerification.NoVerification
                    : SslVerification.CertificateRequired;
                stream.AuthenticateAsClient(
                    _options.TargetHost == null ? "" : _options.TargetHost, own,
                    anchors.Length == 0 ? null : new X509Certificate(anchors), SslProtocols.Tls12);
                return null;
            }
            catch (OutOfMemoryException)
            {
                cause = TlsErrorCause.OutOfMemory;
            }
            catch (SocketException)
            {
                cause = TlsErrorCause.TransportFailed;
            }
            catch (Exception)
            {
                // What the firmware throws here has a type that older class libraries lack, and its code is hidden.
                cause = TlsErrorCause.NativeFailure;
            }
            finally
            {
                if (privateKey != null)
                {
                    Array.Clear(privateKey, 0, privateKey.Length);
                }
            }

            return FirmwareEngine.CreateError(cause);
        }

        /// <inheritdoc/>
        public override bool IsReadable(int milliseconds)
        {
            // A record may have brought more than was asked for.
            return _stream.DataAvailable
                || _socket.Poll(milliseconds * MicrosecondsPerMillisecond, SelectMode.SelectRead);
        }

        /// <inheritdoc/>
        public override int Receive(byte[] buffer, int offset, int count)
        {
            try
            {
                return _stream.Read(buffer, offset, count);
            }
            catch (SocketException exception)
            {
                // A part of a record came; the rest is waited for as anything is.
                if (exception.ErrorCode == (int)SocketError.TimedOut)
                {
                    return SecureTransport.NothingReceived;
                }

                throw;
            }
        }

        /// <inheritdoc/>
        public override void Send(byte[] buffer, int offset, int count)
        {
            _stream.Write(buffer, offset, count);
        }

        // As bytes, for there is a key beside it that is not to become a string, which could not be wiped. The parser
        // wants a zero behind PEM.
        private static byte[] ToBytes(string text)
        {
            byte[] bytes = new byte[text.Length + 1];

            AsciiText.Put(text, bytes, 0);
            return bytes;
        }

        /// <inheritdoc/>
        public override void Close()
        {
            // It says close_notify, and closes the socket.
            if (_stream != null)
            {
                _stream.Dispose();
            }
        }
    }
}
#endif
