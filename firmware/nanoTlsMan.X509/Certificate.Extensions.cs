//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.X509.Der;

namespace NanoTlsMan.X509
{
    /// <content>
    /// The extensions (RFC 5280, section 4.2).
    /// </content>
    internal sealed partial class Certificate
    {
        // More have not been seen; nor longer identifiers, of which those of UUIDs have 20 bytes.
        private const int MaxExtensions = 32;
        private const int MaxIdentifierLength = 32;

        // One name is held against all of them in one step.
        private const int MaxSubtrees = 64;

        private const int SubjectKeyIdentifier = 14;
        private const int KeyUsageExtension = 15;
        private const int SubjectAlternativeName = 17;
        private const int BasicConstraints = 19;
        private const int NameConstraintsExtension = 30;
        private const int AuthorityKeyIdentifier = 35;
        private const int ExtendedKeyUsage = 37;

        /// <summary>Gets a value indicating whether a critical extension is not known here.</summary>
        internal bool HasUnknownCritical { get; private set; }

        /// <summary>Gets a value indicating whether basicConstraints says that this is an authority.</summary>
        internal bool IsAuthority { get; private set; }

        /// <summary>Gets how many authorities may be between this one and a peer; -1 for any number.</summary>
        internal int PathLength { get; private set; } = -1;

        /// <summary>Gets the first byte of keyUsage; -1 without the extension.</summary>
        internal int KeyUsage { get; private set; } = -1;

        /// <summary>Gets the roles in TLS that extendedKeyUsage names; -1 without the extension.</summary>
        internal int Roles { get; private set; } = -1;

        /// <summary>Gets where the names of subjectAltName begin; they are read and found well-formed.</summary>
        internal int NamesOffset { get; private set; }

        /// <summary>Gets their length, in bytes; 0 without the extension.</summary>
        internal int NamesCount { get; private set; }

        /// <summary>Gets where permittedSubtrees and excludedSubtrees begin; they are read and found
        /// well-formed.</summary>
        internal int ConstraintsOffset { get; private set; }

        /// <summary>Gets their length, in bytes; 0 without the extension.</summary>
        internal int ConstraintsCount { get; private set; }

        private int KeyIdOffset { get; set; }

        private int KeyIdCount { get; set; }

        private int AuthorityKeyIdOffset { get; set; }

        private int AuthorityKeyIdCount { get; set; }

        /// <summary>
        /// Tells whether a certificate may be this one's issuer by the keys' identifiers: they are the same, or one of
        /// them is not there.
        /// </summary>
        internal bool IsIssuedByKey(Certificate issuer)
        {
            return AuthorityKeyIdCount == 0 || issuer.KeyIdCount == 0
                || Stretch.AreEqual(
                    Buffer, AuthorityKeyIdOffset, AuthorityKeyIdCount, issuer.Buffer, issuer.KeyIdOffset,
                    issuer.KeyIdCount);
        }

        private void ReadExtensions()
        {
            DerReader reader = _reader;
            int[] seen = new int[2 * MaxExtensions];
            int number = 0;
            int outer = reader.Open(DerTag.ContextConstructed + 3);
            int list = reader.Open(DerTag.Sequence);

            do
            {
                int extension = reader.Open(DerTag.Sequence);

                reader.SkipObjectIdentifier();
                int offset = reader.ContentOffset;
                int count = reader.ContentCount;

                // False is the default, which DER leaves out.
                bool isCritical = reader.Tag == DerTag.Boolean;
                if (isCritical && !reader.ReadBoolean())
                {
                    reader.Fail();
                }

                reader.Skip(DerTag.OctetString);
                if (reader.Failed)
                {
                    return;
                }

                if (number == MaxExtensions || count > MaxIdentifierLength)
                {
                    Refuse(CertificateRule.Malformed);
                    return;
                }

                for (int i = 0; i < number; i++)
                {
                    if (Stretch.AreEqual(Buffer, seen[2 * i], seen[2 * i + 1], Buffer, offset, count))
                    {
                        Refuse(CertificateRule.DuplicateExtension);
                        return;
                    }
                }

                seen[2 * number] = offset;
                seen[2 * number + 1] = count;
                number++;
                ReadExtension(offset, count, isCritical, reader.ContentOffset, reader.ContentCount);
                reader.Close(extension);
            }
            while (!reader.IsAtEnd);

            reader.Close(list);
            reader.Close(outer);
        }

        private void ReadExtension(int idOffset, int idCount, bool isCritical, int offset, int count)
        {
            // All that are known are 2.5.29 and a number.
            int number = idCount == 3 && Buffer[idOffset] == 0x55 && Buffer[idOffset + 1] == 0x1d
                ? Buffer[idOffset + 2]
                : 0;
            DerReader value = new DerReader();

            value.Reset(Buffer, offset, count);
            switch (number)
            {
                case SubjectKeyIdentifier:
                    value.Skip(DerTag.OctetString);
                    KeyIdOffset = value.ContentOffset;
                    KeyIdCount = value.ContentCount;
                    break;

                case AuthorityKeyIdentifier:
                    ReadAuthorityKeyId(value);
                    break;

                case KeyUsageExtension:
                    ReadKeyUsage(value);
                    break;

                case SubjectAlternativeName:
                    ReadNames(value);
                    break;

                case BasicConstraints:
                    ReadBasicConstraints(value);
                    break;

                case NameConstraintsExtension:
                    ReadNameConstraints(value);
                    break;

                case ExtendedKeyUsage:
                    ReadExtendedKeyUsage(value);
                    break;

                default:
                    HasUnknownCritical |= isCritical;
                    return;
            }

            if (value.Failed || !value.IsAtEnd)
            {
                Refuse(CertificateRule.Malformed);
            }
        }

        private void ReadAuthorityKeyId(DerReader value)
        {
            int outer = value.Open(DerTag.Sequence);

            // [0] is the key's identifier; the issuer's issuer and serial number after it are not looked at.
            if (value.Tag == DerTag.Context)
            {
                value.SkipAny();
                AuthorityKeyIdOffset = value.ContentOffset;
                AuthorityKeyIdCount = value.ContentCount;
            }

            while (!value.IsAtEnd)
            {
                value.SkipAny();
            }

            value.Close(outer);
        }

        // Named bits are as few as they can be (X.690, section 11.2.2), and one is set (RFC 5280, section 4.2.1.3).
        private void ReadKeyUsage(DerReader value)
        {
            value.Skip(DerTag.BitString);
            if (value.ContentCount < 2 || value.ContentCount > 3)
            {
                value.Fail();
                return;
            }

            int unused = Buffer[value.ContentOffset];
            int last = Buffer[value.ContentOffset + value.ContentCount - 1];
            if (unused > 7 || (last & ((1 << unused) - 1)) != 0 || (last & (1 << unused)) == 0)
            {
                value.Fail();
                return;
            }

            KeyUsage = Buffer[value.ContentOffset + 1];
        }

        private void ReadBasicConstraints(DerReader value)
        {
            int outer = value.Open(DerTag.Sequence);

            if (value.Tag == DerTag.Boolean)
            {
                IsAuthority = value.ReadBoolean();
                if (!IsAuthority)
                {
                    value.Fail();
                }
            }

            if (IsAuthority && value.Tag == DerTag.Integer)
            {
                PathLength = value.ReadSmall();
            }

            value.Close(outer);
        }

        private void ReadExtendedKeyUsage(DerReader value)
        {
            byte[] serverAuth = { 0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x01 };
            byte[] clientAuth = { 0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x02 };
            int outer = value.Open(DerTag.Sequence);

            Roles = 0;
            do
            {
                value.SkipObjectIdentifier();
                if (value.IsContent(serverAuth))
                {
                    Roles |= ServerAuth;
                }
                else if (value.IsContent(clientAuth))
                {
                    Roles |= ClientAuth;
                }
            }
            while (!value.IsAtEnd);

            value.Close(outer);
        }

        private void ReadNames(DerReader value)
        {
            int outer = value.Open(DerTag.Sequence);

            NamesOffset = value.Position;
            do
            {
                int form = GeneralName.Skip(value);

                if (form == GeneralName.Dns && !GeneralName.IsText(Buffer, value.ContentOffset, value.ContentCount))
                {
                    Refuse(CertificateRule.BadName);
                    return;
                }
            }
            while (!value.IsAtEnd);

            NamesCount = value.Position - NamesOffset;
            value.Close(outer);
        }

        private void ReadNameConstraints(DerReader value)
        {
            int outer = value.Open(DerTag.Sequence);
            int number = 0;

            ConstraintsOffset = value.Position;
            if (value.IsAtEnd)
            {
                value.Fail();
            }

            for (int i = 0; i <= 1; i++)
            {
                if (value.Tag != DerTag.ContextConstructed + i)
                {
                    continue;
                }

                int list = value.Open(DerTag.ContextConstructed + i);
                do
                {
                    // minimum is 0, which is left out, and maximum absent (RFC 5280, section 4.2.1.10).
                    int subtree = value.Open(DerTag.Sequence);
                    GeneralName.SkipConstraint(value);
                    value.Close(subtree);
                    number++;
                    if (number > MaxSubtrees)
                    {
                        Refuse(CertificateRule.TooMuchWork);
                        return;
                    }
                }
                while (!value.IsAtEnd);

                value.Close(list);
            }

            ConstraintsCount = value.Position - ConstraintsOffset;
            value.Close(outer);
        }
    }
}
