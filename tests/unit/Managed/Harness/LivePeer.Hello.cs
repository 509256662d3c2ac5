//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Tests
{
    /// <content>
    /// Its hellos.
    /// </content>
    internal sealed partial class LivePeer
    {
        /// <summary>The code of max_fragment_length to offer or to answer, or 0.</summary>
        public int MaxFragmentLengthCode { get; set; }

        /// <summary>How many bytes of an extension that nobody knows a ClientHello has, or 0.</summary>
        public int UnknownLength { get; set; }

        /// <summary>What record_size_limit is to say, or 0 for none.</summary>
        public int RecordSizeLimit { get; set; }

        /// <summary>The cookie that came, and which a ClientHello repeats.</summary>
        public byte[] Cookie { get; set; } = new byte[0];

        /// <summary>What the engine's record_size_limit said, or 0.</summary>
        public int PeerRecordSizeLimit { get; private set; }

        /// <summary>Whether the engine's hello has max_fragment_length.</summary>
        public bool HasPeerMaxFragmentLength { get; private set; }

        public byte[] ClientHello()
        {
            return ClientHello(new int[] { Suite, TlsCipherSuite.EmptyRenegotiationInfoScsv });
        }

        public byte[] ClientHello(int[] suites)
        {
            bool isDatagram = _kind == TlsTransportKind.Datagram;
            byte[] body =
                Forge.Join(Number(isDatagram ? TlsVersion.Dtls12 : TlsVersion.Tls12, 2), Forge.Slice(_randoms, 0, 32));

            body = Forge.Join(Forge.Join(body, Number(SessionId.Length, 1)), SessionId);

            if (isDatagram)
            {
                body = Forge.Join(Forge.Join(body, Number(Cookie.Length, 1)), Cookie);
            }

            body = Forge.Join(body, Number(2 * suites.Length, 2));

            for (int i = 0; i < suites.Length; i++)
            {
                body = Forge.Join(body, Number(suites[i], 2));
            }

            body = Forge.Join(body, new byte[] { 1, 0 });

            if (!IsAside)
            {
                _transcript.Reset();
            }

            return Send(HandshakeType.ClientHello, Forge.Join(body, Extensions(false)), 0);
        }

        public byte[] HelloVerifyRequest(byte[] cookie)
        {
            byte[] body = Forge.Join(Forge.Join(Number(TlsVersion.Dtls10, 2), Number(cookie.Length, 1)), cookie);
            byte[] message =
                Forge.Message(_kind, HandshakeType.HelloVerifyRequest, IsAside ? NextSent : NextSent++, body);

            return Write(ContentType.Handshake, LeastEpoch, message);
        }

        public byte[] ServerHello()
        {
            byte[] body = Forge.Join(
                Number(_kind == TlsTransportKind.Datagram ? TlsVersion.Dtls12 : TlsVersion.Tls12, 2),
                Forge.Slice(_randoms, 32, 32));

            byte[] sessionId = _isResuming ? PeerSessionId : SessionId;

            body = Forge.Join(Forge.Join(body, Number(sessionId.Length, 1)), sessionId);
            body = Forge.Join(body, Number(Suite, 2));

            byte[] record =
                Send(HandshakeType.ServerHello, Forge.Join(Forge.Join(body, new byte[1]), Extensions(true)), 0);

            if (_isResuming && !IsAside)
            {
                UseMasterSecret();
            }

            return record;
        }

        private byte[] Extensions(bool isAnswer)
        {
            byte[] extensions = LacksMasterSecret ? new byte[0] : Hex.Parse("00170000");

            if (isAnswer)
            {
                extensions = Forge.Join(extensions, Hex.Parse("ff01000100"));
            }
            else if (UnknownLength > 0)
            {
                // A number that nobody will ever give a meaning (RFC 8701, section 2).
                byte[] header = Forge.Join(Hex.Parse("5a5a"), Number(UnknownLength, 2));

                extensions = Forge.Join(Forge.Join(extensions, header), new byte[UnknownLength]);
            }

            if (MaxFragmentLengthCode != 0)
            {
                extensions =
                    Forge.Join(extensions, Forge.Join(Hex.Parse("00010001"), Number(MaxFragmentLengthCode, 1)));
            }

            if (Ticket != null)
            {
                extensions = Forge.Join(extensions, Forge.Join(Hex.Parse("0023"), Number(Ticket.Length, 2)));
                extensions = Forge.Join(extensions, Ticket);
            }

            if (RecordSizeLimit != 0)
            {
                extensions = Forge.Join(extensions, Forge.Join(Hex.Parse("001c0002"), Number(RecordSizeLimit, 2)));
            }

            extensions = Forge.Join(extensions, NameExtensions());
            return Forge.Join(Number(extensions.Length, 2), extensions);
        }

        private void NoteClientHello(byte[] message, int body)
        {
            // Version, random value, session ID, cookie, suites, compression methods.
            int offset = body + 34;

            PeerSessionId = Forge.Slice(message, offset + 1, message[offset]);
            offset += 1 + message[offset];
            offset += _kind == TlsTransportKind.Datagram ? 1 + message[offset] : 0;
            offset += 2 + Forge.Get(message, offset, 2);
            offset += 1 + message[offset];
            NoteExtensions(message, offset);
        }

        private void NoteServerHello(byte[] message, int body)
        {
            PeerSessionId = Forge.Slice(message, body + 35, message[body + 34]);

            // Version, random value, session ID, suite, compression method.
            NoteExtensions(message, body + 34 + 1 + message[body + 34] + 3);
        }

        private void NoteExtensions(byte[] message, int offset)
        {
            offset += 2;

            while (offset < message.Length)
            {
                int type = Forge.Get(message, offset, 2);

                if (type == 28)
                {
                    PeerRecordSizeLimit = Forge.Get(message, offset + 4, 2);
                }

                if (type == 35)
                {
                    PeerTicket = Forge.Slice(message, offset + 4, Forge.Get(message, offset + 2, 2));
                }

                NoteNameExtension(message, offset, type);
                HasPeerMaxFragmentLength |= type == 1;
                offset += 4 + Forge.Get(message, offset + 2, 2);
            }
        }
    }
}
