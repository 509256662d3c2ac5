//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.X509.Der;

namespace NanoTlsMan.X509
{
    /// <summary>
    /// A P-256 private key out of a file: PKCS #8 (RFC 5958; PEM label <c>PRIVATE KEY</c>) or SEC 1 (RFC 5915;
    /// <c>EC PRIVATE KEY</c>), not encrypted.
    /// </summary>
    public sealed class PrivateKeyInfo : IDisposable
    {
        private const int KeyLength = 32;

        private readonly byte[] _privateKey = new byte[KeyLength];
        private byte[] _publicKey;

        private PrivateKeyInfo()
        {
        }

        /// <summary>
        /// Gets a value indicating whether the file has the public key as well.
        /// </summary>
        public bool HasPublicKey
        {
            get { return _publicKey != null; }
        }

        /// <summary>
        /// Reads a key.
        /// </summary>
        /// <param name="der">The key in DER, which the caller wipes.</param>
        /// <returns>The key, which its user disposes of.</returns>
        /// <exception cref="ArgumentNullException"><paramref name="der"/> is <see langword="null"/>.</exception>
        /// <exception cref="FormatException">It is in neither form, or not on P-256.</exception>
        public static PrivateKeyInfo Read(byte[] der)
        {
            if (der == null)
            {
                throw new ArgumentNullException();
            }

            PrivateKeyInfo key = new PrivateKeyInfo();
            DerReader reader = new DerReader();

            reader.Reset(der, 0, der.Length);
            int outer = reader.Open(DerTag.Sequence);
            int version = reader.ReadSmall();

            // SEC 1 has the key next, and PKCS #8 the algorithm.
            if (reader.Tag == DerTag.OctetString)
            {
                key.ReadEcPrivateKey(reader, version, true);
            }
            else
            {
                key.ReadPkcs8(reader, version);
            }

            reader.Close(outer);
            if (reader.Failed || !reader.IsAtEnd || !key.IsInRange())
            {
                key.Dispose();
                throw new FormatException();
            }

            return key;
        }

        /// <summary>
        /// Copies the private key, 32 bytes.
        /// </summary>
        /// <param name="buffer">Receives the key.</param>
        /// <param name="offset">Where it begins.</param>
        public void CopyPrivateKey(byte[] buffer, int offset)
        {
            Array.Copy(_privateKey, 0, buffer, offset, KeyLength);
        }

        /// <summary>
        /// Copies the public key, an uncompressed point of 65 bytes. Nothing shows that it belongs to the private one.
        /// </summary>
        /// <param name="buffer">Receives the key.</param>
        /// <param name="offset">Where it begins.</param>
        /// <exception cref="InvalidOperationException">There is none: <see cref="HasPublicKey"/>.</exception>
        public void CopyPublicKey(byte[] buffer, int offset)
        {
            if (_publicKey == null)
            {
                throw new InvalidOperationException();
            }

            Array.Copy(_publicKey, 0, buffer, offset, _publicKey.Length);
        }

        /// <summary>
        /// Wipes the private key. May be called more than once.
        /// </summary>
        public void Dispose()
        {
            Array.Clear(_privateKey, 0, KeyLength);
        }

        // RFC 5958, section 2.
        private void ReadPkcs8(DerReader reader, int version)
        {
            int offset = reader.Position;

            reader.Skip(DerTag.Sequence);
            int algorithm = KeyAlgorithm.FindKey(reader.Buffer, offset, reader.Position - offset);
            if (version > 1 || algorithm != KeyAlgorithm.P256)
            {
                reader.Fail();
            }

            int outer = reader.Open(DerTag.OctetString);
            int inner = reader.Open(DerTag.Sequence);
            ReadEcPrivateKey(reader, reader.ReadSmall(), false);
            reader.Close(inner);
            reader.Close(outer);

            // Attributes, and from version 2 on the public key, whose tag is implicit.
            if (reader.Tag == DerTag.ContextConstructed)
            {
                reader.SkipAny();
            }

            if (version == 1 && reader.Tag == DerTag.Context + 1)
            {
                reader.SkipAny();
            }
        }

        // RFC 5915, section 3.
        private void ReadEcPrivateKey(DerReader reader, int version, bool isAlone)
        {
            byte[] curve = { 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07 };

            reader.Skip(DerTag.OctetString);
            if (version != 1 || reader.ContentCount != KeyLength)
            {
                reader.Fail();
                return;
            }

            Array.Copy(reader.Buffer, reader.ContentOffset, _privateKey, 0, KeyLength);
            if (reader.Tag == DerTag.ContextConstructed)
            {
                int outer = reader.Open(DerTag.ContextConstructed);

                reader.SkipObjectIdentifier();
                if (!reader.IsContent(curve))
                {
                    reader.Fail();
                }

                reader.Close(outer);
            }
            else if (isAlone)
            {
                // Nothing else says which curve it is.
                reader.Fail();
            }

            if (reader.Tag == DerTag.ContextConstructed + 1)
            {
                int outer = reader.Open(DerTag.ContextConstructed + 1);

                reader.SkipBitString();
                if (reader.ContentCount != SubjectPublicKeyInfo.PointLength
                    || reader.Buffer[reader.ContentOffset] != 4)
                {
                    reader.Fail();
                    return;
                }

                _publicKey = new byte[SubjectPublicKeyInfo.PointLength];
                Array.Copy(reader.Buffer, reader.ContentOffset, _publicKey, 0, _publicKey.Length);
                reader.Close(outer);
            }
        }

        // From 1 to the order less 1 (RFC 5915, section 3), without a branch on the key's bytes.
        private bool IsInRange()
        {
            byte[] order =
            {
                0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
            };
            int borrow = 0;
            int bits = 0;

            for (int i = KeyLength - 1; i >= 0; i--)
            {
                borrow = ((_privateKey[i] - order[i] - borrow) >> 8) & 1;
                bits |= _privateKey[i];
            }

            return borrow == 1 && bits != 0;
        }
    }
}
