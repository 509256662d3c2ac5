//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Wire;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// A ClientHello in a DTLS record, field by field.
    /// </summary>
    internal sealed class Hello
    {
        /// <summary>Where the body begins in a datagram.</summary>
        public const int BodyOffset = RecordHeader.DtlsLength + RecordHeader.DtlsHandshakeLength;

        public byte Random { get; set; } = 0x52;

        public byte[] SessionId { get; set; } = new byte[0];

        public byte[] Cookie { get; set; } = new byte[0];

        public ushort[] Suites { get; set; } = { TlsCipherSuite.PskWithAes128Ccm8 };

        /// <summary>Gets or sets the extensions with their length, or <see langword="null"/> for none at all.</summary>
        public byte[] Extensions { get; set; }

        public int Sequence { get; set; }

        public int MessageSequence { get; set; }

        /// <summary>Gets the cookie of a HelloVerifyRequest.</summary>
        public static byte[] GetCookie(byte[] reply)
        {
            byte[] cookie = new byte[CookieGate.CookieLength];

            System.Array.Copy(reply, BodyOffset + 3, cookie, 0, cookie.Length);
            return cookie;
        }

        public byte[] Build()
        {
            int length = 2 + ClientHelloView.RandomLength + 1 + SessionId.Length + 1 + Cookie.Length + 2
                + 2 * Suites.Length + 2
                + (Extensions == null ? 0 : Extensions.Length);
            byte[] datagram = new byte[BodyOffset + length];
            WireWriter writer = new WireWriter();

            writer.Reset(datagram, 0, datagram.Length);
            writer.WriteByte(ContentType.Handshake);
            writer.WriteUInt16(TlsVersion.Dtls10);
            writer.WriteUInt24(0);
            writer.WriteUInt24(0);
            writer.WriteUInt16(Sequence);
            writer.WriteUInt16(RecordHeader.DtlsHandshakeLength + length);
            writer.WriteByte(HandshakeType.ClientHello);
            writer.WriteUInt24(length);
            writer.WriteUInt16(MessageSequence);
            writer.WriteUInt24(0);
            writer.WriteUInt24(length);
            writer.WriteUInt16(TlsVersion.Dtls12);

            for (int i = 0; i < ClientHelloView.RandomLength; i++)
            {
                writer.WriteByte(Random + i);
            }

            writer.WriteByte(SessionId.Length);
            writer.WriteBytes(SessionId, 0, SessionId.Length);
            writer.WriteByte(Cookie.Length);
            writer.WriteBytes(Cookie, 0, Cookie.Length);
            writer.WriteUInt16(2 * Suites.Length);

            for (int i = 0; i < Suites.Length; i++)
            {
                writer.WriteUInt16(Suites[i]);
            }

            writer.WriteUInt16(0x0100);

            if (Extensions != null)
            {
                writer.WriteBytes(Extensions, 0, Extensions.Length);
            }

            return datagram;
        }

        /// <summary>Builds the hello and finds its fields.</summary>
        public ClientHelloView View()
        {
            byte[] datagram = Build();
            WireReader reader = new WireReader();
            ClientHelloView view = new ClientHelloView();

            reader.Reset(datagram, BodyOffset, datagram.Length - BodyOffset);
            view.Parse(reader, TlsTransportKind.Datagram);
            return view;
        }
    }
}
