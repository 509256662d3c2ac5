//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.X509.Der;

namespace NanoTlsMan.X509
{
    /// <summary>
    /// Holds the names of a certificate against the constraints of an authority above it (RFC 5280, section 4.2.1.10),
    /// a name at a time. What cannot be judged is refused.
    /// </summary>
    internal sealed class NameConstraints
    {
        // Names times constraints, over all of a verification: who needs more wants to keep somebody busy.
        private const int MaxComparisons = 2048;

        private readonly DerReader _names = new DerReader();
        private readonly DerReader _subtrees = new DerReader();
        private Certificate _authority;
        private Certificate _below;
        private bool _isSubjectNext;
        private int _comparisons;

        /// <summary>
        /// Gets the rule that a name breaks.
        /// </summary>
        internal CertificateRule Rule { get; private set; }

        /// <summary>
        /// Begins with the names of a certificate, its subject included.
        /// </summary>
        internal void Start(Certificate authority, Certificate below)
        {
            _authority = authority;
            _below = below;
            _isSubjectNext = true;
            _names.Reset(below.Buffer, below.NamesOffset, below.NamesCount);
            Rule = CertificateRule.None;
        }

        /// <summary>
        /// Checks a name.
        /// </summary>
        /// <returns><see langword="true"/> once all are checked, or one breaks a rule.</returns>
        internal bool Step()
        {
            if (_isSubjectNext)
            {
                _isSubjectNext = false;
                Rule = CheckSubject();
            }
            else if (!_names.IsAtEnd)
            {
                int form = _names.Tag;

                _names.SkipAny();
                Rule = form == GeneralName.Directory
                    ? CheckDirectory(_names.ContentOffset, _names.ContentCount)
                    : CheckName(form, _names.ContentOffset, _names.ContentCount);
            }

            return Rule != CertificateRule.None || _names.IsAtEnd;
        }

        private CertificateRule CheckSubject()
        {
            // An empty subject is no name.
            if (_below.SubjectCount <= 2)
            {
                return CertificateRule.None;
            }

            CertificateRule rule = CheckDirectory(_below.SubjectOffset, _below.SubjectCount);
            return rule == CertificateRule.None && HasMail(_below) ? CheckName(GeneralName.Mail, 0, 0) : rule;
        }

        // What is compared are the parts of the name, without the length of all.
        private CertificateRule CheckDirectory(int offset, int count)
        {
            DerReader name = _subtrees;

            name.Reset(_below.Buffer, offset, count);
            name.Skip(DerTag.Sequence);
            return CheckName(GeneralName.Directory, name.ContentOffset, name.ContentCount);
        }

        private CertificateRule CheckName(int form, int offset, int count)
        {
            DerReader subtrees = _subtrees;
            byte[] buffer = _below.Buffer;
            bool isConstrained = false;
            bool isPermitted = false;

            subtrees.Reset(_authority.Buffer, _authority.ConstraintsOffset, _authority.ConstraintsCount);
            while (!subtrees.IsAtEnd)
            {
                int list = subtrees.Tag;
                bool isExclusion = list == DerTag.ContextConstructed + 1;
                int outer = subtrees.Open(list);

                while (!subtrees.IsAtEnd)
                {
                    int subtree = subtrees.Open(DerTag.Sequence);
                    int constraint = subtrees.Tag;

                    // Those of other forms count as well, for they take time.
                    _comparisons++;
                    if (_comparisons > MaxComparisons)
                    {
                        return CertificateRule.TooMuchWork;
                    }

                    if (constraint == form)
                    {
                        // Two spellings of one directory name differ in bytes: so what is not permitted can be told,
                        // and what is excluded cannot.
                        if ((form != GeneralName.Dns && form != GeneralName.Address && form != GeneralName.Directory)
                            || (form == GeneralName.Directory && isExclusion))
                        {
                            return CertificateRule.UnsupportedConstraint;
                        }

                        bool isMatch = IsWithin(form, isExclusion, buffer, offset, count);
                        if (isMatch && isExclusion)
                        {
                            return CertificateRule.NameNotPermitted;
                        }

                        isConstrained |= !isExclusion;
                        isPermitted |= isMatch;
                    }
                    else
                    {
                        subtrees.SkipAny();
                    }

                    subtrees.Close(subtree);
                }

                subtrees.Close(outer);
            }

            return isConstrained && !isPermitted ? CertificateRule.NameNotPermitted : CertificateRule.None;
        }

        // Reads the constraint that is next.
        private bool IsWithin(int form, bool isExclusion, byte[] buffer, int offset, int count)
        {
            DerReader subtrees = _subtrees;

            if (form == GeneralName.Directory)
            {
                int outer = subtrees.Open(GeneralName.Directory);
                subtrees.Skip(DerTag.Sequence);
                subtrees.Close(outer);
                return Stretch.IsPrefix(
                    subtrees.Buffer, subtrees.ContentOffset, subtrees.ContentCount, buffer, offset, count);
            }

            subtrees.SkipAny();
            return form == GeneralName.Address
                ? IsInNetwork(subtrees.Buffer, subtrees.ContentOffset, subtrees.ContentCount, buffer, offset, count)
                : IsInDomain(
                    subtrees.Buffer, subtrees.ContentOffset, subtrees.ContentCount, buffer, offset, count, isExclusion);
        }

        private static bool IsInNetwork(
            byte[] network, int networkOffset, int networkCount, byte[] address, int offset, int count)
        {
            if (networkCount != 2 * count)
            {
                return false;
            }

            for (int i = 0; i < count; i++)
            {
                if (((network[networkOffset + i] ^ address[offset + i]) & network[networkOffset + count + i]) != 0)
                {
                    return false;
                }
            }

            return true;
        }

        // A domain has itself and all that ends in a dot and it; one with a dot in front, as some authorities write it,
        // only the latter.
        private static bool IsInDomain(
            byte[] domain, int domainOffset, int domainCount, byte[] name, int offset, int count, bool isExclusion)
        {
            // A wildcard stands for what is excluded, if that is below it.
            if (isExclusion && count > 2 && name[offset] == '*' && domainCount >= count
                && EndsWith(domain, domainOffset, domainCount, name, offset + 1, count - 1))
            {
                return true;
            }

            if (domainCount == 0)
            {
                return true;
            }

            if (domain[domainOffset] == '.')
            {
                return count > domainCount && EndsWith(name, offset, count, domain, domainOffset, domainCount);
            }

            return EndsWith(name, offset, count, domain, domainOffset, domainCount)
                && (count == domainCount || name[offset + count - domainCount - 1] == '.');
        }

        private static bool EndsWith(byte[] name, int offset, int count, byte[] end, int endOffset, int endCount)
        {
            int start = offset + count - endCount;

            if (endCount > count)
            {
                return false;
            }

            for (int i = 0; i < endCount; i++)
            {
                if (Stretch.ToLower(name[start + i]) != Stretch.ToLower(end[endOffset + i]))
                {
                    return false;
                }
            }

            return true;
        }

        // emailAddress in a subject counts as a mail name. Wherever the bytes of its identifier stand will do.
        private static bool HasMail(Certificate certificate)
        {
            byte[] identifier = { 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x01 };
            int last = certificate.SubjectOffset + certificate.SubjectCount - identifier.Length;

            for (int i = certificate.SubjectOffset; i <= last; i++)
            {
                if (Stretch.IsPrefix(
                    identifier, 0, identifier.Length, certificate.Buffer, i, identifier.Length))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
