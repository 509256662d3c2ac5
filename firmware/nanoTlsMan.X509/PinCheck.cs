//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.X509
{
    /// <summary>
    /// Looks for a pinned key or certificate among some, a piece of a hash at a time.
    /// </summary>
    internal sealed class PinCheck
    {
        private readonly CertificateTrust _trust;
        private readonly RangeHash _hash;
        private Certificate _certificate;
        private bool _isKey;

        internal PinCheck(CertificateTrust trust, RangeHash hash)
        {
            _trust = trust;
            _hash = hash;
        }

        /// <summary>
        /// Gets a value indicating whether the certificate that was started with is pinned, or its key.
        /// </summary>
        internal bool IsPinned { get; private set; }

        /// <summary>
        /// Begins with a certificate.
        /// </summary>
        internal void Start(Certificate certificate)
        {
            IsPinned = false;
            _certificate = certificate;
            _isKey = _trust.HasKeyPins;
            if (_isKey)
            {
                _hash.Start(certificate.Buffer, certificate.KeyInfoOffset, certificate.KeyInfoCount);
            }
            else
            {
                _hash.Start(certificate.Buffer, certificate.Offset, certificate.Count);
            }
        }

        /// <summary>
        /// Hashes a piece.
        /// </summary>
        /// <returns><see langword="true"/> once it is known whether the certificate is pinned.</returns>
        internal bool Step()
        {
            if (!_hash.Step())
            {
                return false;
            }

            if (_isKey)
            {
                IsPinned = _trust.IsKeyPinned(_hash.Digest);
                _isKey = false;
                if (!IsPinned && _trust.HasCertificatePins)
                {
                    _hash.Start(_certificate.Buffer, _certificate.Offset, _certificate.Count);
                    return false;
                }

                return true;
            }

            IsPinned = _trust.IsCertificatePinned(_hash.Digest);
            return true;
        }
    }
}
