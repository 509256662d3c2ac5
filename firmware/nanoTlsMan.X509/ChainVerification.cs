//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.X509
{
    /// <summary>
    /// Finds out whether a peer's chain of certificates leads to somebody who is trusted (RFC 5280, section 6) and is
    /// for the peer that is meant (RFC 9525), in steps. Nothing that a peer sends makes it throw, go on for ever, or
    /// take memory that grows.
    /// </summary>
    /// <remarks>
    /// The certificates are read where they lie: the buffer may not change until the operation has ended and its
    /// properties were read. The result is the peer's public key, as <see cref="SignatureVerifier.Verify"/> takes it.
    /// The order is: the peer's own certificate, a path by names, name constraints, pins, and then signatures from the
    /// anchor down, so that a chain that leads nowhere costs none of them.
    /// </remarks>
    public sealed class ChainVerification : CurveOperation
    {
        private const int NotStarted = 0;
        private const int Searching = 1;
        private const int CheckingConstraints = 2;
        private const int CheckingPins = 3;
        private const int CheckingSignatures = 4;
        private const int Ended = 5;

        private readonly CertificateTrust _trust;
        private readonly int _offset;
        private readonly int _count;
        private readonly CertificateList _list;
        private readonly CertificateChecks _checks;
        private readonly NameConstraints _constraints = new NameConstraints();
        private readonly RangeHash _hash;
        private readonly PinCheck _pins;
        private readonly IssuerCheck _issuers;
        private Certificate _peer;
        private PathSearch _search;
        private int _state;

        // Where in the path a check is: of constraints the authority and the certificate below, of the others one.
        private int _depth;
        private int _below;
        private bool _isUnderWay;

        /// <summary>
        /// Makes a verification.
        /// </summary>
        /// <param name="trust">Whom the program trusts.</param>
        /// <param name="verifier">Verifies the signatures.</param>
        /// <param name="ciphers">Computes SHA-256 for pins and remembered certificates.</param>
        /// <param name="peer">The role of the peer whose certificates they are.</param>
        /// <param name="host">The host that is meant; <see langword="null"/> for none.</param>
        /// <param name="now">The time in seconds since 1970, or <see cref="CertificateTrust.NoClock"/>.</param>
        /// <param name="buffer">Holds the certificates: the content of certificate_list (RFC 5246, section 7.4.2), each
        /// with its length in three bytes, the peer's first.</param>
        /// <param name="offset">Where they begin.</param>
        /// <param name="count">Their length, in bytes.</param>
        /// <exception cref="ArgumentNullException"><paramref name="trust"/>, <paramref name="verifier"/>,
        /// <paramref name="ciphers"/> or <paramref name="buffer"/> is <see langword="null"/>.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The certificates are not inside of the buffer.</exception>
        public ChainVerification(
            CertificateTrust trust, SignatureVerifier verifier, CipherProvider ciphers, TlsRole peer, HostName host,
            long now, byte[] buffer, int offset, int count)
        {
            if (trust == null || verifier == null || ciphers == null || buffer == null)
            {
                throw new ArgumentNullException();
            }

            if (offset < 0 || count < 0 || count > buffer.Length - offset)
            {
                throw new ArgumentOutOfRangeException();
            }

            _trust = trust;
            _offset = offset;
            _count = count;
            _list = new CertificateList(buffer);
            _checks = new CertificateChecks(trust, verifier, peer, host, now);
            _hash = new RangeHash(ciphers);
            _pins = new PinCheck(trust, _hash);
            _issuers = new IssuerCheck(verifier, trust.Verified, _hash);
        }

        /// <inheritdoc/>
        public override bool Succeeded
        {
            get { return _state == Ended && Rule == CertificateRule.None && _peer != null; }
        }

        /// <inheritdoc/>
        public override int ResultLength
        {
            get { return Succeeded ? _peer.KeyCount : 0; }
        }

        /// <summary>
        /// Gets or sets a value indicating whether extensions follow each certificate of the list, as in 1.3 (RFC 8446,
        /// section 4.4.2). They are passed over: whether they were asked for is the handshake's to know. Set before the
        /// first step.
        /// </summary>
        public bool HasEntryExtensions { get; set; }

        /// <summary>
        /// Gets the rule that was broken; <see cref="CertificateRule.None"/> before the end and after success.
        /// </summary>
        public CertificateRule Rule { get; private set; }

        /// <summary>
        /// Gets which certificate of the list broke the rule, 0 for the peer's own; -1 where it was an anchor.
        /// </summary>
        public int CertificateIndex { get; private set; }

        /// <summary>
        /// Gets the kind of the peer's key; <see cref="CertificateKeyKind.None"/> without success.
        /// </summary>
        public CertificateKeyKind KeyKind
        {
            get { return Succeeded ? _peer.KeyKind : CertificateKeyKind.None; }
        }

        /// <summary>
        /// Gets where in the buffer the peer's key begins; of no meaning without success.
        /// </summary>
        public int KeyOffset
        {
            get { return Succeeded ? _peer.KeyOffset : 0; }
        }

        /// <summary>
        /// Gets where in the buffer the peer's SubjectPublicKeyInfo begins; of no meaning without success.
        /// </summary>
        public int KeyInfoOffset
        {
            get { return Succeeded ? _peer.KeyInfoOffset : 0; }
        }

        /// <summary>
        /// Gets the length of the peer's SubjectPublicKeyInfo, in bytes; 0 without success.
        /// </summary>
        public int KeyInfoCount
        {
            get { return Succeeded ? _peer.KeyInfoCount : 0; }
        }

        /// <summary>
        /// Gets how many signatures were verified so far, right or wrong; those that were remembered are not counted.
        /// </summary>
        public int SignatureCount
        {
            get { return _issuers.SignatureCount; }
        }

        /// <summary>
        /// Gets which of the anchors the path ends at, in the order in which they were added; -1 if there is none, as
        /// where pins alone decide.
        /// </summary>
        public int AnchorIndex
        {
            get
            {
                for (int i = 0; Succeeded && i < _trust.AnchorCount; i++)
                {
                    Certificate anchor = _trust.GetAnchor(i);

                    if (_search.Anchor == null ? _peer.IsSame(anchor) : _search.Anchor == anchor)
                    {
                        return i;
                    }
                }

                return -1;
            }
        }

        /// <summary>
        /// Tells whether the peer's key makes signatures of a scheme.
        /// </summary>
        /// <param name="scheme">One of <see cref="SignatureScheme"/>, or any other number.</param>
        /// <returns><see langword="true"/> if the chain was accepted and its key does; otherwise,
        /// <see langword="false"/>.</returns>
        public bool CanSign(int scheme)
        {
            return Succeeded && _peer.CanSign(scheme);
        }

        /// <inheritdoc/>
        public override bool Step()
        {
            switch (_state)
            {
                case NotStarted:
                    Start();
                    break;

                case Searching:
                    Search();
                    break;

                case CheckingConstraints:
                    CheckConstraints();
                    break;

                case CheckingPins:
                    CheckPins();
                    break;

                case CheckingSignatures:
                    CheckSignatures();
                    break;
            }

            return _state == Ended;
        }

        /// <inheritdoc/>
        public override void GetResult(byte[] buffer, int offset)
        {
            if (Succeeded)
            {
                Array.Copy(_peer.Buffer, _peer.KeyOffset, buffer, offset, _peer.KeyCount);
            }
        }

        /// <inheritdoc/>
        public override void Dispose()
        {
            // What is not ended will not be.
            if (_state != Ended)
            {
                _peer = null;
                End(CertificateRule.None, 0);
            }
        }

        private void Start()
        {
            CertificateRule rule = _list.Split(
                _offset, _count, _trust.MaxCertificates, _trust.MaxCertificateLength, HasEntryExtensions);

            if (rule != CertificateRule.None)
            {
                End(rule, _list.FaultIndex);
                return;
            }

            _peer = _list.Read(0);
            rule = _peer.Rule;
            if (rule == CertificateRule.None)
            {
                rule = _checks.CheckPeer(_peer);
            }

            if (rule != CertificateRule.None)
            {
                End(rule, 0);
                return;
            }

            _search = new PathSearch(_list, _trust, _checks);
            _state = IsTrustedItself() ? CheckingPins : Searching;
        }

        // An anchor is trusted as it is: as a peer's own certificate, its signature says nothing more. The same holds
        // where pins alone decide, which are looked at next.
        private bool IsTrustedItself()
        {
            for (int i = 0; i < _trust.AnchorCount; i++)
            {
                if (_peer.IsSame(_trust.GetAnchor(i)))
                {
                    return true;
                }
            }

            return _trust.AnchorCount == 0 && (_trust.HasKeyPins || _trust.HasCertificatePins);
        }

        private void Search()
        {
            _search.Step();
            if (_search.HasFailed)
            {
                End(_search.Rule, _search.FaultIndex);
            }
            else if (_search.Anchor != null)
            {
                _state = CheckingConstraints;
                _depth = 1;
                _below = 0;
                _isUnderWay = false;
            }
        }

        // One certificate against one authority above it, a name at a time.
        private void CheckConstraints()
        {
            if (_isUnderWay)
            {
                if (_constraints.Step())
                {
                    _isUnderWay = false;
                    EndPair(_constraints.Rule);
                }

                return;
            }

            if (_depth > _search.Depth + 1)
            {
                _state = CheckingPins;
                _depth = 0;
                _isUnderWay = false;
                return;
            }

            Certificate authority = _search.Get(_depth);
            Certificate below = _search.Get(_below);

            // Those that are issued for themselves are not held to constraints, except a peer's (RFC 5280, section
            // 6.1.3).
            if (authority.ConstraintsCount > 0 && (_below == 0 || !below.IsSelfIssued))
            {
                _constraints.Start(authority, below);
                _isUnderWay = true;
                return;
            }

            EndPair(CertificateRule.None);
        }

        private void EndPair(CertificateRule rule)
        {
            if (rule == CertificateRule.TooMuchWork)
            {
                End(rule, _search.GetIndex(_below));
                return;
            }

            if (rule != CertificateRule.None)
            {
                Reject(rule, _below, _depth - 1);
                return;
            }

            _below++;
            if (_below == _depth)
            {
                _depth++;
                _below = 0;
            }
        }

        private void CheckPins()
        {
            if (!_trust.HasKeyPins && !_trust.HasCertificatePins)
            {
                StartSignatures();
                return;
            }

            if (!_isUnderWay)
            {
                _pins.Start(_search.Anchor == null ? _peer : _search.Get(_depth));
                _isUnderWay = true;
            }
            else if (_pins.Step())
            {
                _isUnderWay = false;
                if (_pins.IsPinned)
                {
                    StartSignatures();
                }
                else if (_search.Anchor == null)
                {
                    End(CertificateRule.NotPinned, 0);
                }
                else if (_depth > _search.Depth)
                {
                    Reject(CertificateRule.NotPinned, 0, _search.Depth);
                }
                else
                {
                    _depth++;
                }
            }
        }

        private void StartSignatures()
        {
            if (_search.Anchor == null)
            {
                End(CertificateRule.None, 0);
                return;
            }

            _state = CheckingSignatures;
            _depth = _search.Depth;
            _isUnderWay = false;
        }

        // From the anchor down: no key is used that nobody vouched for.
        private void CheckSignatures()
        {
            if (!_isUnderWay)
            {
                if (_issuers.SignatureCount == _trust.MaxSignatures)
                {
                    End(CertificateRule.TooMuchWork, _search.GetIndex(_depth));
                    return;
                }

                _issuers.Start(_search.Get(_depth), _search.Get(_depth + 1));
                _isUnderWay = true;
            }
            else if (_issuers.Step())
            {
                _isUnderWay = false;
                if (!_issuers.IsRight)
                {
                    Reject(CertificateRule.BadSignature, _depth, _depth);
                }
                else if (_depth == 0)
                {
                    End(CertificateRule.None, 0);
                }
                else
                {
                    _depth--;
                }
            }
        }

        private void Reject(CertificateRule rule, int faultDepth, int depth)
        {
            _search.Reject(rule, faultDepth, depth);
            _state = Searching;
        }

        private void End(CertificateRule rule, int index)
        {
            Rule = rule;
            CertificateIndex = index;
            _state = Ended;
            _issuers.End();
            _hash.Dispose();
        }
    }
}
