//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.X509
{
    /// <summary>
    /// Hashes stretches of bytes with SHA-256, a piece at a time.
    /// </summary>
    internal sealed class RangeHash : IDisposable
    {
        // Eight blocks, about 50,000 instructions.
        private const int PieceLength = 512;

        private readonly CipherProvider _ciphers;
        private TranscriptHash _hash;
        private byte[] _buffer;
        private int _offset;
        private int _count;

        internal RangeHash(CipherProvider ciphers)
        {
            _ciphers = ciphers;
        }

        /// <summary>
        /// Gets the digest of what was hashed last.
        /// </summary>
        internal byte[] Digest { get; } = new byte[TranscriptHash.DigestLength];

        /// <summary>
        /// Begins with a stretch.
        /// </summary>
        internal void Start(byte[] buffer, int offset, int count)
        {
            if (_hash == null)
            {
                _hash = _ciphers.CreateTranscriptHash();
            }

            _hash.Reset();
            Continue(buffer, offset, count);
        }

        /// <summary>
        /// Goes on with another stretch after one that has ended.
        /// </summary>
        internal void Continue(byte[] buffer, int offset, int count)
        {
            _buffer = buffer;
            _offset = offset;
            _count = count;
        }

        /// <summary>
        /// Hashes a piece.
        /// </summary>
        /// <returns><see langword="true"/> once the stretch has ended, and <see cref="Digest"/> is that of
        /// all.</returns>
        internal bool Step()
        {
            int piece = _count < PieceLength ? _count : PieceLength;

            _hash.Update(_buffer, _offset, piece);
            _offset += piece;
            _count -= piece;
            if (_count > 0)
            {
                return false;
            }

            _hash.GetDigest(Digest, 0);
            return true;
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            if (_hash != null)
            {
                _hash.Dispose();
                _hash = null;
            }
        }
    }
}
