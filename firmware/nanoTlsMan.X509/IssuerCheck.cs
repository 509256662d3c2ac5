//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.X509
{
    /// <summary>
    /// Finds out whether a certificate was signed with its issuer's key: from what is remembered, or by verifying the
    /// signature.
    /// </summary>
    internal sealed class IssuerCheck
    {
        private readonly SignatureVerifier _verifier;
        private readonly VerifiedCertificates _verified;
        private readonly RangeHash _hash;
        private Certificate _certificate;
        private Certificate _issuer;
        private CurveOperation _operation;
        private bool _isHashing;
        private bool _isIssuerHashed;

        internal IssuerCheck(SignatureVerifier verifier, VerifiedCertificates verified, RangeHash hash)
        {
            _verifier = verifier;
            _verified = verified;
            _hash = hash;
        }

        /// <summary>Gets a value indicating whether the signature is right.</summary>
        internal bool IsRight { get; private set; }

        /// <summary>Gets how many signatures were verified, not counting those remembered.</summary>
        internal int SignatureCount { get; private set; }

        /// <summary>
        /// Begins with a certificate.
        /// </summary>
        internal void Start(Certificate certificate, Certificate issuer)
        {
            _certificate = certificate;
            _issuer = issuer;
            IsRight = false;
            _isIssuerHashed = false;
            _isHashing = _verified != null;
            if (_isHashing)
            {
                // Two values of DER, each with its length: one digest has one meaning.
                _hash.Start(issuer.Buffer, issuer.KeyInfoOffset, issuer.KeyInfoCount);
            }
        }

        /// <summary>
        /// Does a piece of the work.
        /// </summary>
        /// <returns><see langword="true"/> once <see cref="IsRight"/> is known.</returns>
        internal bool Step()
        {
            if (_isHashing)
            {
                return Hash();
            }

            if (_operation == null)
            {
                SignatureCount++;
                _operation = _verifier.Verify(
                    _certificate.Scheme, _issuer.Buffer, _issuer.KeyOffset, _issuer.KeyCount, _certificate.Buffer,
                    _certificate.SignedOffset, _certificate.SignedCount, _certificate.Buffer,
                    _certificate.SignatureOffset, _certificate.SignatureCount);
                return false;
            }

            if (!_operation.Step())
            {
                return false;
            }

            IsRight = _operation.Succeeded;
            End();
            if (IsRight && _verified != null)
            {
                _verified.Add(_hash.Digest);
            }

            return true;
        }

        /// <summary>
        /// Ends an operation that is under way.
        /// </summary>
        internal void End()
        {
            if (_operation != null)
            {
                _operation.Dispose();
                _operation = null;
            }
        }

        private bool Hash()
        {
            if (!_hash.Step())
            {
                return false;
            }

            if (!_isIssuerHashed)
            {
                _isIssuerHashed = true;
                _hash.Continue(_certificate.Buffer, _certificate.Offset, _certificate.Count);
                return false;
            }

            _isHashing = false;
            IsRight = _verified.Contains(_hash.Digest);
            return IsRight;
        }
    }
}
