//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Managed.Messages;
using NanoTlsMan.Managed.Record;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed.Handshake
{
    /// <summary>
    /// The secrets of a 1.2 handshake: premaster secret (RFC 4279, section 2, of a pre-shared key), master secret (RFC
    /// 7627, section 4, or RFC 5246, section 8.1), keys (RFC 5246, section 6.3) and verify_data (section 7.4.9).
    /// </summary>
    internal sealed class KeySchedule : IDisposable
    {
        internal const int MasterSecretLength = 48;

        private const int HashBlock = 64;

        // "master secret"
        private static readonly byte[] s_masterSecret =
            { 0x6D, 0x61, 0x73, 0x74, 0x65, 0x72, 0x20, 0x73, 0x65, 0x63, 0x72, 0x65, 0x74 };

        // "extended master secret"
        private static readonly byte[] s_extendedMasterSecret =
        {
            0x65, 0x78, 0x74, 0x65, 0x6E, 0x64, 0x65, 0x64, 0x20, 0x6D, 0x61, 0x73, 0x74, 0x65, 0x72, 0x20, 0x73, 0x65,
            0x63, 0x72, 0x65, 0x74,
        };

        // "key expansion"
        private static readonly byte[] s_keyExpansion =
            { 0x6B, 0x65, 0x79, 0x20, 0x65, 0x78, 0x70, 0x61, 0x6E, 0x73, 0x69, 0x6F, 0x6E };

        // "client finished"
        private static readonly byte[] s_clientFinished =
            { 0x63, 0x6C, 0x69, 0x65, 0x6E, 0x74, 0x20, 0x66, 0x69, 0x6E, 0x69, 0x73, 0x68, 0x65, 0x64 };

        // "server finished"
        private static readonly byte[] s_serverFinished =
            { 0x73, 0x65, 0x72, 0x76, 0x65, 0x72, 0x20, 0x66, 0x69, 0x6E, 0x69, 0x73, 0x68, 0x65, 0x64 };

        private readonly CipherProvider _ciphers;
        private readonly byte[] _master = new byte[MasterSecretLength];
        private byte[] _keyBlock;

        // The master secret as HMAC uses it: for the keys and for both Finished.
        private HmacKey _key;

        internal KeySchedule(CipherProvider ciphers)
        {
            _ciphers = ciphers;
        }

        /// <summary>
        /// Gets the master secret.
        /// </summary>
        internal byte[] MasterSecret
        {
            get { return _master; }
        }

        /// <summary>
        /// Gets the key block.
        /// </summary>
        internal byte[] KeyBlock
        {
            get { return _keyBlock; }
        }

        /// <summary>
        /// Derives the master secret of a pre-shared key.
        /// </summary>
        /// <param name="shared">What key shares have agreed (RFC 5489, section 2); <see langword="null"/> where there
        /// are none. It is wiped.</param>
        /// <param name="key">Holds the pre-shared key at its beginning; it is wiped.</param>
        /// <param name="keyCount">The key's length, in bytes.</param>
        /// <param name="longestKey">The length of the longest key that it might have been, in bytes: it takes as long
        /// as with that one.</param>
        /// <param name="transcript">Everything up to and including the ClientKeyExchange.</param>
        /// <param name="randoms">The client's and the server's random value.</param>
        /// <param name="isExtended">Whether both sides support extended_master_secret.</param>
        internal void DeriveMasterSecret(
            byte[] shared, byte[] key, int keyCount, int longestKey, TranscriptHash transcript, byte[] randoms,
            bool isExtended)
        {
            // RFC 4279, section 2: for plain PSK other_secret is as many zeros as the key is long.
            int other = shared == null ? keyCount : shared.Length;
            byte[] premaster = new byte[4 + other + keyCount];

            WireWriter.PutUInt16(premaster, 0, other);
            WireWriter.PutUInt16(premaster, 2 + other, keyCount);
            Array.Copy(key, 0, premaster, 4 + other, keyCount);
            Bytes.Wipe(key);

            if (shared != null)
            {
                Array.Copy(shared, 0, premaster, 2, other);
                Array.Clear(shared, 0, other);
            }

            int longest = 4 + longestKey + (shared == null ? longestKey : other);

            DeriveMasterSecret(premaster, Shorten(premaster, longest), transcript, randoms, isExtended);
        }

        /// <summary>
        /// Derives the master secret.
        /// </summary>
        /// <param name="premaster">Holds the premaster secret at its beginning; it is wiped.</param>
        /// <param name="count">Its length, in bytes.</param>
        /// <param name="transcript">Everything up to and including the ClientKeyExchange.</param>
        /// <param name="randoms">The client's and the server's random value.</param>
        /// <param name="isExtended">Whether both sides support extended_master_secret.</param>
        internal void DeriveMasterSecret(
            byte[] premaster, int count, TranscriptHash transcript, byte[] randoms, bool isExtended)
        {
            if (isExtended)
            {
                byte[] sessionHash = new byte[TranscriptHash.DigestLength];

                transcript.GetDigest(sessionHash, 0);
                _ciphers.ComputePrf(
                    premaster, 0, count, s_extendedMasterSecret, sessionHash, 0, sessionHash.Length, _master, 0,
                    MasterSecretLength);
            }
            else
            {
                _ciphers.ComputePrf(
                    premaster, 0, count, s_masterSecret, randoms, 0, randoms.Length, _master, 0, MasterSecretLength);
            }

            Bytes.Wipe(premaster);
            KeepKey();
        }

        /// <summary>
        /// Takes the master secret of a session that is resumed.
        /// </summary>
        internal void SetMasterSecret(byte[] masterSecret)
        {
            Array.Copy(masterSecret, 0, _master, 0, MasterSecretLength);
            KeepKey();
        }

        /// <summary>
        /// Derives the keys and gives them to the record layer.
        /// </summary>
        /// <param name="randoms">The client's and the server's random value.</param>
        /// <param name="suite">The cipher suite.</param>
        /// <param name="role">Tells which keys are for writing.</param>
        /// <param name="records">Receives the keys.</param>
        internal void DeriveKeys(byte[] randoms, int suite, TlsRole role, RecordLayer12 records)
        {
            byte[] seed = new byte[randoms.Length];

            _keyBlock = new byte[SuiteParameters.GetBlockLength(suite)];

            // For the key block the server's random value comes first (RFC 5246, section 6.3).
            Array.Copy(randoms, ClientHelloView.RandomLength, seed, 0, ClientHelloView.RandomLength);
            Array.Copy(randoms, 0, seed, ClientHelloView.RandomLength, ClientHelloView.RandomLength);
            _key.ComputePrf(s_keyExpansion, seed, 0, seed.Length, _keyBlock, 0, _keyBlock.Length);
            SetKeys(_ciphers, _keyBlock, suite, role, records);
        }

        /// <summary>
        /// Gives the keys of a key block to the record layer.
        /// </summary>
        /// <param name="ciphers">Makes the ciphers.</param>
        /// <param name="block">The key block.</param>
        /// <param name="suite">The cipher suite.</param>
        /// <param name="role">Tells which keys are for writing.</param>
        /// <param name="records">Receives the keys.</param>
        internal static void SetKeys(
            CipherProvider ciphers, byte[] block, int suite, TlsRole role, RecordLayer12 records)
        {
            int keyLength = SuiteParameters.GetKeyLength(suite);
            int salt = (block.Length - 2 * keyLength) / 2;
            RecordProtection client = CreateProtection(ciphers, block, suite, 0, 2 * keyLength);
            RecordProtection server = CreateProtection(ciphers, block, suite, keyLength, 2 * keyLength + salt);

            if (role == TlsRole.Client)
            {
                records.SetKeys(server, client);
            }
            else
            {
                records.SetKeys(client, server);
            }
        }

        private static RecordProtection CreateProtection(
            CipherProvider ciphers, byte[] block, int suite, int key, int salt)
        {
            AeadCipher cipher = ciphers.CreateAead(
                SuiteParameters.GetAlgorithm(suite), block, key, SuiteParameters.GetKeyLength(suite));

            if (SuiteParameters.HasImplicitNonce(suite))
            {
                return new ImplicitNonceProtection(cipher, block, salt);
            }

            return new RecordProtection(cipher, block, salt);
        }

        /// <summary>
        /// Computes verify_data.
        /// </summary>
        /// <param name="role">The side whose Finished it is.</param>
        /// <param name="transcript">Everything before that Finished.</param>
        /// <returns>The 12 bytes.</returns>
        internal byte[] ComputeVerifyData(TlsRole role, TranscriptHash transcript)
        {
            byte[] digest = new byte[TranscriptHash.DigestLength];
            byte[] verifyData = new byte[Finished.VerifyDataLength];

            transcript.GetDigest(digest, 0);
            _key.ComputePrf(
                role == TlsRole.Client ? s_clientFinished : s_serverFinished,
                digest, 0, digest.Length, verifyData, 0, verifyData.Length);
            return verifyData;
        }

        private void KeepKey()
        {
            if (_key != null)
            {
                _key.Dispose();
            }

            _key = _ciphers.CreateHmacKey(_master, 0, MasterSecretLength);
        }

        private static int CountHashBlocks(int count)
        {
            // SHA-256 adds a byte and the length, of 8 bytes (FIPS 180-4, section 5.1.1).
            return count <= HashBlock ? 0 : (count + 9 + HashBlock - 1) / HashBlock;
        }

        /// <summary>
        /// Hashes a premaster secret that is longer than a block, as HMAC would (RFC 2104, section 2). A shorter one,
        /// where a longer is possible, takes the same number of blocks: otherwise the time would tell the length of the
        /// key, and so whether an identity is known.
        /// </summary>
        /// <returns>The length of what is left at the beginning.</returns>
        private int Shorten(byte[] premaster, int longest)
        {
            int blocks = CountHashBlocks(premaster.Length);
            int idle = CountHashBlocks(longest) - blocks;
            int count = premaster.Length;

            if (blocks == 0 && idle <= 0)
            {
                return count;
            }

            byte[] digest = new byte[TranscriptHash.DigestLength];
            TranscriptHash hash = _ciphers.CreateTranscriptHash();

            if (blocks > 0)
            {
                hash.Update(premaster, 0, count);
                hash.GetDigest(digest, 0);
                Array.Clear(premaster, 0, count);
                Array.Copy(digest, 0, premaster, 0, digest.Length);
                count = digest.Length;
            }

            if (idle > 0)
            {
                // One block is what the padding takes alone.
                hash.Reset();
                hash.Update(new byte[(idle - 1) * HashBlock], 0, (idle - 1) * HashBlock);
                hash.GetDigest(digest, 0);
            }

            Bytes.Wipe(digest);
            hash.Dispose();
            return count;
        }

        /// <summary>
        /// Wipes the secrets.
        /// </summary>
        public void Dispose()
        {
            Array.Clear(_master, 0, MasterSecretLength);
            Bytes.Wipe(_keyBlock);

            if (_key != null)
            {
                _key.Dispose();
                _key = null;
            }
        }
    }
}
