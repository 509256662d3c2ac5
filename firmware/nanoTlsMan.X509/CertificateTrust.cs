//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.X509
{
    /// <summary>
    /// Whom a program trusts, and how much work it does to find out: authorities and certificates, pinned keys, and
    /// limits. One object serves any number of verifications; it is filled before the first.
    /// </summary>
    /// <remarks>
    /// With anchors, a chain has to end in one of them; with pins as well, one key or certificate of the path has to be
    /// pinned too. With pins alone, the peer's own key or certificate has to be pinned, and nobody else vouches for it.
    /// Validity, usage and names are looked at in every case.
    /// </remarks>
    public sealed class CertificateTrust
    {
        /// <summary>
        /// A time that says that there is no clock.
        /// </summary>
        public const long NoClock = long.MinValue;

        /// <summary>
        /// The first second of 2026, which is over since this library was written.
        /// </summary>
        public const long DefaultEarliestTime = 1767225600;

        private const int DigestLength = TranscriptHash.DigestLength;

        private Certificate[] _anchors = new Certificate[0];
        private byte[] _keyPins = new byte[0];
        private byte[] _certificatePins = new byte[0];
        private int _maxDepth = 4;
        private int _maxCertificates = 8;
        private int _maxCertificateLength = 4096;
        private int _maxSignatures = 8;

        /// <summary>
        /// Gets or sets how many certificates a path may have from the peer's to the one below the anchor, both
        /// included; 1 to 8, by default 4.
        /// </summary>
        /// <exception cref="ArgumentOutOfRangeException">The value is another.</exception>
        public int MaxDepth
        {
            get { return _maxDepth; }
            set { _maxDepth = Check(value, 8); }
        }

        /// <summary>
        /// Gets or sets how many certificates a list may have, needed or not; 1 to 32, by default 8.
        /// </summary>
        /// <exception cref="ArgumentOutOfRangeException">The value is another.</exception>
        public int MaxCertificates
        {
            get { return _maxCertificates; }
            set { _maxCertificates = Check(value, 32); }
        }

        /// <summary>
        /// Gets or sets how long a certificate may be, in bytes; 1 to 65,535, by default 4,096.
        /// </summary>
        /// <exception cref="ArgumentOutOfRangeException">The value is another.</exception>
        public int MaxCertificateLength
        {
            get { return _maxCertificateLength; }
            set { _maxCertificateLength = Check(value, 65535); }
        }

        /// <summary>
        /// Gets or sets how many signatures are verified at most before a chain is refused; 1 to 32, by default 8.
        /// </summary>
        /// <exception cref="ArgumentOutOfRangeException">The value is another.</exception>
        public int MaxSignatures
        {
            get { return _maxSignatures; }
            set { _maxSignatures = Check(value, 32); }
        }

        /// <summary>
        /// Gets or sets a time, in seconds since 1970, that is over for certain: when the firmware was built, or the
        /// time that was last known before a restart. A clock that is before it is not set.
        /// </summary>
        public long EarliestTime { get; set; } = DefaultEarliestTime;

        /// <summary>
        /// Gets or sets a value indicating whether chains are accepted while the clock is not set. A certificate that
        /// was over at <see cref="EarliestTime"/> is refused even then; any other one is taken for valid, so that
        /// whoever has an old certificate's stolen key can use it.
        /// </summary>
        public bool DangerousAllowNoClock { get; set; }

        /// <summary>
        /// Gets or sets a value indicating whether a server is accepted whatever its name, as long as an anchor vouches
        /// for it. Every other server of the same authority can then stand in for it.
        /// </summary>
        public bool DangerousAllowAnyHost { get; set; }

        /// <summary>
        /// Gets or sets where certificates are remembered whose signatures were found right, so that they are not
        /// verified again; <see langword="null"/> for nowhere.
        /// </summary>
        public VerifiedCertificates Verified { get; set; }

        /// <summary>
        /// Gets a value indicating whether nobody is trusted: then every chain is refused.
        /// </summary>
        public bool IsEmpty
        {
            get { return _anchors.Length == 0 && _keyPins.Length == 0 && _certificatePins.Length == 0; }
        }

        /// <summary>
        /// Gets a value indicating whether a server's host has to be named: an anchor may vouch for many of them, and
        /// <see cref="DangerousAllowAnyHost"/> is not set.
        /// </summary>
        public bool RequiresHost
        {
            get
            {
                if (!DangerousAllowAnyHost)
                {
                    for (int i = 0; i < _anchors.Length; i++)
                    {
                        if (_anchors[i].IsAuthority)
                        {
                            return true;
                        }
                    }
                }

                return false;
            }
        }

        internal int AnchorCount
        {
            get { return _anchors.Length; }
        }

        internal bool HasKeyPins
        {
            get { return _keyPins.Length > 0; }
        }

        internal bool HasCertificatePins
        {
            get { return _certificatePins.Length > 0; }
        }

        /// <summary>
        /// Trusts a certificate: an authority, for all that it vouches for; or a peer's own, which then needs no other.
        /// It is held to its own validity, name constraints and limits like any other.
        /// </summary>
        /// <param name="certificate">The certificate, in DER. It is read where it is, and may not change.</param>
        /// <exception cref="ArgumentNullException"><paramref name="certificate"/> is
        /// <see langword="null"/>.</exception>
        /// <exception cref="ArgumentException">It is not a certificate.</exception>
        public void AddAnchor(byte[] certificate)
        {
            if (certificate == null)
            {
                throw new ArgumentNullException();
            }

            if (!TryAddAnchor(certificate))
            {
                throw new ArgumentException();
            }
        }

        /// <summary>
        /// Pins a key.
        /// </summary>
        /// <param name="digest">SHA-256 of its SubjectPublicKeyInfo in DER, as in RFC 7469, section 2.4.</param>
        /// <exception cref="ArgumentNullException"><paramref name="digest"/> is <see langword="null"/>.</exception>
        /// <exception cref="ArgumentException">It does not have 32 bytes.</exception>
        public void AddKeyPin(byte[] digest)
        {
            _keyPins = Add(_keyPins, digest);
        }

        /// <summary>
        /// Pins a certificate.
        /// </summary>
        /// <param name="digest">SHA-256 of all of the certificate in DER.</param>
        /// <exception cref="ArgumentNullException"><paramref name="digest"/> is <see langword="null"/>.</exception>
        /// <exception cref="ArgumentException">It does not have 32 bytes.</exception>
        public void AddCertificatePin(byte[] digest)
        {
            _certificatePins = Add(_certificatePins, digest);
        }

        internal bool TryAddAnchor(byte[] certificate)
        {
            Certificate anchor = Certificate.Read(certificate, 0, certificate.Length);
            if (anchor.Rule != CertificateRule.None)
            {
                return false;
            }

            Certificate[] anchors = new Certificate[_anchors.Length + 1];
            Array.Copy(_anchors, 0, anchors, 0, _anchors.Length);
            anchors[_anchors.Length] = anchor;
            _anchors = anchors;
            return true;
        }

        internal Certificate GetAnchor(int index)
        {
            return _anchors[index];
        }

        internal bool IsKeyPinned(byte[] digest)
        {
            return Digests.Find(_keyPins, _keyPins.Length, digest) >= 0;
        }

        internal bool IsCertificatePinned(byte[] digest)
        {
            return Digests.Find(_certificatePins, _certificatePins.Length, digest) >= 0;
        }

        private static int Check(int value, int most)
        {
            if (value < 1 || value > most)
            {
                throw new ArgumentOutOfRangeException();
            }

            return value;
        }

        private static byte[] Add(byte[] pins, byte[] digest)
        {
            if (digest == null)
            {
                throw new ArgumentNullException();
            }

            if (digest.Length != DigestLength)
            {
                throw new ArgumentException();
            }

            byte[] more = new byte[pins.Length + DigestLength];
            Array.Copy(pins, 0, more, 0, pins.Length);
            Array.Copy(digest, 0, more, pins.Length, DigestLength);
            return more;
        }
    }
}
