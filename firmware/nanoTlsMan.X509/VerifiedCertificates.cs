//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.X509
{
    /// <summary>
    /// Remembers, by hash, certificates whose signatures were found right under a key, so that the next handshake with
    /// the same chain verifies none of them again.
    /// </summary>
    /// <remarks>
    /// That a key made a signature stays true, whomever a program trusts and whatever time it is: so one object may
    /// serve any number of <see cref="CertificateTrust"/>, and everything else, from validity to names, is looked at
    /// each time. May be used by several threads.
    /// </remarks>
    public sealed class VerifiedCertificates
    {
        private const int DigestLength = TranscriptHash.DigestLength;

        private readonly object _gate = new object();
        private readonly byte[] _digests;
        private int _count;
        private int _next;

        /// <summary>
        /// Makes an empty memory.
        /// </summary>
        /// <param name="capacity">How many certificates it holds, of 32 bytes each; 1 to 1,024. The oldest one makes
        /// place.</param>
        /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> is another.</exception>
        public VerifiedCertificates(int capacity)
        {
            if (capacity < 1 || capacity > 1024)
            {
                throw new ArgumentOutOfRangeException();
            }

            _digests = new byte[capacity * DigestLength];
        }

        /// <summary>
        /// Gets how many certificates are remembered.
        /// </summary>
        public int Count
        {
            get { return _count / DigestLength; }
        }

        /// <summary>
        /// Forgets all certificates.
        /// </summary>
        public void Clear()
        {
            lock (_gate)
            {
                _count = 0;
                _next = 0;
            }
        }

        internal bool Contains(byte[] digest)
        {
            lock (_gate)
            {
                return Digests.Find(_digests, _count, digest) >= 0;
            }
        }

        internal void Add(byte[] digest)
        {
            lock (_gate)
            {
                if (Digests.Find(_digests, _count, digest) >= 0)
                {
                    return;
                }

                Array.Copy(digest, 0, _digests, _next, DigestLength);
                _next += DigestLength;
                if (_count < _next)
                {
                    _count = _next;
                }

                if (_next == _digests.Length)
                {
                    _next = 0;
                }
            }
        }
    }
}
