//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.IO;
using nanoFramework.M2Mqtt;

namespace NanoTlsMan.Samples.MqttTlsPsk
{
    /// <summary>
    /// Takes MQTT packets from a channel: first its kind and length, and then its body, which may be too long to keep.
    /// </summary>
    internal sealed class MqttPacketReader
    {
        // What follows the first byte of a packet is under way.
        private const int RestTimeout = 30000;
        private const int SkipLength = 256;

        private readonly IMqttNetworkChannel _channel;
        private readonly byte[] _one = new byte[1];

        /// <summary>
        /// Initializes a new instance of the <see cref="MqttPacketReader"/> class.
        /// </summary>
        /// <param name="channel">The channel.</param>
        public MqttPacketReader(IMqttNetworkChannel channel)
        {
            _channel = channel;
        }

        /// <summary>
        /// Gets the kind of the packet, without its flags.
        /// </summary>
        public int Kind { get; private set; }

        /// <summary>
        /// Gets the length of its body, in bytes.
        /// </summary>
        public int Length { get; private set; }

        /// <summary>
        /// Waits for a packet. Its body is to be read, or skipped, before the next one.
        /// </summary>
        /// <param name="timeout">How long, in milliseconds.</param>
        /// <returns><see langword="false"/> if none came in time.</returns>
        /// <exception cref="IOException">The connection is closed, or this is not MQTT.</exception>
        public bool Begin(int timeout)
        {
            if (_channel.Receive(_one, timeout) == 0)
            {
                return false;
            }

            Kind = _one[0] & 0xf0;
            Length = ReadLength();
            return true;
        }

        /// <summary>
        /// Reads the packet's body.
        /// </summary>
        /// <returns>The body; <see langword="null"/> if there is no memory for it: then it is to be skipped.</returns>
        /// <exception cref="IOException">The connection is closed.</exception>
        public byte[] ReadBody()
        {
            byte[] body;

            try
            {
                body = new byte[Length];
            }
            catch (OutOfMemoryException)
            {
                return null;
            }

            Fill(body);
            return body;
        }

        /// <summary>
        /// Reads the packet's body and lets it go.
        /// </summary>
        /// <exception cref="IOException">The connection is closed.</exception>
        public void Skip()
        {
            byte[] some = new byte[SkipLength];
            int left = Length;

            for (; left >= SkipLength; left -= SkipLength)
            {
                Fill(some);
            }

            Fill(new byte[left]);
        }

        private int ReadLength()
        {
            int length = 0;

            // Groups of seven bits, four at most (MQTT 3.1.1, section 2.2.3).
            for (int shift = 0; shift < 28; shift += 7)
            {
                Fill(_one);
                length |= (_one[0] & 0x7f) << shift;

                if ((_one[0] & 0x80) == 0)
                {
                    return length;
                }
            }

            throw new IOException("The broker sends what is not MQTT.");
        }

        private void Fill(byte[] buffer)
        {
            if (buffer.Length > 0 && _channel.Receive(buffer, RestTimeout) == 0)
            {
                throw new IOException("The broker has stopped in the middle of a packet.");
            }
        }
    }
}
