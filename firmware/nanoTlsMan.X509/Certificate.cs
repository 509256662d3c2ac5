//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.X509.Der;

namespace NanoTlsMan.X509
{
    /// <summary>
    /// A certificate (RFC 5280, section 4.1) where it lies: what it says, as numbers and stretches of the buffer.
    /// </summary>
    internal sealed partial class Certificate
    {
        /// <summary>keyUsage (RFC 5280, section 4.2.1.3): the key signs what is no certificate.</summary>
        internal const int DigitalSignature = 0x80;

        /// <summary>keyUsage: the key signs certificates.</summary>
        internal const int KeyCertSign = 0x04;

        /// <summary>extendedKeyUsage (RFC 5280, section 4.2.1.12): of a TLS server.</summary>
        internal const int ServerAuth = 1;

        /// <summary>extendedKeyUsage: of a TLS client.</summary>
        internal const int ClientAuth = 2;

        // RFC 5280, section 4.1.2.2.
        private const int MaxSerialLength = 20;

        // Beyond the modulus of 4096 bits no key is looked at.
        private const int MaxExponentLength = 4;

        private readonly DerReader _reader = new DerReader();

        /// <summary>Gets the rule that the encoding breaks; none if all is well.</summary>
        internal CertificateRule Rule { get; private set; }

        internal byte[] Buffer { get; private set; }

        internal int Offset { get; private set; }

        internal int Count { get; private set; }

        /// <summary>Gets where tbsCertificate begins, which is what is signed.</summary>
        internal int SignedOffset { get; private set; }

        internal int SignedCount { get; private set; }

        /// <summary>Gets the version: 1, 2 or 3.</summary>
        internal int Version { get; private set; }

        internal int IssuerOffset { get; private set; }

        internal int IssuerCount { get; private set; }

        internal int SubjectOffset { get; private set; }

        internal int SubjectCount { get; private set; }

        /// <summary>Gets the first second in which the certificate is valid, since 1970.</summary>
        internal long NotBefore { get; private set; }

        /// <summary>Gets the last such second.</summary>
        internal long NotAfter { get; private set; }

        /// <summary>Gets where SubjectPublicKeyInfo begins.</summary>
        internal int KeyInfoOffset { get; private set; }

        internal int KeyInfoCount { get; private set; }

        internal CertificateKeyKind KeyKind { get; private set; }

        /// <summary>Gets where the key in the BIT STRING begins.</summary>
        internal int KeyOffset { get; private set; }

        internal int KeyCount { get; private set; }

        /// <summary>Gets the length of an RSA key's modulus, in bits; 0 for others.</summary>
        internal int ModulusBits { get; private set; }

        /// <summary>Gets one of <see cref="SignatureScheme"/>; 0 for others.</summary>
        internal int Scheme { get; private set; }

        internal int SignatureOffset { get; private set; }

        internal int SignatureCount { get; private set; }

        /// <summary>Gets a value indicating whether issuer and subject have one name.</summary>
        internal bool IsSelfIssued
        {
            get { return IsIssuedBy(this); }
        }

        /// <summary>
        /// Reads a certificate that fills a stretch. The buffer stays, and is not changed while this is used.
        /// </summary>
        internal static Certificate Read(byte[] buffer, int offset, int count)
        {
            Certificate certificate = new Certificate();

            certificate.Buffer = buffer;
            certificate.Offset = offset;
            certificate.Count = count;
            certificate.Read();
            return certificate;
        }

        /// <summary>
        /// Tells whether a certificate's subject is this one's issuer, by name: byte by byte, as authorities that
        /// are to be found write it (RFC 5280, section 4.1.2.6).
        /// </summary>
        internal bool IsIssuedBy(Certificate issuer)
        {
            return Stretch.AreEqual(
                Buffer, IssuerOffset, IssuerCount, issuer.Buffer, issuer.SubjectOffset, issuer.SubjectCount);
        }

        /// <summary>
        /// Tells whether the other one is the same, byte by byte.
        /// </summary>
        internal bool IsSame(Certificate other)
        {
            return Stretch.AreEqual(Buffer, Offset, Count, other.Buffer, other.Offset, other.Count);
        }

        /// <summary>
        /// Tells whether the other one is for the same subject and key.
        /// </summary>
        internal bool IsSameSubject(Certificate other)
        {
            return Stretch.AreEqual(
                Buffer, SubjectOffset, SubjectCount, other.Buffer, other.SubjectOffset, other.SubjectCount)
                && Stretch.AreEqual(
                    Buffer, KeyInfoOffset, KeyInfoCount, other.Buffer, other.KeyInfoOffset, other.KeyInfoCount);
        }

        /// <summary>
        /// Tells whether this one's key makes signatures of a scheme.
        /// </summary>
        internal bool CanSign(int scheme)
        {
            switch (scheme)
            {
                case SignatureScheme.EcdsaSecp256r1Sha256:
                    return KeyKind == CertificateKeyKind.P256;

                case SignatureScheme.EcdsaSecp384r1Sha384:
                    return KeyKind == CertificateKeyKind.P384;

                case SignatureScheme.RsaPkcs1Sha256:
                case SignatureScheme.RsaPkcs1Sha384:
                case SignatureScheme.RsaPssRsaeSha256:
                case SignatureScheme.RsaPssRsaeSha384:
                    return KeyKind == CertificateKeyKind.Rsa;

                default:
                    return false;
            }
        }

        private void Read()
        {
            DerReader reader = _reader;

            reader.Reset(Buffer, Offset, Count);
            int certificate = reader.Open(DerTag.Sequence);

            SignedOffset = reader.Position;
            int signed = reader.Open(DerTag.Sequence);
            ReadVersion();
            ReadSerial();

            int innerOffset = reader.Position;
            reader.Skip(DerTag.Sequence);
            int innerCount = reader.Position - innerOffset;

            IssuerOffset = reader.Position;
            reader.SkipName();
            IssuerCount = reader.Position - IssuerOffset;

            int validity = reader.Open(DerTag.Sequence);
            NotBefore = DerTime.Read(reader);
            NotAfter = DerTime.Read(reader);
            reader.Close(validity);

            SubjectOffset = reader.Position;
            reader.SkipName();
            SubjectCount = reader.Position - SubjectOffset;
            ReadKey();
            SkipUniqueIdentifiers();
            if (reader.Tag == DerTag.ContextConstructed + 3 && Version == 3)
            {
                ReadExtensions();
            }

            reader.Close(signed);
            SignedCount = reader.Position - SignedOffset;

            int outerOffset = reader.Position;
            reader.Skip(DerTag.Sequence);
            int outerCount = reader.Position - outerOffset;

            reader.SkipBitString();
            SignatureOffset = reader.ContentOffset;
            SignatureCount = reader.ContentCount;
            reader.Close(certificate);

            // An empty issuer could be anybody (RFC 5280, section 4.1.2.4).
            if (reader.Failed || !reader.IsAtEnd || IssuerCount <= 2)
            {
                Rule = Rule == CertificateRule.None ? CertificateRule.Malformed : Rule;
                return;
            }

            if (!Stretch.AreEqual(Buffer, innerOffset, innerCount, Buffer, outerOffset, outerCount))
            {
                Refuse(CertificateRule.AlgorithmMismatch);
                return;
            }

            Scheme = KeyAlgorithm.FindScheme(Buffer, outerOffset, outerCount);
        }

        // What was wrong first is what is said.
        private void Refuse(CertificateRule rule)
        {
            if (Rule == CertificateRule.None)
            {
                Rule = rule;
            }

            _reader.Fail();
        }

        private void ReadVersion()
        {
            Version = 1;
            if (_reader.Tag == DerTag.ContextConstructed)
            {
                int outer = _reader.Open(DerTag.ContextConstructed);

                // Version 1 is the default, which DER leaves out.
                Version = _reader.ReadSmall() + 1;
                if (Version != 2 && Version != 3)
                {
                    _reader.Fail();
                }

                _reader.Close(outer);
            }
        }

        // Old roots have 0; what is negative or longer has no place in a list of revoked ones either.
        private void ReadSerial()
        {
            _reader.SkipUnsigned();
            if (_reader.ContentCount > MaxSerialLength)
            {
                _reader.Fail();
            }
        }

        private void ReadKey()
        {
            DerReader reader = _reader;

            KeyInfoOffset = reader.Position;
            int outer = reader.Open(DerTag.Sequence);

            int algorithmOffset = reader.Position;
            reader.Skip(DerTag.Sequence);
            int algorithm = KeyAlgorithm.FindKey(Buffer, algorithmOffset, reader.Position - algorithmOffset);

            reader.SkipBitString();
            reader.Close(outer);
            KeyInfoCount = reader.Position - KeyInfoOffset;
            KeyOffset = reader.ContentOffset;
            KeyCount = reader.ContentCount;
            if (reader.Failed)
            {
                return;
            }

            // Compressed points (RFC 5480, section 2.2) are not read.
            if (algorithm == KeyAlgorithm.P256 && KeyCount == 65 && Buffer[KeyOffset] == 4)
            {
                KeyKind = CertificateKeyKind.P256;
            }
            else if (algorithm == KeyAlgorithm.P384 && KeyCount == 97 && Buffer[KeyOffset] == 4)
            {
                KeyKind = CertificateKeyKind.P384;
            }
            else if (algorithm == KeyAlgorithm.Rsa)
            {
                ReadModulus();
            }
        }

        private void ReadModulus()
        {
            DerReader key = new DerReader();

            key.Reset(Buffer, KeyOffset, KeyCount);
            int outer = key.Open(DerTag.Sequence);
            key.SkipUnsigned();
            int offset = key.ContentOffset;
            int count = key.ContentCount;
            key.SkipUnsigned();

            int last = key.ContentOffset + key.ContentCount - 1;
            bool isOdd = key.ContentCount > 0 && (Buffer[last] & 1) == 1;
            int exponentCount = key.ContentCount;
            key.Close(outer);
            if (key.Failed || !key.IsAtEnd || !isOdd || exponentCount > MaxExponentLength)
            {
                return;
            }

            int first = Buffer[offset];
            if (first == 0 && count > 1)
            {
                offset++;
                count--;
                first = Buffer[offset];
            }

            ModulusBits = 8 * count;
            while (first < 0x80 && ModulusBits > 0)
            {
                first = (first << 1) | 1;
                ModulusBits--;
            }

            KeyKind = CertificateKeyKind.Rsa;
        }

        // Nobody uses them, and version 1 has none (RFC 5280, section 4.1.2.8).
        private void SkipUniqueIdentifiers()
        {
            for (int i = 1; i <= 2; i++)
            {
                if (Version > 1 && _reader.Tag == DerTag.Context + i)
                {
                    _reader.SkipAny();
                }
            }
        }
    }
}
