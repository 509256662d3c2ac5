//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Wire;

namespace NanoTlsMan
{
    /// <summary>
    /// Secrets sealed under a key of the application's: a header in the clear, which the seal covers, and the rest
    /// encrypted by an AEAD cipher (RFC 5116) with a nonce of its own.
    /// </summary>
    internal static class SealedBlob
    {
        /// <summary>Length of the application's key, in bytes.</summary>
        internal const int KeyLength = 16;

        /// <summary>An open session.</summary>
        internal const int Session = 1;

        /// <summary>What a client's next handshake resumes.</summary>
        internal const int Resumption = 2;

        // "TM", version, type, algorithm, generation, peer's address, nonce.
        private const int Magic = 0x544D;
        private const int Version = 1;
        private const int VersionOffset = 2;
        private const int TypeOffset = 3;
        private const int AlgorithmOffset = 4;
        private const int GenerationOffset = 5;
        private const int AddressOffset = 9;
        private const int NonceOffset = AddressOffset + PeerAddress.Size;
        private const int HeaderLength = NonceOffset + AeadCipher.NonceLength;
        private const int TagLength = 16;

        // A random source gives no fewer bytes than can be checked.
        private const int RandomLength = 16;

        /// <summary>
        /// Checks a key.
        /// </summary>
        /// <exception cref="ArgumentNullException">There is none.</exception>
        /// <exception cref="ArgumentOutOfRangeException">It is not 16 bytes long.</exception>
        internal static void CheckKey(byte[] key)
        {
            if (key == null)
            {
                throw new ArgumentNullException();
            }

            if (key.Length != KeyLength)
            {
                throw new ArgumentOutOfRangeException();
            }
        }

        /// <summary>
        /// Seals.
        /// </summary>
        /// <param name="man">Has ciphers and randomness.</param>
        /// <param name="key">The application's key.</param>
        /// <param name="type">What it is.</param>
        /// <param name="generation">Which of the states under its name it is.</param>
        /// <param name="address">The peer's address; <see langword="null"/> for none.</param>
        /// <param name="content">The content; it is wiped.</param>
        /// <returns>The blob; <see langword="null"/> if there is no randomness or no cipher for it.</returns>
        internal static byte[] Seal(
            TlsMan man, byte[] key, int type, int generation, byte[] address, byte[] content)
        {
            int algorithm = SelectAlgorithm(man.Ciphers);
            byte[] random = new byte[RandomLength];
            byte[] blob = null;

            if (algorithm >= 0 && man.Random.TryFill(random, 0, RandomLength))
            {
                blob = new byte[HeaderLength + content.Length + TagLength];
                WireWriter.PutUInt16(blob, 0, Magic);
                blob[VersionOffset] = Version;
                blob[TypeOffset] = (byte)type;
                blob[AlgorithmOffset] = (byte)algorithm;
                WireWriter.PutUInt32(blob, GenerationOffset, generation);

                if (address != null)
                {
                    Array.Copy(address, 0, blob, AddressOffset, PeerAddress.Size);
                }

                Array.Copy(random, 0, blob, NonceOffset, AeadCipher.NonceLength);
                Array.Copy(content, 0, blob, HeaderLength, content.Length);

                AeadCipher cipher = man.Ciphers.CreateAead((AeadAlgorithm)algorithm, key, 0, KeyLength);

                cipher.Seal(blob, NonceOffset, blob, 0, HeaderLength, blob, HeaderLength, content.Length);
                cipher.Dispose();
            }

            Bytes.Wipe(content);
            return blob;
        }

        /// <summary>
        /// Opens.
        /// </summary>
        /// <param name="man">Has ciphers.</param>
        /// <param name="key">The application's key.</param>
        /// <param name="type">What it has to be.</param>
        /// <param name="blob">The blob, which stays as it is.</param>
        /// <returns>The content, which the caller wipes; <see langword="null"/> if it is damaged, or of another key or
        /// type.</returns>
        internal static byte[] Open(TlsMan man, byte[] key, int type, byte[] blob)
        {
            int count = blob.Length - HeaderLength - TagLength;

            if (count < 0 || WireReader.GetUInt16(blob, 0) != Magic || blob[VersionOffset] != Version
                || blob[TypeOffset] != type || blob[AlgorithmOffset] > (int)AeadAlgorithm.Aes128Gcm
                || blob[AlgorithmOffset] == (int)AeadAlgorithm.Aes128Ccm8
                || !man.Ciphers.Supports((AeadAlgorithm)blob[AlgorithmOffset]))
            {
                return null;
            }

            byte[] work = Bytes.Copy(blob, HeaderLength, count + TagLength);
            byte[] content = null;
            AeadCipher cipher =
                man.Ciphers.CreateAead((AeadAlgorithm)blob[AlgorithmOffset], key, 0, KeyLength);

            if (cipher.Open(blob, NonceOffset, blob, 0, HeaderLength, work, 0, count))
            {
                content = Bytes.Copy(work, 0, count);
            }

            cipher.Dispose();
            Bytes.Wipe(work);
            return content;
        }

        /// <summary>
        /// Gets which of the states under its name an authentic blob is.
        /// </summary>
        internal static int GetGeneration(byte[] blob)
        {
            return WireReader.GetUInt32(blob, GenerationOffset);
        }

        /// <summary>
        /// Gets the peer's address, whether the blob is authentic or not.
        /// </summary>
        /// <returns>The address; <see langword="null"/> if it is no blob.</returns>
        internal static byte[] GetAddress(byte[] blob)
        {
            if (blob == null || blob.Length < HeaderLength || blob[AddressOffset] >= PeerAddress.Size)
            {
                return null;
            }

            return Bytes.Copy(blob, AddressOffset, PeerAddress.Size);
        }

        // With a tag of 16 bytes. CCM has no tables of its own, which a program with CCM_8 would have to pay for.
        private static int SelectAlgorithm(CipherProvider ciphers)
        {
            if (ciphers.Supports(AeadAlgorithm.Aes128Ccm))
            {
                return (int)AeadAlgorithm.Aes128Ccm;
            }

            return ciphers.Supports(AeadAlgorithm.Aes128Gcm) ? (int)AeadAlgorithm.Aes128Gcm : -1;
        }
    }
}
