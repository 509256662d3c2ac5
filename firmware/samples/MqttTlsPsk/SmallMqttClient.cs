//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.IO;
using System.Text;
using nanoFramework.M2Mqtt;

namespace NanoTlsMan.Samples.MqttTlsPsk
{
    /// <summary>
    /// As much of an MQTT 3.1.1 client as the sample needs: quality of service 0, one topic at a time, no thread. It
    /// goes through the channel that the client of nanoFramework.M2Mqtt goes through. <see cref="Receive"/> also keeps
    /// the connection alive, and is to be called where a program would sleep.
    /// </summary>
    public sealed class SmallMqttClient
    {
        // The kinds of packets, with the flags that each must have (MQTT 3.1.1, section 2.2).
        private const int ConnectPacket = 0x10;
        private const int ConnectAnswer = 0x20;
        private const int PublishPacket = 0x30;
        private const int SubscribePacket = 0x82;
        private const int SubscribeAnswer = 0x90;
        private const int PingPacket = 0xc0;
        private const int PingAnswer = 0xd0;
        private const int DisconnectPacket = 0xe0;

        private const int AnswerTimeout = 10000;
        private const int MaxAnswerLength = 16;

        private readonly IMqttNetworkChannel _channel;
        private readonly MqttPacketReader _reader;

        // When something was sent last, and when the ping was that has no answer yet.
        private int _lastSent;
        private int _lastPing;
        private bool _isPingOut;

        // A message came while an answer was awaited.
        private bool _isMessageHere;

        /// <summary>
        /// Initializes a new instance of the <see cref="SmallMqttClient"/> class.
        /// </summary>
        /// <param name="channel">The channel to the broker, which is not yet connected.</param>
        public SmallMqttClient(IMqttNetworkChannel channel)
        {
            _channel = channel;
            _reader = new MqttPacketReader(channel);
        }

        /// <summary>
        /// Gets or sets for how long the client may be silent, in seconds, up to 65,535: 60 unless set. After one and a
        /// half of it a broker takes the client for gone (section 3.1.2.10).
        /// </summary>
        public int KeepAlive { get; set; } = 60;

        /// <summary>
        /// Gets or sets the longest message that is delivered, with its topic, in bytes: 4,096 unless set. Of a longer
        /// one its length is told, and the rest is read and let go.
        /// </summary>
        public int MaxMessage { get; set; } = 4096;

        /// <summary>
        /// Gets the topic of the last message received; of one that was too long, <see langword="null"/>.
        /// </summary>
        public string Topic { get; private set; }

        /// <summary>
        /// Gets the payload of the last message received; of one that was too long, <see langword="null"/>.
        /// </summary>
        public byte[] Payload { get; private set; }

        /// <summary>
        /// Gets the length of the last message received, with its topic, in bytes.
        /// </summary>
        public int MessageLength { get; private set; }

        /// <summary>
        /// Connects to the broker.
        /// </summary>
        /// <param name="clientId">The client's name, which no other client may have.</param>
        /// <exception cref="IOException">The broker refuses, or does not answer.</exception>
        public void Connect(string clientId)
        {
            // Protocol "MQTT", level 4, a clean session, the keep-alive time (section 3.1).
            byte[] header = new byte[]
            {
                0, 4, (byte)'M', (byte)'Q', (byte)'T', (byte)'T', 4, 2, (byte)(KeepAlive >> 8), (byte)KeepAlive,
            };

            _isPingOut = false;
            _isMessageHere = false;
            _channel.Connect();
            Send(ConnectPacket, header, clientId, null);

            byte[] answer = Await(ConnectAnswer);

            if (answer.Length < 2 || answer[1] != 0)
            {
                throw new IOException("The broker refuses the connection.");
            }
        }

        /// <summary>
        /// Asks for the messages of a topic.
        /// </summary>
        /// <param name="topic">The topic, or a filter.</param>
        /// <exception cref="IOException">The broker refuses, or does not answer.</exception>
        public void Subscribe(string topic)
        {
            // The packet's number, the topic, and after it the quality of service asked for (section 3.8).
            Send(SubscribePacket, new byte[] { 0, 1 }, topic, new byte[] { 0 });

            byte[] answer = Await(SubscribeAnswer);

            if (answer.Length < 3 || answer[2] > 2)
            {
                throw new IOException("The broker refuses the subscription.");
            }
        }

        /// <summary>
        /// Publishes a message.
        /// </summary>
        /// <param name="topic">Its topic.</param>
        /// <param name="payload">Its payload.</param>
        /// <exception cref="IOException">The connection is closed.</exception>
        public void Publish(string topic, byte[] payload)
        {
            Send(PublishPacket, null, topic, payload);
        }

        /// <summary>
        /// Waits for a message, and keeps the connection alive meanwhile.
        /// </summary>
        /// <param name="timeout">How long, in milliseconds.</param>
        /// <returns><see langword="true"/> if one came: see <see cref="Topic"/> and <see cref="Payload"/>; otherwise,
        /// <see langword="false"/>.</returns>
        /// <exception cref="IOException">The connection is closed, or the broker is gone.</exception>
        public bool Receive(int timeout)
        {
            int start = Now;

            if (_isMessageHere)
            {
                _isMessageHere = false;
                return true;
            }

            while (true)
            {
                int left = Time32.Left(timeout, start, Now);
                int silence = KeepAliveLeft();
                int kind = Read(left < silence ? left : silence, out _);

                if (kind == PublishPacket)
                {
                    return true;
                }

                if (kind == 0 && Time32.Left(timeout, start, Now) == 0)
                {
                    return false;
                }
            }
        }

        /// <summary>
        /// Says good-bye and closes the channel.
        /// </summary>
        /// <exception cref="IOException">The connection is closed.</exception>
        public void Disconnect()
        {
            _channel.Send(new byte[] { DisconnectPacket, 0 });
            _channel.Close();
        }

        private static int Now
        {
            get { return (int)Environment.TickCount64; }
        }

        // How long nothing has to be done for the connection. It pings at three quarters of the keep-alive time.
        private int KeepAliveLeft()
        {
            if (_isPingOut)
            {
                int left = Time32.Left(AnswerTimeout, _lastPing, Now);

                // Half-open connections tell nothing of themselves: the missing answer does (section 3.1.2.10).
                if (left == 0)
                {
                    throw new IOException("The broker does not answer a ping: it is gone.");
                }

                return left;
            }

            // 0 turns it off (section 3.1.2.10).
            if (KeepAlive == 0)
            {
                return Time32.LongestWait;
            }

            if (Time32.Left(KeepAlive * 750, _lastSent, Now) == 0)
            {
                SendBytes(new byte[] { PingPacket, 0 });
                _lastPing = _lastSent;
                _isPingOut = true;
                return AnswerTimeout;
            }

            return Time32.Left(KeepAlive * 750, _lastSent, Now);
        }

        // Of a packet: what comes first, a text with its length in front, and the rest.
        private void Send(int kind, byte[] header, string text, byte[] rest)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            int headerLength = header == null ? 0 : header.Length;
            int restLength = rest == null ? 0 : rest.Length;
            int length = headerLength + 2 + bytes.Length + restLength;

            // The length goes in groups of seven bits, up to four of them (section 2.2.3).
            int at = length < 0x80 ? 2 : (length < 0x4000 ? 3 : (length < 0x200000 ? 4 : 5));
            byte[] packet = new byte[at + length];

            packet[0] = (byte)kind;

            for (int i = 1; i < at; i++)
            {
                packet[i] = (byte)(length >> (7 * (i - 1)) & 0x7f | (i < at - 1 ? 0x80 : 0));
            }

            if (headerLength > 0)
            {
                Array.Copy(header, 0, packet, at, headerLength);
                at += headerLength;
            }

            packet[at] = (byte)(bytes.Length >> 8);
            packet[at + 1] = (byte)bytes.Length;
            Array.Copy(bytes, 0, packet, at + 2, bytes.Length);

            if (restLength > 0)
            {
                Array.Copy(rest, 0, packet, at + 2 + bytes.Length, restLength);
            }

            SendBytes(packet);
        }

        private void SendBytes(byte[] packet)
        {
            _channel.Send(packet);
            _lastSent = Now;
        }

        // Messages may come before the answer (section 3.8.4). One is kept for the next Receive: of several, the last.
        private byte[] Await(int kind)
        {
            int start = Now;

            while (true)
            {
                int received = Read(Time32.Left(AnswerTimeout, start, Now), out byte[] body);

                if (received == kind)
                {
                    return body;
                }

                if (received == 0)
                {
                    throw new IOException("The broker does not answer.");
                }

                _isMessageHere |= received == PublishPacket;
            }
        }

        // The kind of the next packet, and its body unless it is a message; 0 if none came.
        private int Read(int timeout, out byte[] body)
        {
            body = null;

            if (!_reader.Begin(timeout))
            {
                return 0;
            }

            int kind = _reader.Kind;

            if (kind == PublishPacket)
            {
                TakeMessage();
            }
            else if (_reader.Length > MaxAnswerLength)
            {
                throw new IOException("The broker sends what is not MQTT.");
            }
            else
            {
                body = _reader.ReadBody();
                _isPingOut = _isPingOut && kind != PingAnswer;
            }

            return kind;
        }

        private void TakeMessage()
        {
            byte[] body = _reader.Length > MaxMessage ? null : _reader.ReadBody();

            MessageLength = _reader.Length;
            Topic = null;
            Payload = null;

            if (body == null)
            {
                _reader.Skip();
                return;
            }

            int topicLength = body.Length < 2 ? -1 : body[0] << 8 | body[1];

            if (topicLength < 0 || topicLength > body.Length - 2)
            {
                throw new IOException("The broker sends what is not MQTT.");
            }

            // With quality of service 0, which alone was asked for, the payload follows the topic.
            byte[] payload = new byte[body.Length - 2 - topicLength];

            Array.Copy(body, 2 + topicLength, payload, 0, payload.Length);
            Topic = Encoding.UTF8.GetString(body, 2, topicLength);
            Payload = payload;
        }
    }
}
