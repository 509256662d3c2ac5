//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.IO;
using System.Net;
using System.Threading;
using NanoTlsMan.Sockets;
using nanoFramework.M2Mqtt;

namespace NanoTlsMan.Samples.MqttTlsPsk
{
    /// <summary>
    /// The network channel of an MQTT client over TLS with a pre-shared key.
    /// </summary>
    public sealed class PskNetworkChannel : IMqttNetworkChannel
    {
        private const int RestTimeout = 30000;

        private readonly TlsMan _man;
        private readonly IPEndPoint _broker;
        private readonly CredentialStore _keys;
        private SecureStream _stream;

        /// <summary>
        /// Initializes a new instance of the <see cref="PskNetworkChannel"/> class, which is to be connected.
        /// </summary>
        /// <param name="man">Has the stacks.</param>
        /// <param name="broker">The broker's address and port, by default 8883.</param>
        /// <param name="keys">The key that the broker knows.</param>
        public PskNetworkChannel(TlsMan man, IPEndPoint broker, CredentialStore keys)
        {
            _man = man;
            _broker = broker;
            _keys = keys;
        }

        /// <inheritdoc/>
        public bool DataAvailable
        {
            get { return _stream != null && _stream.DataAvailable; }
        }

        /// <summary>
        /// Gets or sets a value indicating nothing: there are no certificates here. The key, which only the broker
        /// knows besides, authenticates it.
        /// </summary>
        public bool ValidateServerCertificate { get; set; } = true;

        /// <inheritdoc/>
        public void Connect()
        {
            Close();
            _stream = SecureTcpSock.Connect(_man, _broker, _keys).GetStream();
        }

        /// <inheritdoc/>
        public int Send(byte[] buffer)
        {
            try
            {
                _stream.Write(buffer, 0, buffer.Length);
                return buffer.Length;
            }
            catch (SecureSockException exception)
            {
                throw Translate(exception);
            }
        }

        /// <inheritdoc/>
        public int Receive(byte[] buffer)
        {
            int count = Read(buffer, 0, Timeout.Infinite);

            return count == 0 || !Fill(buffer, count) ? 0 : buffer.Length;
        }

        /// <summary>
        /// Fills a buffer, if something comes in time.
        /// </summary>
        /// <param name="buffer">The buffer.</param>
        /// <param name="timeout">How long to wait for the first byte, in milliseconds.</param>
        /// <returns>Its length; 0 if nothing came in time.</returns>
        /// <exception cref="IOException">The connection is closed.</exception>
        /// <exception cref="TimeoutException">The rest of what had begun to come did not follow.</exception>
        public int Receive(byte[] buffer, int timeout)
        {
            int count;

            try
            {
                count = Read(buffer, 0, timeout < 1 ? 1 : timeout);
            }
            catch (TimeoutException)
            {
                return 0;
            }

            if (count == 0 || !Fill(buffer, count))
            {
                throw new IOException("The broker has closed the connection.");
            }

            return buffer.Length;
        }

        /// <inheritdoc/>
        public void Close()
        {
            if (_stream != null)
            {
                _stream.Dispose();
                _stream = null;
            }
        }

        /// <inheritdoc/>
        public void Accept()
        {
        }

        // The client of M2Mqtt takes a connection for lost when it sees an IOException, and no class derived from it.
        private static IOException Translate(SecureSockException exception)
        {
            return new IOException(exception.Message, exception);
        }

        // The first bytes are here: the rest of them is under way.
        private bool Fill(byte[] buffer, int count)
        {
            while (count < buffer.Length)
            {
                int read = Read(buffer, count, RestTimeout);

                if (read == 0)
                {
                    return false;
                }

                count += read;
            }

            return true;
        }

        private int Read(byte[] buffer, int offset, int timeout)
        {
            try
            {
                _stream.ReadTimeout = timeout;
                return _stream.Read(buffer, offset, buffer.Length - offset);
            }
            catch (SecureSockException exception)
            {
                throw Translate(exception);
            }
        }
    }
}
