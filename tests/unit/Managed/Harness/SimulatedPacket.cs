//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// A datagram, or a share of a stream, and when it was sent or arrives.
    /// </summary>
    internal sealed class SimulatedPacket
    {
        public SimulatedPacket(byte[] from, byte[] to, byte[] content, int time)
        {
            From = from;
            To = to;
            Content = content;
            Time = time;
        }

        public byte[] From { get; }

        public byte[] To { get; }

        public byte[] Content { get; }

        public int Time { get; }

        /// <summary>Tells a datagram of a handshake from any other but those that repeat it: sender, type, handshake
        /// message and its number.</summary>
        public int GetSignature()
        {
            bool isMessage = Content[0] == ContentType.Handshake && Content[4] == 0;

            return (From[1] << 24) | (Content[0] << 16) | (isMessage ? (Content[13] << 8) | Content[18] : 0);
        }
    }
}
