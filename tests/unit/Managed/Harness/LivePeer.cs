//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections;
using NanoTlsMan.Ciphers;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// The other side of an engine: it knows the protocol and holds the live keys, but sends whatever a test wants, in
    /// any order. It shares no protocol code with the engine: secrets, records and messages are made here from the
    /// ciphers alone.
    /// </summary>
    internal sealed partial class LivePeer
    {
        public const int WarningLevel = 1;
        public const int FatalLevel = 2;

        private const int MasterSecretLength = 48;
        private const int KeyLength = 16;
        private const int SaltLength = 4;
        private const int NonceLength = 8;

        private readonly TlsRole _role;
        private readonly TlsTransportKind _kind;
        private readonly ManagedCiphers _ciphers = new ManagedCiphers();
        private readonly TranscriptHash _transcript;
        private readonly byte[] _randoms = new byte[64];
        private readonly byte[] _master = new byte[MasterSecretLength];
        private byte[] _block;
        private AeadCipher _writer;
        private AeadCipher _reader;
        private ulong _plainSequence;
        private ulong _protectedSequence;
        private ulong _readSequence;
        private byte[] _expectedVerifyData;
        private int _nextTaken;
        private bool _peerChangedCipherSpec;

        public LivePeer(TlsRole role, TlsTransportKind kind, int seed)
        {
            _role = role;
            _kind = kind;
            _transcript = _ciphers.CreateTranscriptHash();
            new TestRandom(seed).TryFill(_randoms, role == TlsRole.Client ? 0 : 32, 32);
        }

        /// <summary>The suite that a client offers, and a server chooses.</summary>
        public int Suite { get; set; } = TlsCipherSuite.PskWithAes128Ccm8;

        /// <summary>The key that this side has.</summary>
        public byte[] Key { get; set; } = Psk.Key;

        /// <summary>The first four bytes of this side's random value, which are the time for many clients, and the same
        /// after each start for one without a clock.</summary>
        public int RandomTime
        {
            set { Array.Copy(Number(value, 4), 0, _randoms, _role == TlsRole.Client ? 0 : 32, 4); }
        }

        /// <summary>The identity that a client says it is.</summary>
        public byte[] Identity { get; set; } = Psk.Identity;

        /// <summary>Whether all records in the clear have the number 0, as those of some devices.</summary>
        public bool RepeatsRecordNumbers { get; set; }

        /// <summary>The message_seq of the next message.</summary>
        public int NextSent { get; set; }

        /// <summary>The least epoch of handshake messages, so that each can be sent protected.</summary>
        public int LeastEpoch { get; set; }

        /// <summary>Whether messages are sent beside the handshake: they count neither for the numbers nor for the
        /// transcript.</summary>
        public bool IsAside { get; set; }

        public TlsAlert LastAlert { get; private set; } = TlsAlert.None;

        public int LastAlertLevel { get; private set; }

        public int AlertCount { get; private set; }

        private AeadAlgorithm Algorithm
        {
            get
            {
                switch (Suite)
                {
                    case TlsCipherSuite.PskWithAes128Ccm:
                        return AeadAlgorithm.Aes128Ccm;
                    case TlsCipherSuite.PskWithAes128GcmSha256:
                        return AeadAlgorithm.Aes128Gcm;
                    default:
                        return AeadAlgorithm.Aes128Ccm8;
                }
            }
        }

        /// <summary>Whether the engine's Finished came and was right.</summary>
        public bool IsVerified { get; private set; }

        /// <summary>Application data that came.</summary>
        public ArrayList Inbox { get; } = new ArrayList();

        public byte[] ServerKeyExchange(byte[] hint)
        {
            return Send(HandshakeType.ServerKeyExchange, Forge.Join(Number(hint.Length, 2), hint), 0);
        }

        public byte[] ServerHelloDone()
        {
            return Send(HandshakeType.ServerHelloDone, new byte[0], 0);
        }

        public byte[] ClientKeyExchange()
        {
            byte[] record = Send(HandshakeType.ClientKeyExchange, Forge.Join(Number(Identity.Length, 2), Identity), 0);

            if (!IsAside && _role == TlsRole.Client && !_isResuming)
            {
                DeriveKeys();
            }

            return record;
        }

        public byte[] ChangeCipherSpec()
        {
            return Write(ContentType.ChangeCipherSpec, 0, new byte[] { 1 });
        }

        /// <summary>Sends Finished for what was said so far, in an epoch of the test's choice.</summary>
        public byte[] Finished(int epoch)
        {
            return Send(HandshakeType.Finished, VerifyData(_role), epoch);
        }

        public byte[] Data(byte[] data)
        {
            return Write(ContentType.ApplicationData, 1, data);
        }

        /// <summary>Computes what Finished has to say after what was said so far.</summary>
        public byte[] VerifyData(TlsRole role)
        {
            byte[] digest = new byte[TranscriptHash.DigestLength];
            byte[] verifyData = new byte[12];

            NeedKeys();
            _transcript.GetDigest(digest, 0);
            _ciphers.ComputePrf(
                _master,
                0,
                MasterSecretLength,
                Hex.FromText(role == TlsRole.Client ? "client finished" : "server finished"),
                digest,
                0,
                digest.Length,
                verifyData,
                0,
                verifyData.Length);
            return verifyData;
        }

        /// <summary>Sends a handshake message with the next message_seq, and counts it into the transcript.</summary>
        public byte[] Send(int type, byte[] body, int epoch)
        {
            byte[] message = Forge.Message(_kind, type, NextSent, body);

            epoch = epoch < LeastEpoch ? LeastEpoch : epoch;

            if (epoch == 1)
            {
                NeedKeys();
            }

            if (!IsAside)
            {
                NextSent++;
                _transcript.Update(message, 0, message.Length);
            }

            return Write(ContentType.Handshake, epoch, message);
        }

        /// <summary>Makes the next record of an epoch.</summary>
        public byte[] Write(int type, int epoch, byte[] content)
        {
            ulong sequence = epoch != 0 ? _protectedSequence++ : RepeatsRecordNumbers ? 0 : _plainSequence++;

            return Write(type, epoch, sequence, content);
        }

        /// <summary>Makes a record of any number; in epoch 1 it is authentic.</summary>
        public byte[] Write(int type, int epoch, ulong sequence, byte[] content)
        {
            if (epoch == 0)
            {
                return Forge.Record(_kind, type, 0, sequence, content);
            }

            if (IsNaming)
            {
                return WriteNamed(PeerConnectionId, sequence, Forge.Join(content, new byte[] { (byte)type }));
            }

            NeedKeys();

            byte[] fragment = new byte[NonceLength + content.Length + _writer.TagLength];
            byte[] nonce = Nonce(_role, epoch, sequence);
            byte[] aad = Aad(type, nonce, content.Length);

            Array.Copy(nonce, SaltLength, fragment, 0, NonceLength);
            Array.Copy(content, 0, fragment, NonceLength, content.Length);
            _writer.Seal(nonce, 0, aad, 0, aad.Length, fragment, NonceLength, content.Length);
            return Forge.Record(_kind, type, epoch, sequence, fragment);
        }

        /// <summary>Takes what the engine sent: a datagram, or whole records of the stream.</summary>
        public void Take(byte[] input)
        {
            int offset = 0;

            while (offset < input.Length)
            {
                int end = NextTaken(input, offset);

                TakeRecord(Forge.Slice(input, offset, end - offset));
                offset = end;
            }
        }

        /// <summary>Derives the keys for what was said so far, as a ClientKeyExchange does.</summary>
        public void DeriveKeys()
        {
            byte[] premaster = new byte[4 + 2 * Key.Length];
            byte[] digest = new byte[TranscriptHash.DigestLength];

            Forge.Put(premaster, 0, 2, Key.Length);
            Forge.Put(premaster, 2 + Key.Length, 2, Key.Length);
            Array.Copy(Key, 0, premaster, 4 + Key.Length, Key.Length);
            _transcript.GetDigest(digest, 0);
            _ciphers.ComputePrf(
                premaster, 0, premaster.Length, Hex.FromText("extended master secret"), digest, 0, digest.Length,
                _master, 0, MasterSecretLength);

            UseMasterSecret();
        }

        /// <summary>Derives the keys from the master secret and the random values.</summary>
        public void UseMasterSecret()
        {
            byte[] seed = new byte[64];

            Array.Copy(_randoms, 32, seed, 0, 32);
            Array.Copy(_randoms, 0, seed, 32, 32);
            _block = new byte[2 * (KeyLength + SaltLength)];
            _ciphers.ComputePrf(
                _master, 0, MasterSecretLength, Hex.FromText("key expansion"), seed, 0, seed.Length, _block, 0,
                _block.Length);
            _writer = _ciphers.CreateAead(Algorithm, _block, _role == TlsRole.Client ? 0 : KeyLength, KeyLength);
            _reader = _ciphers.CreateAead(Algorithm, _block, _role == TlsRole.Client ? KeyLength : 0, KeyLength);
        }

        private static byte[] Number(int value, int count)
        {
            byte[] number = new byte[count];

            Forge.Put(number, 0, count, value);
            return number;
        }

        private void NeedKeys()
        {
            if (_writer != null)
            {
                return;
            }

            if (_isResuming)
            {
                UseMasterSecret();
            }
            else
            {
                DeriveKeys();
            }
        }

        private byte[] Nonce(TlsRole writer, int epoch, ulong sequence)
        {
            byte[] nonce = new byte[SaltLength + NonceLength];

            Array.Copy(_block, 2 * KeyLength + (writer == TlsRole.Client ? 0 : SaltLength), nonce, 0, SaltLength);
            Forge.PutNumber(nonce, SaltLength, _kind == TlsTransportKind.Datagram ? epoch : 0, sequence);
            return nonce;
        }

        private byte[] Aad(int type, byte[] nonce, int count)
        {
            byte[] aad = new byte[13];

            Array.Copy(nonce, SaltLength, aad, 0, 8);
            aad[8] = (byte)type;
            Forge.Put(aad, 9, 2, _kind == TlsTransportKind.Datagram ? TlsVersion.Dtls12 : TlsVersion.Tls12);
            Forge.Put(aad, 11, 2, count);
            return aad;
        }

        private void TakeRecord(byte[] record)
        {
            int header = _kind == TlsTransportKind.Datagram ? RecordHeader.DtlsLength : RecordHeader.TlsLength;
            bool isProtected = _kind == TlsTransportKind.Datagram
                ? Forge.Get(record, 3, 2) == 1
                : _peerChangedCipherSpec;
            byte[] content = Forge.Slice(record, header, record.Length - header);
            int type = record[0];

            if (type == ContentType.Tls12ConnectionId)
            {
                content = Unname(record);
                type = content[0];
                content = Forge.Slice(content, 1, content.Length - 1);
            }
            else if (isProtected)
            {
                content = Open(record, header);
            }

            switch (type)
            {
                case ContentType.Handshake:
                    TakeMessage(content);
                    break;
                case ContentType.ChangeCipherSpec:
                    _peerChangedCipherSpec = true;
                    break;
                case ContentType.Alert:
                    AlertCount++;
                    LastAlertLevel = content[0];
                    LastAlert = (TlsAlert)content[1];
                    break;
                case ContentType.ReturnRoutabilityCheck:
                    PathRecord = content;
                    break;
                default:
                    Inbox.Add(content);
                    break;
            }
        }

        private byte[] Open(byte[] record, int header)
        {
            NeedKeys();

            int count = record.Length - header - NonceLength - _reader.TagLength;
            byte[] nonce = Nonce(_role == TlsRole.Client ? TlsRole.Server : TlsRole.Client, 1, _readSequence++);

            // Over datagrams the number is in the header.
            if (_kind == TlsTransportKind.Datagram)
            {
                Array.Copy(record, 3, nonce, SaltLength, NonceLength);
            }

            byte[] aad = Aad(record[0], nonce, count);

            // The explicit nonce is the sender's to choose (RFC 6655, section 3); most take the number.
            Array.Copy(record, header, nonce, SaltLength, NonceLength);

            byte[] fragment = Forge.Slice(record, header + NonceLength, count + _reader.TagLength);

            if (!_reader.Open(nonce, 0, aad, 0, aad.Length, fragment, 0, count))
            {
                throw new Exception();
            }

            return Forge.Slice(fragment, 0, count);
        }

        private void TakeMessage(byte[] message)
        {
            int header = _kind == TlsTransportKind.Datagram
                ? RecordHeader.DtlsHandshakeLength
                : RecordHeader.TlsHandshakeLength;

            if (_kind == TlsTransportKind.Datagram && message[0] != HandshakeType.HelloVerifyRequest)
            {
                int sequence = Forge.Get(message, 4, 2);

                // A flight that is sent again counts once.
                if (sequence < _nextTaken)
                {
                    return;
                }

                _nextTaken = sequence + 1;
            }

            switch (message[0])
            {
                case HandshakeType.HelloVerifyRequest:
                    Cookie = Forge.Slice(message, header + 3, message[header + 2]);
                    return;
                case HandshakeType.ClientHello:
                    // The last one counts, from its own beginning (RFC 6347, section 4.2.1).
                    _transcript.Reset();
                    Array.Copy(message, header + 2, _randoms, 0, 32);
                    NoteClientHello(message, header);
                    break;
                case HandshakeType.ServerHello:
                    Array.Copy(message, header + 2, _randoms, 32, 32);
                    NoteServerHello(message, header);

                    if (_isResuming)
                    {
                        UseMasterSecret();
                    }

                    break;
                case HandshakeType.NewSessionTicket:
                    NewTicket = Forge.Slice(message, header + 6, message.Length - header - 6);
                    break;
                case HandshakeType.Finished:
                    if (_expectedVerifyData == null)
                    {
                        _expectedVerifyData = VerifyData(_role == TlsRole.Client ? TlsRole.Server : TlsRole.Client);
                    }

                    IsVerified = Hex.Format(_expectedVerifyData) == Hex.Format(message, header, 12);
                    break;
                default:
                    break;
            }

            _transcript.Update(message, 0, message.Length);

            if (message[0] == HandshakeType.ClientKeyExchange)
            {
                DeriveKeys();
            }
        }
    }
}
