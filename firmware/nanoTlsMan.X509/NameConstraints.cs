//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.X509.Der;

namespace NanoTlsMan.X509
{
    /// <summary>
    /// Holds the names of a certificate against the constraints of an authority above it (RFC 5280, section 4.2.1.10).
    /// What cannot be judged is refused.
    /// </summary>
    internal sealed class NameConstraints
    {
        // Names times constraints, over all of a chain: who needs more wants to keep somebody busy.
        private const int MaxComparisons = 512;

        private readonly DerReader _names = new DerReader();
        private readonly DerReader _subtrees = new DerReader();
        private int _comparisons;

        /// <summary>
        /// Checks all names of a certificate, its subject included.
        /// </summary>
        internal CertificateRule Check(Certificate authority, Certificate below)
        {
            DerReader names = _names;

            // An empty subject is no name.
            if (below.SubjectCount > 2)
            {
                names.Reset(below.Buffer, below.SubjectOffset, below.SubjectCount);
                names.Skip(DerTag.Sequence);
                CertificateRule rule = CheckName(
                    authority, GeneralName.Directory, below.Buffer, names.ContentOffset, names.ContentCount);

                if (rule != CertificateRule.None)
                {
                    return rule;
                }

                if (HasMail(below))
                {
                    rule = CheckName(authority, GeneralName.Mail, below.Buffer, 0, 0);
                    if (rule != CertificateRule.None)
                    {
                        return rule;
                    }
                }
            }

            names.Reset(below.Buffer, below.NamesOffset, below.NamesCount);
            while (!names.IsAtEnd)
            {
                int form = names.Tag;

                names.SkipAny();
                int offset = names.ContentOffset;
                int count = names.ContentCount;
                int next = names.Position;

                if (form == GeneralName.Directory)
                {
                    names.Reset(below.Buffer, offset, count);
                    names.Skip(DerTag.Sequence);
                    offset = names.ContentOffset;
                    count = names.ContentCount;
                    names.Reset(below.Buffer, next, below.NamesOffset + below.NamesCount - next);
                }

                CertificateRule rule = CheckName(authority, form, below.Buffer, offset, count);
                if (rule != CertificateRule.None)
                {
                    return rule;
                }
            }

            return CertificateRule.None;
        }

        private CertificateRule CheckName(Certificate authority, int form, byte[] buffer, int offset, int count)
        {
            DerReader subtrees = _subtrees;
            bool isConstrained = false;
            bool isPermitted = false;

            subtrees.Reset(authority.Buffer, authority.ConstraintsOffset, authority.ConstraintsCount);
            while (!subtrees.IsAtEnd)
            {
                int list = subtrees.Tag;
                bool isExclusion = list == DerTag.ContextConstructed + 1;
                int outer = subtrees.Open(list);

                while (!subtrees.IsAtEnd)
                {
                    int subtree = subtrees.Open(DerTag.Sequence);
                    int constraint = subtrees.Tag;

                    if (constraint == form)
                    {
                        _comparisons++;
                        if (_comparisons > MaxComparisons)
                        {
                            return CertificateRule.TooMuchWork;
                        }

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
