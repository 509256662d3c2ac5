//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed.Record
{
    /// <summary>
    /// Protects the records of one direction with an AEAD cipher (RFC 5246, section 6.2.3.3; RFC 6655, section 3; RFC
    /// 5288, section 3; RFC 7905, section 2). Nothing else calls the cipher.
    /// </summary>
    internal class RecordProtection : IDisposable
    {
        protected const int NumberLength = 8;
        private const int AadLength = 13;
        private const int AadOffset = AeadCipher.NonceLength;

        private readonly AeadCipher _cipher;

        // The nonce, whose first four bytes are the salt, and after it the additional data: one array instead of two.
        private byte[] _scratch = new byte[AeadCipher.NonceLength + AadLength];

        internal RecordProtection(AeadCipher cipher, byte[] salt, int saltOffset)
        {
            _cipher = cipher;
            Expansion = ExplicitNonceLength + cipher.TagLength;
            Array.Copy(salt, saltOffset, _scratch, 0, SuiteParameters.SaltLength);
        }

        /// <summary>
        /// Gets the length of the part of the nonce that precedes the ciphertext, in bytes.
        /// </summary>
        internal virtual int ExplicitNonceLength
        {
            get { return NumberLength; }
        }

        /// <summary>
        /// Gets what holds the nonce at its beginning.
        /// </summary>
        protected byte[] Scratch
        {
            get { return _scratch; }
        }

        /// <summary>
        /// By how many bytes a record grows. A field, for it is asked for several times a record.
        /// </summary>
        internal readonly int Expansion;

        /// <summary>
        /// Makes the records ones with a connection ID.
        /// </summary>
        /// <param name="id">The connection ID, which is not empty.</param>
        internal void SetConnectionId(byte[] id)
        {
            byte[] scratch = new byte[AeadCipher.NonceLength + ConnectionIdAad.FixedLength + id.Length];

            Array.Copy(_scratch, 0, scratch, 0, SuiteParameters.SaltLength);
            Bytes.Wipe(_scratch);
            ConnectionIdAad.Prepare(scratch, AadOffset, id);
            _scratch = scratch;
        }

        /// <summary>
        /// Protects a record's content.
        /// </summary>
        /// <param name="number">Holds epoch and sequence number, or the 64-bit sequence number: 8 bytes, which are the
        /// explicit nonce as well.</param>
        /// <param name="numberOffset">Where the number begins.</param>
        /// <param name="type">The content type; with a connection ID it is within the text.</param>
        /// <param name="version">The version.</param>
        /// <param name="buffer">Holds the plaintext; there is room for the explicit nonce before it and for the tag
        /// after it.</param>
        /// <param name="offset">Where the plaintext begins.</param>
        /// <param name="count">Its length, in bytes.</param>
        internal void Seal(byte[] number, int numberOffset, int type, int version, byte[] buffer, int offset, int count)
        {
            byte[] scratch = _scratch;

            WriteNonce(number, numberOffset, buffer, offset);
            WriteAad(number, numberOffset, type, version, count);
            _cipher.Seal(scratch, 0, scratch, AadOffset, scratch.Length - AadOffset, buffer, offset, count);
        }

        /// <summary>
        /// Checks a protected record and decrypts it in place.
        /// </summary>
        /// <param name="number">Holds epoch and sequence number, or the 64-bit sequence number: 8 bytes.</param>
        /// <param name="numberOffset">Where the number begins.</param>
        /// <param name="type">The content type; with a connection ID it is within the text.</param>
        /// <param name="version">The version.</param>
        /// <param name="buffer">Holds the fragment, which begins with the explicit part of the nonce and is at least
        /// <see cref="Expansion"/> bytes long.</param>
        /// <param name="offset">Where the fragment begins.</param>
        /// <param name="count">Its length, in bytes. The plaintext begins behind the nonce.</param>
        /// <returns><see langword="false"/> if the record is not authentic; otherwise,
        /// <see langword="true"/>.</returns>
        internal bool Open(byte[] number, int numberOffset, int type, int version, byte[] buffer, int offset, int count)
        {
            byte[] scratch = _scratch;
            int length = count - Expansion;

            ReadNonce(number, numberOffset, buffer, offset);
            WriteAad(number, numberOffset, type, version, length);
            return _cipher.Open(
                scratch, 0, scratch, AadOffset, scratch.Length - AadOffset, buffer, offset + ExplicitNonceLength,
                length);
        }

        /// <summary>
        /// Wipes key and salt.
        /// </summary>
        public virtual void Dispose()
        {
            _cipher.Dispose();
            Bytes.Wipe(_scratch);
        }

        /// <summary>
        /// Makes the nonce of a record that is sealed, and writes what of it the peer has to be told.
        /// </summary>
        protected virtual void WriteNonce(byte[] number, int numberOffset, byte[] buffer, int offset)
        {
            Array.Copy(number, numberOffset, _scratch, SuiteParameters.SaltLength, NumberLength);
            Array.Copy(number, numberOffset, buffer, offset - NumberLength, NumberLength);
        }

        /// <summary>
        /// Makes the nonce of a record that is opened.
        /// </summary>
        protected virtual void ReadNonce(byte[] number, int numberOffset, byte[] buffer, int offset)
        {
            Array.Copy(buffer, offset, _scratch, SuiteParameters.SaltLength, NumberLength);
        }

        private void WriteAad(byte[] number, int numberOffset, int type, int version, int length)
        {
            byte[] scratch = _scratch;

            if (scratch.Length != AadOffset + AadLength)
            {
                ConnectionIdAad.Fill(
                    scratch, AadOffset, scratch.Length - AadOffset, number, numberOffset, version, length);
                return;
            }

            // seq_num + type + version + length of the plaintext (RFC 5246, section 6.2.3.3).
            Array.Copy(number, numberOffset, scratch, AadOffset, 8);
            scratch[AadOffset + 8] = (byte)type;
            WireWriter.PutUInt16(scratch, AadOffset + 9, version);
            WireWriter.PutUInt16(scratch, AadOffset + 11, length);
        }
    }
}
