//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.X509
{
    /// <summary>
    /// Looks for a path from the peer's certificate to an anchor, by names and by what certificates say of themselves;
    /// no signature is verified. Each issuer is an anchor or anywhere in the list (RFC 8446, section 4.4.2: lists come
    /// unordered and with more than is needed). It can be asked for another path after one that turned out wrong.
    /// </summary>
    internal sealed class PathSearch
    {
        // Candidates of the right name. Honest lists need about as many as a path has certificates.
        private const int MaxCandidates = 64;

        // Faults that show only with a whole path say more than any on the way to none.
        private const int WholePath = int.MaxValue;

        private readonly CertificateList _list;
        private readonly CertificateTrust _trust;
        private readonly CertificateChecks _checks;
        private readonly int[] _path;
        private readonly int[] _next;
        private readonly bool[] _matched;
        private int _candidates;
        private int _faultDepth = -1;

        internal PathSearch(CertificateList list, CertificateTrust trust, CertificateChecks checks)
        {
            _list = list;
            _trust = trust;
            _checks = checks;
            _path = new int[trust.MaxDepth];
            _next = new int[trust.MaxDepth];
            _matched = new bool[trust.MaxDepth];
        }

        /// <summary>Gets how many authorities of the list the path has above the peer's certificate.</summary>
        internal int Depth { get; private set; }

        /// <summary>Gets the anchor that ends the path, once it is found.</summary>
        internal Certificate Anchor { get; private set; }

        /// <summary>Gets a value indicating whether there is no path, or no other one.</summary>
        internal bool HasFailed { get; private set; }

        /// <summary>Gets why; of several reasons the one that was nearest to an anchor.</summary>
        internal CertificateRule Rule { get; private set; }

        /// <summary>Gets which certificate of the list is to blame; -1 for an anchor.</summary>
        internal int FaultIndex { get; private set; }

        /// <summary>
        /// Gets the number in the list of a certificate of the path.
        /// </summary>
        internal int GetIndex(int depth)
        {
            return _path[depth];
        }

        /// <summary>
        /// Gets a certificate of the path: the peer's at 0, the anchor behind the last one.
        /// </summary>
        internal Certificate Get(int depth)
        {
            return depth > Depth ? Anchor : _list.Get(_path[depth]);
        }

        /// <summary>
        /// Goes on: reads one certificate, or looks at one candidate of the right name.
        /// </summary>
        internal void Step()
        {
            while (!HasFailed)
            {
                int candidate = _next[Depth];
                int index = candidate - _trust.AnchorCount;

                if (index == _list.Count)
                {
                    GoBack();
                    continue;
                }

                if (index >= 0 && _list.Get(index) == null)
                {
                    CertificateRule rule = _list.Read(index).Rule;

                    // A list with something unreadable in it is not read around.
                    if (rule != CertificateRule.None)
                    {
                        End(rule, index);
                    }

                    return;
                }

                _next[Depth] = candidate + 1;
                Certificate issuer = index < 0 ? _trust.GetAnchor(candidate) : _list.Get(index);
                if (IsCandidate(issuer, index))
                {
                    Try(issuer, index);
                    return;
                }
            }
        }

        /// <summary>
        /// Gives up a path, and everything that has the same issuer for one of its certificates.
        /// </summary>
        /// <param name="rule">Why.</param>
        /// <param name="faultDepth">Which certificate of the path is to blame.</param>
        /// <param name="depth">For which one another issuer is looked for.</param>
        internal void Reject(CertificateRule rule, int faultDepth, int depth)
        {
            Note(rule, WholePath, _path[faultDepth]);
            Anchor = null;
            Depth = depth;
        }

        private bool IsCandidate(Certificate issuer, int index)
        {
            Certificate current = _list.Get(_path[Depth]);

            if (!current.IsIssuedBy(issuer) || !current.IsIssuedByKey(issuer))
            {
                return false;
            }

            // Nobody comes twice, under another certificate neither, so that rings have an end.
            for (int i = 0; i <= Depth && index >= 0; i++)
            {
                if (_list.Get(_path[i]).IsSameSubject(issuer))
                {
                    return false;
                }
            }

            return true;
        }

        private void Try(Certificate issuer, int index)
        {
            Certificate current = _list.Get(_path[Depth]);
            CertificateRule rule = _checks.CheckScheme(current, issuer);

            _matched[Depth] = true;
            _candidates++;
            if (_candidates > MaxCandidates)
            {
                End(CertificateRule.TooMuchWork, _path[Depth]);
                return;
            }

            if (rule != CertificateRule.None)
            {
                Note(rule, Depth + 1, _path[Depth]);
                return;
            }

            rule = _checks.CheckIssuer(issuer, CountAuthorities());
            if (rule == CertificateRule.None && index < 0)
            {
                Anchor = issuer;
                return;
            }

            if (rule == CertificateRule.None && Depth + 1 == _path.Length)
            {
                rule = CertificateRule.TooDeep;
            }

            if (rule != CertificateRule.None)
            {
                Note(rule, Depth + 1, index < 0 ? -1 : index);
                return;
            }

            Depth++;
            _path[Depth] = index;
            _next[Depth] = 0;
            _matched[Depth] = false;
        }

        // Those that are issued for themselves, as when a key is changed, do not count (RFC 5280, section 4.2.1.9).
        private int CountAuthorities()
        {
            int count = 0;

            for (int i = 1; i <= Depth; i++)
            {
                if (!_list.Get(_path[i]).IsSelfIssued)
                {
                    count++;
                }
            }

            return count;
        }

        private void GoBack()
        {
            if (!_matched[Depth])
            {
                bool isSelfSigned = _list.Get(_path[Depth]).IsSelfIssued;

                Note(
                    isSelfSigned ? CertificateRule.SelfSigned : CertificateRule.UnknownIssuer, Depth, _path[Depth]);
            }

            if (Depth == 0)
            {
                HasFailed = true;
                return;
            }

            Depth--;
        }

        private void Note(CertificateRule rule, int depth, int index)
        {
            if (depth > _faultDepth)
            {
                _faultDepth = depth;
                Rule = rule;
                FaultIndex = index;
            }
        }

        private void End(CertificateRule rule, int index)
        {
            Rule = rule;
            FaultIndex = index;
            HasFailed = true;
        }
    }
}
