//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Ciphers.PublicKey
{
    /// <summary>
    /// SHA-256, as a cipher provider has it.
    /// </summary>
    internal sealed class Sha256Hash : MessageHash
    {
        private readonly TranscriptHash _hash;

        public Sha256Hash(CipherProvider ciphers)
        {
            _hash = ciphers.CreateTranscriptHash();
        }

        /// <inheritdoc/>
        public override int Length
        {
            get { return TranscriptHash.DigestLength; }
        }

        /// <inheritdoc/>
        public override int BytesPerStep
        {
            get { return 256; }
        }

        /// <inheritdoc/>
        public override byte[] CreateDigestInfo()
        {
            return new byte[]
            {
                0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01,
                0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20,
            };
        }

        /// <inheritdoc/>
        public override void Update(byte[] buffer, int offset, int count)
        {
            _hash.Update(buffer, offset, count);
        }

        /// <inheritdoc/>
        public override void Finish(byte[] digest, int offset)
        {
            _hash.GetDigest(digest, offset);
            _hash.Reset();
        }

        /// <inheritdoc/>
        public override void Dispose()
        {
            _hash.Dispose();
        }
    }
}
