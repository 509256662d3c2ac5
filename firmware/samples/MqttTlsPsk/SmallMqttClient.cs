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
    /// goes through the channel that the client of nanoFramework.M2Mqtt goes through.
    /// </summary>
    public sealed class SmallMqttClient
    {
        // The kinds of packets, with the flags that each must have (MQTT 3.1.1, section 2.2).
        private const int ConnectPacket = 0x10;
        private const int ConnectAnswer = 0x20;
        private const int PublishPacket = 0x30;
        private const int SubscribePacket = 0x82;
        private const int SubscribeAnswer = 0x90;
        private const int DisconnectPacket = 0xe0;

        private const int AnswerTimeout = 10000;
        private const int KeepAliveSeconds = 60;
        private const int MaxPacketLength = 4096;

        private readonly IMqttNetworkChannel _channel;
        private readonly byte[] _one = new byte[1];

        /// <summary>
        /// Initializes a new instance of the <see cref="SmallMqttClient"/> class.
        /// </summary>
        /// <param name="channel">The channel to the broker, which is not yet connected.</param>
        public SmallMqttClient(IMqttNetworkChannel channel)
        {
            _channel = channel;
        }

        /// <summary>
        /// Gets the topic of the last message received.
        /// </summary>
        public string Topic { get; private set; }

        /// <summary>
        /// Gets the payload of the last message received.
        /// </summary>
        public byte[] Payload { get; private set; }

        /// <summary>
        /// Connects to the broker. From then on something must be sent at least every 90 seconds.
        /// </summary>
        /// <param name="clientId">The client's name, which no other client may have.</param>
        /// <exception cref="IOException">The broker refuses, or does not answer.</exception>
        public void Connect(string clientId)
        {
            // Protocol "MQTT", level 4, a clean session, the keep-alive time (section 3.1).
            byte[] header = new byte[] { 0, 4, (byte)'M', (byte)'Q', (byte)'T', (byte)'T', 4, 2, 0, KeepAliveSeconds };

            _channel.Connect();
            Send(ConnectPacket, header, clientId, null);

            byte[] answer = Await(ConnectAnswer);

            if (answer.Length < 2 || answer[1] != 0)
            {
                throw new IOException();
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
                throw new IOException();
            }
        }

        /// <summary>
        /// Publishes a message.
        /// </summary>
        /// <param name="topic">Its topic.</param>
        /// <param name="payload">Its payload.</param>
        public void Publish(string topic, byte[] payload)
        {
            Send(PublishPacket, null, topic, payload);
        }

        /// <summary>
        /// Waits for a message.
        /// </summary>
        /// <param name="timeout">How long, in milliseconds.</param>
        /// <returns><see langword="true"/> if one came: see <see cref="Topic"/> and <see cref="Payload"/>; otherwise,
        /// <see langword="false"/>.</returns>
        /// <exception cref="IOException">The broker closed the connection.</exception>
        public bool Receive(int timeout)
        {
            return Receive(timeout, out _) == PublishPacket;
        }

        /// <summary>
        /// Says good-bye and closes the channel.
        /// </summary>
        public void Disconnect()
        {
            _channel.Send(new byte[] { DisconnectPacket, 0 });
            _channel.Close();
        }

        // Of a packet: what comes first, a text with its length in front, and the rest.
        private void Send(int kind, byte[] header, string text, byte[] rest)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            int headerLength = header == null ? 0 : header.Length;
            int restLength = rest == null ? 0 : rest.Length;
            int length = headerLength + 2 + bytes.Length + restLength;

            if (length > MaxPacketLength)
            {
                throw new ArgumentException();
            }

            // The length goes in groups of seven bits, of which two are enough here (section 2.2.3).
            int lengthBytes = length < 128 ? 1 : 2;
            byte[] packet = new byte[1 + lengthBytes + length];
            int at = 1 + lengthBytes;

            packet[0] = (byte)kind;
            packet[1] = (byte)(lengthBytes == 1 ? length : length & 0x7f | 0x80);

            if (lengthBytes == 2)
            {
                packet[2] = (byte)(length >> 7);
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

            _channel.Send(packet);
        }

        // Messages may come before the answer; nobody has asked for them yet.
        private byte[] Await(int kind)
        {
            while (true)
            {
                int received = Receive(AnswerTimeout, out byte[] body);

                if (received == kind)
                {
                    return body;
                }

                if (received == 0)
                {
                    throw new IOException();
                }
            }
        }

        // The kind of the next packet; 0 if none came.
        private int Receive(int timeout, out byte[] body)
        {
            body = null;

            if (_channel.Receive(_one, timeout) == 0)
            {
                return 0;
            }

            int kind = _one[0] & 0xf0;

            body = new byte[ReadLength()];
            Fill(body);

            if (kind == PublishPacket)
            {
                TakeMessage(body);
            }

            return kind;
        }

        private int ReadLength()
        {
            int length = 0;

            for (int shift = 0; shift < 28; shift += 7)
            {
                Fill(_one);
                length |= (_one[0] & 0x7f) << shift;

                if ((_one[0] & 0x80) == 0)
                {
                    break;
                }
            }

            // The broker is known by its key, and may still send more than the board has room for.
            if (length > MaxPacketLength)
            {
                throw new IOException();
            }

            return length;
        }

        private void Fill(byte[] buffer)
        {
            if (buffer.Length > 0 && _channel.Receive(buffer) == 0)
            {
                throw new IOException();
            }
        }

        private void TakeMessage(byte[] body)
        {
            int topicLength = body.Length < 2 ? -1 : body[0] << 8 | body[1];

            if (topicLength < 0 || topicLength > body.Length - 2)
            {
                throw new IOException();
            }

            // With quality of service 0, which alone was asked for, the payload follows the topic.
            byte[] payload = new byte[body.Length - 2 - topicLength];

            Array.Copy(body, 2 + topicLength, payload, 0, payload.Length);
            Topic = Encoding.UTF8.GetString(body, 2, topicLength);
            Payload = payload;
        }
    }
}
