//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Wire;

namespace NanoTlsMan
{
    /// <summary>
    /// Where the fields of a ClientHello lie in a buffer (RFC 5246, section 7.4.1.2; RFC 6347, section 4.2.1). All
    /// lengths have been checked; nothing is copied.
    /// </summary>
    public sealed class ClientHelloView
    {
        /// <summary>
        /// Length of the random value, in bytes.
        /// </summary>
        public const int RandomLength = 32;

        /// <summary>
        /// The longest message that is taken, in bytes. Hellos with the key shares of post-quantum algorithms have
        /// 1,400 to 2,000.
        /// </summary>
        public const int MaxLength = 4096;

        private const int SupportedVersions = 43;

        /// <summary>
        /// Gets the buffer that holds the message.
        /// </summary>
        public byte[] Buffer { get; private set; }

        /// <summary>
        /// Gets the client_version.
        /// </summary>
        public int Version { get; private set; }

        /// <summary>
        /// Gets a value indicating whether all of the message is there: not only a first fragment, which ends somewhere
        /// in the extensions.
        /// </summary>
        public bool IsWhole { get; private set; }

        /// <summary>
        /// Gets where the body begins, that is, client_version.
        /// </summary>
        public int Offset { get; private set; }

        /// <summary>
        /// Gets where the session ID begins.
        /// </summary>
        public int SessionIdOffset { get; private set; }

        /// <summary>
        /// Gets the session ID's length, in bytes.
        /// </summary>
        public int SessionIdLength { get; private set; }

        /// <summary>
        /// Gets where the cookie begins.
        /// </summary>
        public int CookieOffset { get; private set; }

        /// <summary>
        /// Gets the cookie's length, in bytes.
        /// </summary>
        public int CookieLength { get; private set; }

        /// <summary>
        /// Gets where the cipher suites begin, behind their length.
        /// </summary>
        public int SuitesOffset { get; private set; }

        /// <summary>
        /// Gets the length of the cipher suites, in bytes.
        /// </summary>
        public int SuitesLength { get; private set; }

        /// <summary>
        /// Gets where the compression methods begin, behind their length.
        /// </summary>
        public int CompressionOffset { get; private set; }

        /// <summary>
        /// Gets the length of the compression methods, in bytes.
        /// </summary>
        public int CompressionLength { get; private set; }

        /// <summary>
        /// Gets where the extensions begin, behind their length.
        /// </summary>
        public int ExtensionsOffset { get; private set; }

        /// <summary>
        /// Gets the length of the extensions, in bytes.
        /// </summary>
        public int ExtensionsLength { get; private set; }

        /// <summary>
        /// Gets where the random value begins.
        /// </summary>
        public int RandomOffset
        {
            get { return Offset + 2; }
        }

        /// <summary>
        /// Finds the fields.
        /// </summary>
        /// <param name="reader">Stands at the body of the message and ends with it.</param>
        /// <param name="kind">Over datagrams there is a cookie.</param>
        /// <returns><see langword="false"/> if the body is malformed; otherwise, <see langword="true"/>.</returns>
        public bool Parse(WireReader reader, TlsTransportKind kind)
        {
            IsWhole = true;
            ParseFront(reader, kind);

            // The extensions may be missing altogether (RFC 5246, section 7.4.1.2).
            if (!reader.Failed && reader.Remaining > 0)
            {
                ExtensionsLength = reader.SkipVector16(0, 65535);
                ExtensionsOffset = reader.Position - ExtensionsLength;
            }

            return reader.IsWhole && (SuitesLength & 1) == 0;
        }

        /// <summary>
        /// Finds the fields before the extensions in the first fragment of a message over datagrams. They are all that
        /// a cookie vouches for.
        /// </summary>
        /// <param name="reader">Stands at the body of the message and ends with the fragment.</param>
        /// <returns><see langword="false"/> if the fragment ends before the extensions; otherwise,
        /// <see langword="true"/>.</returns>
        public bool ParseFirstFragment(WireReader reader)
        {
            IsWhole = false;
            ParseFront(reader, TlsTransportKind.Datagram);
            return !reader.Failed && (SuitesLength & 1) == 0;
        }

        private void ParseFront(WireReader reader, TlsTransportKind kind)
        {
            Buffer = reader.Buffer;
            Offset = reader.Position;
            Version = reader.ReadUInt16();
            reader.Skip(RandomLength);

            SessionIdLength = reader.SkipVector8(0, 32);
            SessionIdOffset = reader.Position - SessionIdLength;

            if (kind == TlsTransportKind.Datagram)
            {
                CookieLength = reader.SkipVector8(0, 255);
                CookieOffset = reader.Position - CookieLength;
            }

            SuitesLength = reader.SkipVector16(2, 65534);
            SuitesOffset = reader.Position - SuitesLength;
            CompressionLength = reader.SkipVector8(1, 255);
            CompressionOffset = reader.Position - CompressionLength;
            ExtensionsLength = 0;
            ExtensionsOffset = reader.Position;
        }

        /// <summary>
        /// Tells whether a cipher suite is offered.
        /// </summary>
        /// <param name="suite">The suite.</param>
        /// <returns><see langword="true"/> if it is; otherwise, <see langword="false"/>.</returns>
        public bool Offers(ushort suite)
        {
            byte[] buffer = Buffer;
            int end = SuitesOffset + SuitesLength;

            for (int i = SuitesOffset; i < end; i += 2)
            {
                if (((buffer[i] << 8) | buffer[i + 1]) == suite)
                {
                    return true;
                }
            }

            return false;
        }

        /// <summary>
        /// Finds an extension; what is behind a malformed one is not seen.
        /// </summary>
        /// <param name="type">Its type.</param>
        /// <param name="length">Receives the length of its data, in bytes.</param>
        /// <returns>Where its data begin, or -1.</returns>
        public int FindExtension(int type, out int length)
        {
            byte[] buffer = Buffer;
            int offset = ExtensionsOffset;
            int end = offset + ExtensionsLength;

            while (end - offset >= 4)
            {
                length = WireReader.GetUInt16(buffer, offset + 2);

                if (length > end - offset - 4)
                {
                    break;
                }

                if (WireReader.GetUInt16(buffer, offset) == type)
                {
                    return offset + 4;
                }

                offset += 4 + length;
            }

            length = 0;
            return -1;
        }

        /// <summary>
        /// Tells whether supported_versions (RFC 9846, section 4.2.1) names a version.
        /// </summary>
        /// <param name="version">The version.</param>
        /// <returns><see langword="true"/> if it does; otherwise, <see langword="false"/>.</returns>
        public bool OffersVersion(int version)
        {
            int length;
            int offset = FindExtension(SupportedVersions, out length);

            for (int i = 1; offset >= 0 && i + 1 < length; i += 2)
            {
                if (WireReader.GetUInt16(Buffer, offset + i) == version)
                {
                    return true;
                }
            }

            return false;
        }
    }
}
