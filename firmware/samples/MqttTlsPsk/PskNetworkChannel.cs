//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Net;
using NanoTlsMan.Sockets;
using nanoFramework.M2Mqtt;

namespace NanoTlsMan.Samples.MqttTlsPsk
{
    /// <summary>
    /// The network channel of an MQTT client over TLS with a pre-shared key.
    /// </summary>
    public sealed class PskNetworkChannel : IMqttNetworkChannel
    {
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
            _stream.Write(buffer, 0, buffer.Length);
            return buffer.Length;
        }

        /// <inheritdoc/>
        public int Receive(byte[] buffer)
        {
            _stream.ReadTimeout = int.MaxValue;
            return Fill(buffer, 0);
        }

        /// <inheritdoc/>
        public int Receive(byte[] buffer, int timeout)
        {
            int count;

            try
            {
                _stream.ReadTimeout = timeout < 1 ? 1 : timeout;
                count = _stream.Read(buffer, 0, buffer.Length);
            }
            catch (TimeoutException)
            {
                return 0;
            }

            // The first bytes are here: the rest of them is under way.
            _stream.ReadTimeout = int.MaxValue;
            return count == 0 ? 0 : Fill(buffer, count);
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

        private int Fill(byte[] buffer, int count)
        {
            while (count < buffer.Length)
            {
                int read = _stream.Read(buffer, count, buffer.Length - count);

                if (read == 0)
                {
                    return 0;
                }

                count += read;
            }

            return count;
        }
    }
}
