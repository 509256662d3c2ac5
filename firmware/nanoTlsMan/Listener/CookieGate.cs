//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Wire;

namespace NanoTlsMan
{
    /// <summary>
    /// Makes and checks the cookies of the HelloVerifyRequest (RFC 6347, section 4.2.1), so that a server keeps no
    /// state and computes no handshake for a peer that cannot receive at its address.
    /// </summary>
    /// <remarks>
    /// A cookie is the first 16 bytes of HMAC(secret, peer address | SHA-256(what the ClientHello says up to its
    /// compression methods)). The secret is renewed every <see cref="SecretLifetime"/>; its predecessor is still
    /// accepted for as long again. One gate serves all socks of a manager, whose threads take turns.
    /// </remarks>
    public sealed class CookieGate
    {
        /// <summary>
        /// Length of a cookie, in bytes.
        /// </summary>
        public const int CookieLength = 16;

        /// <summary>
        /// How long a secret is in use, in milliseconds.
        /// </summary>
        public const int SecretLifetime = 60000;

        private const int SecretLength = 32;

        // The longest reply, a HelloRetryRequest that names a group and has a cookie.
        internal const int MaxReplyLength = 160;

        private const int ReplyLength = RecordHeader.DtlsLength + RecordHeader.DtlsHandshakeLength + 3 + CookieLength;

        private readonly CipherProvider _ciphers;
        private readonly RandomSource _random;
        private readonly TranscriptHash _hash;
        private readonly byte[] _message = new byte[PeerAddress.Size + TranscriptHash.DigestLength];
        private readonly byte[] _mac = new byte[TranscriptHash.DigestLength];

        // The secret and its predecessor, as HMAC uses them: a stranger's hello does not pay for them again.
        private HmacKey _current;
        private HmacKey _previous;
        private int _renewed;

        /// <summary>
        /// Initializes a new instance of the <see cref="CookieGate"/> class.
        /// </summary>
        /// <param name="ciphers">Computes the cookies.</param>
        /// <param name="random">Makes the secrets.</param>
        public CookieGate(CipherProvider ciphers, RandomSource random)
        {
            _ciphers = ciphers;
            _random = random;
            _hash = ciphers.CreateTranscriptHash();
        }

        /// <summary>Gets what computes the cookies.</summary>
        internal CipherProvider Ciphers
        {
            get { return _ciphers; }
        }

        /// <summary>Gets what makes the secrets.</summary>
        internal RandomSource Random
        {
            get { return _random; }
        }

        /// <summary>
        /// Tells whether a ClientHello brings a valid cookie.
        /// </summary>
        /// <param name="hello">The ClientHello.</param>
        /// <param name="peer">The sender's address.</param>
        /// <param name="now">The time, in wrapping milliseconds.</param>
        /// <returns><see langword="true"/> if the peer has shown that it receives at its address; otherwise,
        /// <see langword="false"/>.</returns>
        public bool IsProven(ClientHelloView hello, byte[] peer, int now)
        {
            lock (_message)
            {
                if (hello.CookieLength != CookieLength || !RenewSecret(now))
                {
                    return false;
                }

                PrepareMessage(hello, peer);
                return Matches(hello.Buffer, hello.CookieOffset, _current)
                    || (_previous != null && Matches(hello.Buffer, hello.CookieOffset, _previous));
            }
        }

        /// <summary>
        /// Writes a HelloVerifyRequest. It is never longer than the ClientHello that it answers.
        /// </summary>
        /// <param name="hello">The ClientHello.</param>
        /// <param name="record">Where, in the ClientHello's buffer, its record begins.</param>
        /// <param name="peer">The sender's address.</param>
        /// <param name="reply">Receives the datagram; 44 bytes are needed.</param>
        /// <param name="now">The time, in wrapping milliseconds.</param>
        /// <returns>The datagram's length, in bytes; 0 if the random source fails, for then there is no
        /// secret.</returns>
        public int WriteHelloVerifyRequest(ClientHelloView hello, int record, byte[] peer, byte[] reply, int now)
        {
            const int Handshake = RecordHeader.DtlsLength;
            const int Body = Handshake + RecordHeader.DtlsHandshakeLength;
            byte[] request = hello.Buffer;

            lock (_message)
            {
                if (!RenewSecret(now))
                {
                    return 0;
                }

                PrepareMessage(hello, peer);
                ComputeMac(_current);
                Array.Copy(_mac, 0, reply, Body + 3, CookieLength);
            }

            // The version is 1.0 whatever will be agreed (RFC 6347, section 4.2.1). The record's sequence number and
            // the message_seq are those of the ClientHello, so that a server without state never uses a number twice
            // for one handshake.
            reply[0] = ContentType.Handshake;
            WireWriter.PutUInt16(reply, 1, TlsVersion.Dtls10);
            Array.Copy(request, record + 3, reply, 3, 8);
            WireWriter.PutUInt16(reply, 11, ReplyLength - RecordHeader.DtlsLength);

            reply[Handshake] = HandshakeType.HelloVerifyRequest;
            WireWriter.PutUInt24(reply, Handshake + 1, 3 + CookieLength);
            Array.Copy(request, record + Handshake + 4, reply, Handshake + 4, 2);
            WireWriter.PutUInt24(reply, Handshake + 6, 0);
            WireWriter.PutUInt24(reply, Handshake + 9, 3 + CookieLength);
            WireWriter.PutUInt16(reply, Body, TlsVersion.Dtls10);
            reply[Body + 2] = CookieLength;
            return ReplyLength;
        }

        /// <summary>
        /// Seals what a cookie of version 1.3 says: a code of <see cref="CookieLength"/> bytes, bound to a peer's
        /// address, is written behind it.
        /// </summary>
        /// <param name="content">Holds what is said. It begins with a byte that no hello begins with, so that no cookie
        /// of 1.2 is one of 1.3.</param>
        /// <param name="offset">Where that begins.</param>
        /// <param name="count">Its length, in bytes.</param>
        /// <param name="peer">The peer's address.</param>
        /// <param name="now">The time, in wrapping milliseconds.</param>
        /// <returns><see langword="false"/> if the random source fails, for then there is no secret; otherwise,
        /// <see langword="true"/>.</returns>
        public bool Seal(byte[] content, int offset, int count, byte[] peer, int now)
        {
            lock (_message)
            {
                if (!RenewSecret(now))
                {
                    return false;
                }

                PrepareMessage(content, offset, count, peer);
                ComputeMac(_current);
                Array.Copy(_mac, 0, content, offset + count, CookieLength);
                return true;
            }
        }

        /// <summary>
        /// Tells whether what a cookie of version 1.3 says was sealed here, for the same peer and not long ago.
        /// </summary>
        /// <param name="content">Holds what is said, and behind it the code.</param>
        /// <param name="offset">Where that begins.</param>
        /// <param name="count">Its length without the code, in bytes.</param>
        /// <param name="peer">The peer's address.</param>
        /// <param name="now">The time, in wrapping milliseconds.</param>
        /// <returns><see langword="true"/> if it was; otherwise, <see langword="false"/>.</returns>
        public bool IsSealed(byte[] content, int offset, int count, byte[] peer, int now)
        {
            lock (_message)
            {
                if (!RenewSecret(now))
                {
                    return false;
                }

                PrepareMessage(content, offset, count, peer);
                return Matches(content, offset + count, _current)
                    || (_previous != null && Matches(content, offset + count, _previous));
            }
        }

        private bool Matches(byte[] buffer, int offset, HmacKey secret)
        {
            ComputeMac(secret);
            return ConstantTime.AreEqual(_mac, 0, buffer, offset, CookieLength);
        }

        private void ComputeMac(HmacKey secret)
        {
            secret.ComputeMac(_message, 0, _message.Length, _mac, 0);
        }

        private void PrepareMessage(ClientHelloView hello, byte[] peer)
        {
            // All parameters but the cookie and the extensions, which a client may change between its two hellos (RFC
            // 6347, section 4.2.1).
            _hash.Reset();
            _hash.Update(hello.Buffer, hello.Offset, hello.SessionIdOffset + hello.SessionIdLength - hello.Offset);
            _hash.Update(
                hello.Buffer, hello.SuitesOffset - 2, hello.CompressionOffset
                + hello.CompressionLength - hello.SuitesOffset + 2);
            Array.Copy(peer, 0, _message, 0, PeerAddress.Size);
            _hash.GetDigest(_message, PeerAddress.Size);
        }

        private void PrepareMessage(byte[] content, int offset, int count, byte[] peer)
        {
            _hash.Reset();
            _hash.Update(content, offset, count);
            Array.Copy(peer, 0, _message, 0, PeerAddress.Size);
            _hash.GetDigest(_message, PeerAddress.Size);
        }

        private bool RenewSecret(int now)
        {
            // Nobody may have called for a long time, so what counts is how old the secret is: a time in the future
            // would be taken for the past then.
            uint age = Time32.Since(_renewed, now);

            if (_current != null && age < SecretLifetime)
            {
                return true;
            }

            byte[] secret = new byte[SecretLength];
            HmacKey next = null;

            if (_random.TryFill(secret, 0, SecretLength))
            {
                next = _ciphers.CreateHmacKey(secret, 0, SecretLength);
            }

            Bytes.Wipe(secret);
            Discard(_previous);

            // A secret that nobody used for two lifetimes is not a predecessor any more, and without a successor it is
            // none either.
            if (next == null || age >= 2 * SecretLifetime)
            {
                Discard(_current);
                _current = null;
            }

            _previous = _current;
            _current = next;
            _renewed = now;
            return next != null;
        }

        private static void Discard(HmacKey secret)
        {
            if (secret != null)
            {
                secret.Dispose();
            }
        }
    }
}
