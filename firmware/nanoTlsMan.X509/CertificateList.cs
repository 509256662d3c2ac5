//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Wire;

namespace NanoTlsMan.X509
{
    /// <summary>
    /// The certificates of a Certificate message (RFC 5246, section 7.4.2) where they lie, each read when it is first
    /// needed.
    /// </summary>
    internal sealed class CertificateList
    {
        private readonly byte[] _buffer;
        private int[] _offsets;
        private int[] _counts;
        private Certificate[] _certificates;

        internal CertificateList(byte[] buffer)
        {
            _buffer = buffer;
        }

        /// <summary>
        /// Gets how many certificates there are.
        /// </summary>
        internal int Count { get; private set; }

        /// <summary>
        /// Gets which certificate broke the rule that <see cref="Split"/> returned.
        /// </summary>
        internal int FaultIndex { get; private set; }

        /// <summary>
        /// Finds where each certificate lies.
        /// </summary>
        /// <param name="offset">Where the list begins.</param>
        /// <param name="count">Its length, in bytes.</param>
        /// <param name="maxCertificates">How many there may be.</param>
        /// <param name="maxLength">How long each may be.</param>
        /// <param name="hasExtensions">Whether extensions follow each (RFC 8446, section 4.4.2).</param>
        internal CertificateRule Split(int offset, int count, int maxCertificates, int maxLength, bool hasExtensions)
        {
            WireReader reader = new WireReader();

            _offsets = new int[maxCertificates];
            _counts = new int[maxCertificates];
            _certificates = new Certificate[maxCertificates];
            reader.Reset(_buffer, offset, count);
            while (reader.Remaining > 0)
            {
                FaultIndex = Count;
                int length = reader.ReadUInt24();
                int start = reader.Skip(length);

                if (hasExtensions)
                {
                    reader.SkipVector16(0, 0xffff);
                }

                if (reader.Failed || length == 0)
                {
                    return CertificateRule.Malformed;
                }

                if (Count == maxCertificates)
                {
                    return CertificateRule.TooManyCertificates;
                }

                if (length > maxLength)
                {
                    return CertificateRule.TooLarge;
                }

                _offsets[Count] = start;
                _counts[Count] = length;
                Count++;
            }

            FaultIndex = 0;
            return reader.Failed ? CertificateRule.Malformed
                : Count == 0 ? CertificateRule.NoCertificate : CertificateRule.None;
        }

        /// <summary>
        /// Gets a certificate that was read before; or <see langword="null"/>.
        /// </summary>
        internal Certificate Get(int index)
        {
            return _certificates[index];
        }

        /// <summary>
        /// Reads a certificate.
        /// </summary>
        internal Certificate Read(int index)
        {
            _certificates[index] = Certificate.Read(_buffer, _offsets[index], _counts[index]);
            return _certificates[index];
        }
    }
}
