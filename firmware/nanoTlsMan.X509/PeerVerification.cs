//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.X509.Der;

namespace NanoTlsMan.X509
{
    /// <summary>
    /// The verification of a peer's certificates by what a store trusts: first by the peer's key, then by the
    /// certificate itself, and then by authorities.
    /// </summary>
    internal sealed class PeerVerification : CertificateVerification
    {
        private readonly X509Verifier _verifier;
        private readonly byte[] _certificates;
        private readonly TlsRole _peer;
        private readonly string _host;
        private readonly CredentialStore _credentials;
        private readonly RangeHash _hash;
        private Certificate _certificate;
        private CertificateTrust _trust;
        private ChainVerification _chain;
        private Stage _stage;
        private CertificateRule _rule;
        private int _index;
        private int _tag = -1;

        internal PeerVerification(
            X509Verifier verifier, byte[] certificates, TlsRole peer, string host, CredentialStore credentials)
        {
            _verifier = verifier;
            _certificates = certificates;
            _peer = peer;
            _host = host;
            _credentials = credentials;
            _hash = new RangeHash(verifier.Ciphers);
        }

        private enum Stage
        {
            Read,
            HashKey,
            HashCertificate,
            Verify,
            Ended,
        }

        /// <inheritdoc/>
        public override bool Succeeded
        {
            get { return _stage == Stage.Ended && _rule == CertificateRule.None && _certificate != null; }
        }

        /// <inheritdoc/>
        public override int ResultLength
        {
            get { return Succeeded ? _certificate.KeyInfoCount : 0; }
        }

        /// <inheritdoc/>
        public override int CredentialTag
        {
            get { return Succeeded ? _tag : -1; }
        }

        /// <inheritdoc/>
        public override int Rule
        {
            get { return (int)_rule; }
        }

        /// <inheritdoc/>
        public override int CertificateIndex
        {
            get { return _index; }
        }

        /// <inheritdoc/>
        public override bool Step()
        {
            switch (_stage)
            {
                case Stage.Read:
                    Read();
                    break;

                case Stage.HashKey:
                    if (_hash.Step())
                    {
                        MatchKey();
                    }

                    break;

                case Stage.HashCertificate:
                    if (_hash.Step())
                    {
                        MatchCertificate();
                    }

                    break;

                case Stage.Verify:
                    if (_chain.Step())
                    {
                        EndChain();
                    }

                    break;
            }

            return _stage == Stage.Ended;
        }

        /// <inheritdoc/>
        public override void GetResult(byte[] buffer, int offset)
        {
            if (!Succeeded)
            {
                throw new InvalidOperationException();
            }

            Array.Copy(_certificates, _certificate.KeyInfoOffset, buffer, offset, _certificate.KeyInfoCount);
        }

        /// <inheritdoc/>
        public override void Dispose()
        {
            if (_chain != null)
            {
                _chain.Dispose();
            }

            _certificate = null;
            _stage = Stage.Ended;
            _hash.Dispose();
        }

        private void Read()
        {
            _certificate = X509Verifier.ReadFirst(_certificates);

            if (_certificate == null || _certificate.Rule != CertificateRule.None)
            {
                End(_certificate == null ? CertificateRule.Malformed : _certificate.Rule, 0);
            }
            else if (_credentials == null)
            {
                // Anyone will do.
                End(CertificateRule.None, 0);
            }
            else if (_credentials.FindKey(CredentialKind.TrustedKey, 0) >= 0)
            {
                _hash.Start(_certificates, _certificate.KeyInfoOffset, _certificate.KeyInfoCount);
                _stage = Stage.HashKey;
            }
            else
            {
                LookAtCertificate();
            }
        }

        private void MatchKey()
        {
            _tag = Find(CredentialKind.TrustedKey, _certificate.KeyInfoOffset, _certificate.KeyInfoCount);

            if (_tag < 0)
            {
                LookAtCertificate();
                return;
            }

            _trust = _verifier.CreateTrust();
            _trust.AddKeyPin(_hash.Digest);
            Begin(null);
        }

        private void LookAtCertificate()
        {
            if (_credentials.FindKey(CredentialKind.TrustedCertificate, 0) >= 0)
            {
                _hash.Start(_certificates, _certificate.Offset, _certificate.Count);
                _stage = Stage.HashCertificate;
            }
            else
            {
                LookAtAnchors();
            }
        }

        private void MatchCertificate()
        {
            _tag = Find(CredentialKind.TrustedCertificate, _certificate.Offset, _certificate.Count);

            if (_tag < 0)
            {
                LookAtAnchors();
                return;
            }

            _trust = _verifier.CreateTrust();
            _trust.AddCertificatePin(_hash.Digest);
            Begin(null);
        }

        private void LookAtAnchors()
        {
            int tag;

            _trust = _verifier.CreateTrust();

            for (int i = 0; (tag = _credentials.FindKey(CredentialKind.Anchor, i)) >= 0; i++)
            {
                byte[] anchor = _credentials.GetContent(tag);

                // What is no certificate vouches for nobody.
                if (anchor != null)
                {
                    _trust.TryAddAnchor(anchor);
                }
            }

            HostName host = _host == null ? null : HostName.Read(_host);

            if (_trust.IsEmpty)
            {
                End(CertificateRule.UnknownIssuer, 0);
            }
            else if (_host != null && host == null)
            {
                End(CertificateRule.NoHost, 0);
            }
            else
            {
                Begin(host);
            }
        }

        private void Begin(HostName host)
        {
            _chain = new ChainVerification(
                _trust, _verifier.Signatures, _verifier.Ciphers, _peer, host, _verifier.Now, _certificates, 0,
                _certificates.Length);
            _stage = Stage.Verify;
        }

        private void EndChain()
        {
            if (_chain.Succeeded && _tag < 0)
            {
                _tag = FindAnchor(_trust.GetAnchor(_chain.AnchorIndex).Buffer);
            }

            End(_chain.Rule, _chain.CertificateIndex);
        }

        // The store's own array, by which it is found whatever was added or taken away in the meantime.
        private int FindAnchor(byte[] anchor)
        {
            int tag;

            for (int i = 0; (tag = _credentials.FindKey(CredentialKind.Anchor, i)) >= 0; i++)
            {
                if (_credentials.GetContent(tag) == anchor)
                {
                    return tag;
                }
            }

            return -1;
        }

        private int Find(CredentialKind kind, int offset, int count)
        {
            int tag;

            for (int i = 0; (tag = _credentials.FindKey(kind, i)) >= 0; i++)
            {
                byte[] content = _credentials.GetContent(tag);

                if (content != null && (content.Length == CredentialStore.PinLength
                    ? Stretch.AreEqual(content, 0, content.Length, _hash.Digest, 0, content.Length)
                    : Stretch.AreEqual(content, 0, content.Length, _certificates, offset, count)))
                {
                    return tag;
                }
            }

            return -1;
        }

        private void End(CertificateRule rule, int index)
        {
            _rule = rule;
            _index = index < 0 ? 0 : index;
            _stage = Stage.Ended;
            _hash.Dispose();
        }
    }
}
