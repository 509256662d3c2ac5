//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections;
using NanoTlsMan.Wire;

namespace NanoTlsMan
{
    /// <content>
    /// Key pairs of our own, and whom to trust.
    /// </content>
    public sealed partial class CredentialStore
    {
        /// <summary>
        /// The length of a private key on P-256, in bytes.
        /// </summary>
        public const int PrivateKeyLength = 32;

        /// <summary>
        /// The length of a public key on P-256, uncompressed, in bytes.
        /// </summary>
        public const int PublicKeyLength = 65;

        /// <summary>
        /// The length of a SHA-256 value, by which a key or certificate may be known.
        /// </summary>
        public const int PinLength = 32;

        private const int KeyInfoPrefixLength = 26;

        // Only where there is anything but pre-shared keys.
        private ArrayList _keys;

        /// <summary>
        /// Gets a value indicating whether there is anything but pre-shared keys.
        /// </summary>
        public bool HasKeys
        {
            get { return GetKey(0) != null; }
        }

        /// <summary>
        /// Gets the kinds of keys that there are, of our own or to be trusted: of pre-shared keys where there is
        /// nothing at all.
        /// </summary>
        public TlsKeyKinds Kinds
        {
            get
            {
                lock (_entries)
                {
                    TlsKeyKinds kinds = _entries.Count > 0 || !HasKeys ? TlsKeyKinds.Psk : TlsKeyKinds.None;

                    KeyCredential key;

                    for (int i = 0; (key = GetKey(i)) != null; i++)
                    {
                        CredentialKind kind = key.Kind;

                        // A trusted key is as good for the certificate that has it.
                        kinds |= kind == CredentialKind.KeyPair ? TlsKeyKinds.RawPublicKey
                            : kind == CredentialKind.TrustedKey ? TlsKeyKinds.RawPublicKey | TlsKeyKinds.X509
                            : TlsKeyKinds.X509;
                    }

                    return kinds;
                }
            }
        }

        /// <summary>
        /// Writes a public key as a raw public key of RFC 7250 has it: a SubjectPublicKeyInfo (RFC 5480, section 2).
        /// </summary>
        /// <param name="publicKey">The point, 65 bytes, uncompressed.</param>
        /// <returns>The 91 bytes.</returns>
        /// <exception cref="ArgumentException">It is no such point.</exception>
        public static byte[] CreateKeyInfo(byte[] publicKey)
        {
            if (publicKey == null || publicKey.Length != PublicKeyLength || publicKey[0] != 4)
            {
                throw new ArgumentException();
            }

            byte[] info = new byte[KeyInfoPrefixLength + PublicKeyLength];

            Array.Copy(CreateKeyInfoPrefix(), 0, info, 0, KeyInfoPrefixLength);
            Array.Copy(publicKey, 0, info, KeyInfoPrefixLength, PublicKeyLength);
            return info;
        }

        /// <summary>
        /// Finds the point of a raw public key. Another kind of key, or the same in another encoding, is none.
        /// </summary>
        /// <param name="buffer">Holds the SubjectPublicKeyInfo.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="count">Its length, in bytes.</param>
        /// <returns>Where the point of 65 bytes begins; -1 if there is none.</returns>
        public static int FindPoint(byte[] buffer, int offset, int count)
        {
            return count == KeyInfoPrefixLength + PublicKeyLength
                && ConstantTime.AreEqual(CreateKeyInfoPrefix(), 0, buffer, offset, KeyInfoPrefixLength)
                && buffer[offset + KeyInfoPrefixLength] == 4 ? offset + KeyInfoPrefixLength : -1;
        }

        /// <summary>
        /// Adds a key pair of our own on P-256, which peers know by its raw public key (RFC 7250).
        /// </summary>
        /// <param name="tag">The application's number for it; not negative, and not in use.</param>
        /// <param name="privateKey">The private key, 32 bytes. It is copied; the caller may wipe its own.</param>
        /// <param name="publicKey">The public key that belongs to it, 65 bytes, uncompressed.</param>
        /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The tag or a length is out of range.</exception>
        /// <exception cref="ArgumentException">The tag is in use, or the public key is no point.</exception>
        public void AddKeyPair(int tag, byte[] privateKey, byte[] publicKey)
        {
            if (privateKey == null || publicKey == null)
            {
                throw new ArgumentNullException();
            }

            AddKey(tag, CredentialKind.KeyPair, CreateKeyInfo(publicKey), privateKey);
        }

        /// <summary>
        /// Adds a key pair of our own on P-256, with its certificate.
        /// </summary>
        /// <param name="tag">The application's number for it; not negative, and not in use.</param>
        /// <param name="privateKey">The private key, 32 bytes. It is copied; the caller may wipe its own.</param>
        /// <param name="certificates">The certificate of the key, and after it those of its authorities but the last,
        /// each in DER.</param>
        /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The tag or a length is out of range.</exception>
        /// <exception cref="ArgumentException">The tag is in use.</exception>
        public void AddCertificate(int tag, byte[] privateKey, byte[][] certificates)
        {
            if (privateKey == null || certificates == null)
            {
                throw new ArgumentNullException();
            }

            AddKey(tag, CredentialKind.CertifiedKey, Join(certificates), privateKey);
        }

        /// <summary>
        /// Trusts a peer's public key.
        /// </summary>
        /// <param name="tag">The application's number for it; not negative, and not in use.</param>
        /// <param name="keyInfo">Its SubjectPublicKeyInfo in DER, or the SHA-256 value of that, 32 bytes. A certificate
        /// with that key is trusted too, whoever has signed it.</param>
        /// <exception cref="ArgumentNullException"><paramref name="keyInfo"/> is <see langword="null"/>.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The tag or the length is out of range.</exception>
        /// <exception cref="ArgumentException">The tag is in use.</exception>
        public void TrustKey(int tag, byte[] keyInfo)
        {
            AddKey(tag, CredentialKind.TrustedKey, keyInfo, null);
        }

        /// <summary>
        /// Trusts a peer's certificate itself.
        /// </summary>
        /// <param name="tag">The application's number for it; not negative, and not in use.</param>
        /// <param name="certificate">The certificate in DER, or the SHA-256 value of that, 32 bytes.</param>
        /// <exception cref="ArgumentNullException"><paramref name="certificate"/> is
        /// <see langword="null"/>.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The tag or the length is out of range.</exception>
        /// <exception cref="ArgumentException">The tag is in use.</exception>
        public void TrustCertificate(int tag, byte[] certificate)
        {
            AddKey(tag, CredentialKind.TrustedCertificate, certificate, null);
        }

        /// <summary>
        /// Trusts whom an authority has certified. A client needs <see cref="TlsSessionOptions.TargetHost"/> beside it.
        /// </summary>
        /// <param name="tag">The application's number for it; not negative, and not in use.</param>
        /// <param name="certificate">The authority's certificate in DER.</param>
        /// <exception cref="ArgumentNullException"><paramref name="certificate"/> is
        /// <see langword="null"/>.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The tag or the length is out of range.</exception>
        /// <exception cref="ArgumentException">The tag is in use.</exception>
        public void TrustAnchor(int tag, byte[] certificate)
        {
            AddKey(tag, CredentialKind.Anchor, certificate, null);
        }

        /// <summary>
        /// Finds credentials of a kind, one by one.
        /// </summary>
        /// <param name="kind">The kind.</param>
        /// <param name="index">Which one, from 0 in the order in which they were added.</param>
        /// <returns>Its tag, or -1 behind the last.</returns>
        public int FindKey(CredentialKind kind, int index)
        {
            lock (_entries)
            {
                KeyCredential key;

                for (int i = 0; (key = GetKey(i)) != null; i++)
                {
                    if (key.Kind == kind && index-- == 0)
                    {
                        return key.Tag;
                    }
                }

                return -1;
            }
        }

        /// <summary>
        /// Tells whether a tag is that of a credential of a kind.
        /// </summary>
        /// <param name="tag">The tag.</param>
        /// <param name="kind">The kind.</param>
        /// <returns><see langword="true"/> if it is; otherwise, <see langword="false"/>.</returns>
        public bool IsKey(int tag, CredentialKind kind)
        {
            KeyCredential key = FindKeyTag(tag);

            return key != null && key.Kind == kind;
        }

        /// <summary>
        /// Gets what is public of a credential.
        /// </summary>
        /// <param name="tag">Its tag.</param>
        /// <returns>The SubjectPublicKeyInfo, certificate or SHA-256 value; of a key pair with certificates all of
        /// them, each behind its length in 3 bytes (RFC 5246, section 7.4.2); <see langword="null"/> if it is gone. It
        /// is the store's own array, not to be changed.</returns>
        public byte[] GetContent(int tag)
        {
            KeyCredential key = FindKeyTag(tag);

            return key == null ? null : key.Content;
        }

        internal bool CopyPrivateKey(int tag, byte[] key, int offset)
        {
            lock (_entries)
            {
                KeyCredential entry = FindKeyTag(tag);

                if (entry == null || entry.PrivateKey == null)
                {
                    return false;
                }

                Array.Copy(entry.PrivateKey, 0, key, offset, PrivateKeyLength);
                return true;
            }
        }

        // What a SubjectPublicKeyInfo of P-256 begins with (RFC 5480, section 2): everything but the point. Made when
        // it is needed, for static fields are made at the start of every program.
        private static byte[] CreateKeyInfoPrefix()
        {
            return new byte[]
            {
                0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01, 0x06, 0x08, 0x2A, 0x86,
                0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
            };
        }

        private static byte[] Join(byte[][] certificates)
        {
            int length = 0;

            for (int i = 0; i < certificates.Length; i++)
            {
                if (certificates[i] == null)
                {
                    throw new ArgumentNullException();
                }

                length += 3 + certificates[i].Length;
            }

            WireWriter writer = new WireWriter();
            byte[] joined = new byte[length];

            writer.Reset(joined, 0, length);

            for (int i = 0; i < certificates.Length; i++)
            {
                writer.WriteUInt24(certificates[i].Length);
                writer.WriteBytes(certificates[i], 0, certificates[i].Length);
            }

            return joined;
        }

        private void AddKey(int tag, CredentialKind kind, byte[] content, byte[] privateKey)
        {
            if (content == null)
            {
                throw new ArgumentNullException();
            }

            if (tag < 0 || content.Length < PinLength || (privateKey != null && privateKey.Length != PrivateKeyLength))
            {
                throw new ArgumentOutOfRangeException();
            }

            lock (_entries)
            {
                if (IsInUse(tag))
                {
                    throw new ArgumentException();
                }

                _keys = _keys == null ? new ArrayList() : _keys;
                _keys.Add(
                    new KeyCredential(
                        tag, kind, Bytes.Copy(content), privateKey == null ? null : Bytes.Copy(privateKey)));
            }
        }

        private bool IsInUse(int tag)
        {
            return FindTag(tag) != null || FindKeyTag(tag) != null;
        }

        private KeyCredential FindKeyTag(int tag)
        {
            lock (_entries)
            {
                KeyCredential key;

                for (int i = 0; (key = GetKey(i)) != null && key.Tag != tag; i++)
                {
                }

                return key;
            }
        }

        private KeyCredential GetKey(int index)
        {
            return _keys == null || index >= _keys.Count ? null : (KeyCredential)_keys[index];
        }

        private bool RemoveKey(int tag)
        {
            KeyCredential key = FindKeyTag(tag);

            if (key == null)
            {
                return false;
            }

            _keys.Remove(key);
            key.Wipe();
            return true;
        }

        private void RemoveKeys()
        {
            KeyCredential key;

            for (int i = 0; (key = GetKey(i)) != null; i++)
            {
                key.Wipe();
            }

            _keys = null;
        }
    }
}
