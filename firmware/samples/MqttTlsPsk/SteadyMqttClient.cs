//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.IO;
using System.Net.Sockets;
using System.Threading;
using NanoTlsMan.Sockets;

namespace NanoTlsMan.Samples.MqttTlsPsk
{
    /// <summary>
    /// A subscription that outlives its connections: when one is lost it connects again, with growing pauses, and
    /// subscribes anew. What was published meanwhile is lost, as quality of service 0 has it.
    /// </summary>
    public sealed class SteadyMqttClient
    {
        private const int FirstPause = 1000;
        private const int LongestPause = 64000;

        private readonly SmallMqttClient _client;
        private readonly string _clientId;
        private readonly string _topic;
        private readonly Random _random = new Random();
        private int _pause = FirstPause;

        /// <summary>
        /// Initializes a new instance of the <see cref="SteadyMqttClient"/> class.
        /// </summary>
        /// <param name="client">The client, which is not yet connected.</param>
        /// <param name="clientId">The client's name, which no other client may have.</param>
        /// <param name="topic">The topic to subscribe to, or a filter.</param>
        public SteadyMqttClient(SmallMqttClient client, string clientId, string topic)
        {
            _client = client;
            _clientId = clientId;
            _topic = topic;
        }

        /// <summary>
        /// Gets a value indicating whether there is a connection, as far as is known.
        /// </summary>
        public bool IsConnected { get; private set; }

        /// <summary>
        /// Gets why the last connection was lost, or the last attempt failed; <see langword="null"/> before that.
        /// </summary>
        public string LastError { get; private set; }

        /// <summary>
        /// Connects and subscribes, once: a wrong key is no reason to try again.
        /// </summary>
        /// <exception cref="SecureSockException">The channel could not be opened; its error says why.</exception>
        /// <exception cref="IOException">The broker refuses, or does not answer.</exception>
        public void Start()
        {
            _client.Connect(_clientId);
            _client.Subscribe(_topic);
            _pause = FirstPause;
            IsConnected = true;
        }

        /// <summary>
        /// Publishes a message, if there is a connection.
        /// </summary>
        /// <param name="topic">Its topic.</param>
        /// <param name="payload">Its payload.</param>
        /// <returns><see langword="false"/> if there is none: then <see cref="Receive"/> makes one.</returns>
        public bool Publish(string topic, byte[] payload)
        {
            try
            {
                if (IsConnected)
                {
                    _client.Publish(topic, payload);
                }
            }
            catch (IOException exception)
            {
                Lose(exception);
            }

            return IsConnected;
        }

        /// <summary>
        /// Waits for a message; or, without a connection, for a while, and makes one.
        /// </summary>
        /// <param name="timeout">How long to wait, in milliseconds.</param>
        /// <returns><see langword="true"/> if a message came; otherwise, <see langword="false"/>: the time is over, or
        /// the connection was lost or made, or could not be made, as <see cref="IsConnected"/> says.</returns>
        public bool Receive(int timeout)
        {
            try
            {
                if (IsConnected)
                {
                    return _client.Receive(timeout);
                }

                Rest(timeout);
                Start();
            }
            catch (IOException exception)
            {
                Lose(exception);
            }
            catch (SecureSockException exception)
            {
                Lose(exception);
            }
            catch (SocketException exception)
            {
                Lose(exception);
            }
            catch (TimeoutException exception)
            {
                Lose(exception);
            }

            return false;
        }

        private void Lose(Exception reason)
        {
            LastError = reason.Message;
            IsConnected = false;
        }

        // Up to one and a half of the pause, so that boards that lost the same broker do not come back together.
        private void Rest(int timeout)
        {
            int pause = _pause + _random.Next((_pause / 2) + 1);

            Thread.Sleep(pause < timeout ? pause : timeout);
            _pause = _pause < LongestPause / 2 ? 2 * _pause : LongestPause;
        }
    }
}
