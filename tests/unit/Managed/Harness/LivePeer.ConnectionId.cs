//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Tests
{
    /// <content>
    /// Connection IDs (RFC 9146) and checks of a path (RFC 9853).
    /// </content>
    internal sealed partial class LivePeer
    {
        /// <summary>What this side wants to receive; <see langword="null"/> to leave the extension out.</summary>
        public byte[] ConnectionId { get; set; }

        /// <summary>What the engine wants to receive; <see langword="null"/> if it says nothing.</summary>
        public byte[] PeerConnectionId { get; private set; }

        /// <summary>Whether this side says that it answers checks of a path.</summary>
        public bool IsReturnRoutable { get; set; }

        /// <summary>Whether the engine says so.</summary>
        public bool IsPeerReturnRoutable { get; private set; }

        /// <summary>The type and content of the last check of a path that came.</summary>
        public byte[] PathRecord { get; private set; }

        private bool IsNaming
        {
            get { return ConnectionId != null && PeerConnectionId != null && PeerConnectionId.Length > 0; }
        }

        /// <summary>Makes an authentic record with a connection ID, of whatever is within.</summary>
        public byte[] WriteNamed(byte[] id, ulong sequence, byte[] inner)
        {
            NeedKeys();

            byte[] fragment = new byte[NonceLength + inner.Length + _writer.TagLength];
            byte[] nonce = Nonce(_role, 1, sequence);
            byte[] aad = NamedAad(id, nonce, inner.Length);

            Array.Copy(nonce, SaltLength, fragment, 0, NonceLength);
            Array.Copy(inner, 0, fragment, NonceLength, inner.Length);
            _writer.Seal(nonce, 0, aad, 0, aad.Length, fragment, NonceLength, inner.Length);

            byte[] header = Forge.Join(new byte[] { ContentType.Tls12ConnectionId }, Number(TlsVersion.Dtls12, 2));
            byte[] number = Forge.Slice(nonce, SaltLength, NonceLength);

            header = Forge.Join(Forge.Join(Forge.Join(header, number), id), Number(fragment.Length, 2));
            return Forge.Join(header, fragment);
        }

        /// <summary>Makes the next record with the engine's connection ID.</summary>
        public byte[] WriteNamed(byte[] inner)
        {
            return WriteNamed(PeerConnectionId, _protectedSequence++, inner);
        }

        /// <summary>Wants the connection ID that a hello of its own asks for, which a test has changed.</summary>
        public void AdoptHello(byte[] message)
        {
            int body = _kind == TlsTransportKind.Datagram
                ? RecordHeader.DtlsHandshakeLength
                : RecordHeader.TlsHandshakeLength;
            int offset = body + 34;

            offset += 1 + message[offset];

            if (_role == TlsRole.Client)
            {
                offset += _kind == TlsTransportKind.Datagram ? 1 + message[offset] : 0;
                offset += 2 + Forge.Get(message, offset, 2);
                offset += 1 + message[offset];
            }
            else
            {
                offset += 3;
            }

            ConnectionId = null;

            for (offset += 2; offset < message.Length; offset += 4 + Forge.Get(message, offset + 2, 2))
            {
                if (Forge.Get(message, offset, 2) == 0x36)
                {
                    ConnectionId = Forge.Slice(message, offset + 5, message[offset + 4]);
                }
            }
        }

        private static byte[] NamedAad(byte[] id, byte[] nonce, int count)
        {
            // RFC 9146, section 5.3.
            byte[] aad = Hex.Parse("ffffffffffffffff19");

            aad = Forge.Join(Forge.Join(aad, Number(id.Length, 1)), Hex.Parse("19fefd"));
            aad = Forge.Join(Forge.Join(aad, Forge.Slice(nonce, SaltLength, NonceLength)), id);
            return Forge.Join(aad, Number(count, 2));
        }

        private byte[] NameExtensions()
        {
            byte[] extensions = new byte[0];

            if (ConnectionId != null)
            {
                extensions = Forge.Join(Hex.Parse("0036"), Number(1 + ConnectionId.Length, 2));
                extensions = Forge.Join(Forge.Join(extensions, Number(ConnectionId.Length, 1)), ConnectionId);
            }

            return IsReturnRoutable ? Forge.Join(extensions, Hex.Parse("003d0000")) : extensions;
        }

        private void NoteNameExtension(byte[] message, int offset, int type)
        {
            if (type == 0x36)
            {
                PeerConnectionId = Forge.Slice(message, offset + 5, message[offset + 4]);
            }

            IsPeerReturnRoutable |= type == 0x3D;
        }

        private int NextTaken(byte[] input, int offset)
        {
            if (input[offset] != ContentType.Tls12ConnectionId)
            {
                return Forge.NextRecord(_kind, input, offset);
            }

            int header = RecordHeader.DtlsLength + ConnectionId.Length;

            return offset + header + Forge.Get(input, offset + header - 2, 2);
        }

        // Opens a record with this side's connection ID, and makes one of the usual kind of it.
        private byte[] Unname(byte[] record)
        {
            int header = RecordHeader.DtlsLength + ConnectionId.Length;
            int count = record.Length - header - NonceLength - _reader.TagLength;
            byte[] nonce = Nonce(_role == TlsRole.Client ? TlsRole.Server : TlsRole.Client, 1, 0);

            if (Hex.Format(ConnectionId) != Hex.Format(record, RecordHeader.ConnectionIdOffset, ConnectionId.Length))
            {
                throw new Exception();
            }

            Array.Copy(record, RecordHeader.EpochOffset, nonce, SaltLength, NonceLength);

            byte[] aad = NamedAad(ConnectionId, nonce, count);
            byte[] fragment = Forge.Slice(record, header + NonceLength, count + _reader.TagLength);

            if (!_reader.Open(nonce, 0, aad, 0, aad.Length, fragment, 0, count))
            {
                throw new Exception();
            }

            while (fragment[count - 1] == 0)
            {
                count--;
            }

            return Forge.Join(Forge.Slice(fragment, count - 1, 1), Forge.Slice(fragment, 0, count - 1));
        }
    }
}
