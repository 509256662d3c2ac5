//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Managed13.Record;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed13.Handshake
{
    /// <summary>
    /// The secrets of a 1.3 handshake (RFC 9846, section 7.1), from the pre-shared key to those that are left for
    /// tickets and exporters.
    /// </summary>
    internal sealed class KeySchedule : IDisposable
    {
        internal const int HashLength = TranscriptHash.DigestLength;

        /// <summary>The longest label that is expanded, with its prefix, in bytes: an exporter's may be longer, and is
        /// given as bytes.</summary>
        private const int IvLength = AeadCipher.NonceLength;

        // SHA-256 of nothing.
        private static readonly byte[] s_emptyHash =
        {
            0xE3, 0xB0, 0xC4, 0x42, 0x98, 0xFC, 0x1C, 0x14, 0x9A, 0xFB, 0xF4, 0xC8, 0x99, 0x6F, 0xB9, 0x24, 0x27, 0xAE,
            0x41, 0xE4, 0x64, 0x9B, 0x93, 0x4C, 0xA4, 0x95, 0x99, 0x1B, 0x78, 0x52, 0xB8, 0x55,
        };

        private readonly CipherProvider _ciphers;
        private readonly bool _isDatagram;

        // The early, handshake or main secret, whichever is the present one.
        private readonly byte[] _secret = new byte[HashLength];

        internal KeySchedule(CipherProvider ciphers, bool isDatagram)
        {
            _ciphers = ciphers;
            _isDatagram = isDatagram;
        }

        /// <summary>The client's secret of the handshake, and then of data; likewise the server's.</summary>
        internal readonly byte[] ClientTraffic = new byte[HashLength];

        /// <summary>The server's secret of the handshake, and then of data.</summary>
        internal readonly byte[] ServerTraffic = new byte[HashLength];

        /// <summary>
        /// Begins with a pre-shared key, or without one: the early secret.
        /// </summary>
        /// <param name="key">Holds the key at its beginning; <see langword="null"/> for none.</param>
        /// <param name="count">Its length, in bytes.</param>
        internal void Begin(byte[] key, int count)
        {
            byte[] zeros = new byte[HashLength];

            if (key == null)
            {
                key = zeros;
                count = HashLength;
            }

            _ciphers.ExtractKey(zeros, 0, 0, key, 0, count, _secret, 0);
        }

        /// <summary>
        /// Computes a binder (RFC 9846, section 4.2.11.2) from the early secret.
        /// </summary>
        /// <param name="label">Which kind of key it is: "ext binder", "res binder" or "imp binder".</param>
        /// <param name="digest">The transcript with the truncated hello.</param>
        /// <param name="binder">Receives the binder.</param>
        /// <param name="offset">Where it begins.</param>
        internal void ComputeBinder(string label, byte[] digest, byte[] binder, int offset)
        {
            byte[] key = new byte[HashLength];

            ExpandLabel(_secret, label, s_emptyHash, key);
            ComputeFinished(key, digest, binder, offset);
            Array.Clear(key, 0, key.Length);
        }

        /// <summary>
        /// Goes on to the handshake secret, and derives both traffic secrets.
        /// </summary>
        /// <param name="shared">What key shares have agreed, which is wiped; <see langword="null"/> for none.</param>
        /// <param name="digest">The transcript up to the ServerHello.</param>
        internal void DeriveHandshake(byte[] shared, byte[] digest)
        {
            Advance(shared);

            HmacKey key = _ciphers.CreateHmacKey(_secret, 0, HashLength);

            ExpandLabel(key, "c hs traffic", digest, ClientTraffic);
            ExpandLabel(key, "s hs traffic", digest, ServerTraffic);
            key.Dispose();
        }

        /// <summary>
        /// Goes on to the main secret, and derives both traffic secrets of data.
        /// </summary>
        /// <param name="digest">The transcript up to the server's Finished.</param>
        /// <param name="client">Receives the client's.</param>
        /// <param name="server">Receives the server's.</param>
        /// <param name="exporter">Receives the exporter's secret; <see langword="null"/> if nobody wants it.</param>
        internal void DeriveData(byte[] digest, byte[] client, byte[] server, byte[] exporter)
        {
            Advance(null);

            HmacKey key = _ciphers.CreateHmacKey(_secret, 0, HashLength);

            ExpandLabel(key, "c ap traffic", digest, client);
            ExpandLabel(key, "s ap traffic", digest, server);

            if (exporter != null)
            {
                ExpandLabel(key, "exp master", digest, exporter);
            }

            key.Dispose();
        }

        /// <summary>
        /// Derives the secret of tickets.
        /// </summary>
        /// <param name="digest">The transcript up to the client's Finished.</param>
        /// <param name="resumption">Receives it.</param>
        internal void DeriveResumption(byte[] digest, byte[] resumption)
        {
            ExpandLabel(_secret, "res master", digest, resumption);
        }

        /// <summary>
        /// Computes verify_data (RFC 9846, section 4.4.4).
        /// </summary>
        /// <param name="traffic">The traffic secret of the side whose Finished it is.</param>
        /// <param name="digest">The transcript before that Finished.</param>
        /// <param name="verifyData">Receives it.</param>
        /// <param name="offset">Where it begins.</param>
        internal void ComputeFinished(byte[] traffic, byte[] digest, byte[] verifyData, int offset)
        {
            byte[] key = new byte[HashLength];

            ExpandLabel(traffic, "finished", null, key);
            _ciphers.ComputeHmac(key, 0, HashLength, digest, 0, HashLength, verifyData, offset);
            Array.Clear(key, 0, key.Length);
        }

        /// <summary>
        /// Makes keys of a traffic secret (RFC 9846, section 7.3; RFC 9147, section 4.2.3).
        /// </summary>
        internal TrafficKeys CreateKeys(int suite, byte[] traffic, int epoch)
        {
            AeadAlgorithm algorithm = SuiteParameters.GetAlgorithm(suite);
            byte[] key = new byte[SuiteParameters.GetKeyLength(suite)];
            byte[] iv = new byte[IvLength];
            RecordNumberCipher numbers = null;
            HmacKey secret = _ciphers.CreateHmacKey(traffic, 0, HashLength);

            if (_isDatagram)
            {
                ExpandLabel(secret, "sn", null, key);
                numbers = _ciphers.CreateRecordNumberCipher(algorithm, key, 0);
            }

            ExpandLabel(secret, "iv", null, iv);
            ExpandLabel(secret, "key", null, key);
            secret.Dispose();

            AeadCipher cipher = _ciphers.CreateAead(algorithm, key, 0, key.Length);

            Array.Clear(key, 0, key.Length);
            return new TrafficKeys(epoch, cipher, iv, numbers);
        }

        /// <summary>
        /// Makes the next traffic secret of one (RFC 9846, section 7.2), in its place.
        /// </summary>
        internal void Update(byte[] traffic)
        {
            byte[] next = new byte[HashLength];

            ExpandLabel(traffic, "traffic upd", null, next);
            Array.Copy(next, 0, traffic, 0, HashLength);
            Array.Clear(next, 0, HashLength);
        }

        /// <summary>
        /// HKDF-Expand-Label (RFC 9846, section 7.1; RFC 9147, section 5.9).
        /// </summary>
        /// <param name="secret">The secret.</param>
        /// <param name="label">The label without its prefix.</param>
        /// <param name="context">The context, or <see langword="null"/>.</param>
        /// <param name="output">Receives the result, as long as it is.</param>
        internal void ExpandLabel(byte[] secret, string label, byte[] context, byte[] output)
        {
            HmacKey key = _ciphers.CreateHmacKey(secret, 0, HashLength);

            ExpandLabel(key, label, context, output);
            key.Dispose();
        }

        private void ExpandLabel(HmacKey key, string label, byte[] context, byte[] output)
        {
            byte[] bytes = new byte[label.Length];

            AsciiText.Put(label, bytes, 0);
            ExpandLabel(key, bytes, context, output, 0, output.Length);
        }

        /// <summary>
        /// HKDF-Expand-Label with a label of bytes.
        /// </summary>
        internal void ExpandLabel(byte[] secret, byte[] label, byte[] context, byte[] output, int offset, int count)
        {
            HmacKey key = _ciphers.CreateHmacKey(secret, 0, HashLength);

            ExpandLabel(key, label, context, output, offset, count);
            key.Dispose();
        }

        private void ExpandLabel(HmacKey key, byte[] label, byte[] context, byte[] output, int offset, int count)
        {
            // "dtls13" without a space: both prefixes are six bytes long (RFC 9147, section 5.9).
            string prefix = _isDatagram ? "dtls13" : "tls13 ";
            int contextLength = context == null ? 0 : context.Length;
            byte[] info = new byte[2 + 1 + prefix.Length + label.Length + 1 + contextLength];
            int at = 3 + prefix.Length;

            WireWriter.PutUInt16(info, 0, count);
            info[2] = (byte)(prefix.Length + label.Length);
            AsciiText.Put(prefix, info, 3);
            Array.Copy(label, 0, info, at, label.Length);
            at += label.Length;
            info[at] = (byte)contextLength;

            if (contextLength > 0)
            {
                Array.Copy(context, 0, info, at + 1, contextLength);
            }

            key.ExpandKey(info, 0, info.Length, output, offset, count);
        }

        /// <summary>
        /// Exports keying material (RFC 9846, section 7.5).
        /// </summary>
        internal void Export(byte[] exporter, byte[] label, byte[] context, byte[] output, int offset, int count)
        {
            byte[] derived = new byte[HashLength];
            byte[] digest = new byte[HashLength];
            byte[] name = new byte["exporter".Length];

            AsciiText.Put("exporter", name, 0);
            ExpandLabel(exporter, label, s_emptyHash, derived, 0, HashLength);

            if (context == null || context.Length == 0)
            {
                Array.Copy(s_emptyHash, 0, digest, 0, HashLength);
            }
            else
            {
                Hash(context, digest);
            }

            ExpandLabel(derived, name, digest, output, offset, count);
            Array.Clear(derived, 0, HashLength);
        }

        /// <summary>
        /// Hashes bytes.
        /// </summary>
        internal void Hash(byte[] message, byte[] digest)
        {
            TranscriptHash hash = _ciphers.CreateTranscriptHash();

            hash.Update(message, 0, message.Length);
            hash.GetDigest(digest, 0);
            hash.Dispose();
        }

        /// <summary>
        /// Extracts a key of 32 bytes from a longer or shorter one, as an importer does (RFC 9258, section 5.1).
        /// </summary>
        internal void Extract(byte[] key, int count, byte[] output)
        {
            _ciphers.ExtractKey(key, 0, 0, key, 0, count, output, 0);
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            Array.Clear(_secret, 0, HashLength);
            Array.Clear(ClientTraffic, 0, HashLength);
            Array.Clear(ServerTraffic, 0, HashLength);
        }

        private void Advance(byte[] input)
        {
            byte[] derived = new byte[HashLength];
            byte[] entropy = input == null ? new byte[HashLength] : input;

            ExpandLabel(_secret, "derived", s_emptyHash, derived);
            _ciphers.ExtractKey(derived, 0, HashLength, entropy, 0, entropy.Length, _secret, 0);
            Array.Clear(derived, 0, HashLength);
            Array.Clear(entropy, 0, entropy.Length);
        }
    }
}
