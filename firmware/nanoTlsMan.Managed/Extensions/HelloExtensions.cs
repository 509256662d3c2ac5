//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed.Extensions
{
    /// <summary>
    /// The extensions of a hello, as far as this stack knows them: what was read, or what is to be written. Client and
    /// server read and write them alike; each has a file of its own.
    /// </summary>
    internal sealed class HelloExtensions
    {
        // A bit for each extension that this stack knows, and one for all others.
        internal const int ExtendedMasterSecret = 1;
        internal const int RenegotiationInfo = 2;
        internal const int MaxFragmentLength = 4;
        internal const int HasRecordSizeLimit = 8;
        internal const int HasConnectionId = 16;
        internal const int ReturnRoutability = 32;
        internal const int HasSessionTicket = 64;
        internal const int Unknown = 128;

        // A bit for each value of a type's lowest byte.
        private const int SeenLength = 32;
        private const int MostSearches = 8;

        private int _present;

        /// <summary>Gets a value indicating whether there is none.</summary>
        internal bool IsEmpty
        {
            get { return _present == 0 && (More == null || More.IsEmpty); }
        }

        /// <summary>Gets or sets the extensions of a key exchange, or <see langword="null"/>.</summary>
        internal IHelloExtensions More { get; set; }

        /// <summary>Gets or sets the code of max_fragment_length, 1 to 4, or 0.</summary>
        internal int MaxFragmentLengthCode { get; set; }

        /// <summary>Gets or sets the longest plaintext that the sender receives, in bytes.</summary>
        internal int RecordSizeLimit { get; set; }

        /// <summary>Gets or sets the connection ID that the sender wants to receive.</summary>
        internal byte[] ConnectionId { get; set; }

        /// <summary>Gets or sets the ticket that is written; <see langword="null"/> for an empty one.</summary>
        internal byte[] Ticket { get; set; }

        /// <summary>Gets or sets where the ticket begins that was read.</summary>
        internal int TicketOffset { get; set; }

        /// <summary>Gets or sets the length of the ticket that was read, in bytes.</summary>
        internal int TicketLength { get; set; }

        /// <summary>Tells whether an extension is there.</summary>
        internal bool Has(int extension)
        {
            return (_present & extension) != 0;
        }

        /// <summary>Adds an extension, whose content is set.</summary>
        internal void Add(int extension)
        {
            _present |= extension;
        }

        /// <summary>
        /// Takes note of an extension that was read.
        /// </summary>
        /// <returns>What is wrong, or <see cref="TlsErrorCause.None"/>.</returns>
        internal TlsErrorCause Note(int extension)
        {
            // RFC 5246, section 7.4.1.4: there is not more than one of a type.
            if ((_present & extension) != 0)
            {
                return TlsErrorCause.DecodeError;
            }

            _present |= extension;
            return TlsErrorCause.None;
        }

        /// <summary>
        /// Tells whether there is an extension that was not offered. renegotiation_info always was: by its suite.
        /// </summary>
        internal bool HasMoreThan(HelloExtensions offer)
        {
            return (_present & ~(offer._present | RenegotiationInfo)) != 0;
        }

        /// <summary>
        /// Tells whether there is an extension beside some, of those that this class knows.
        /// </summary>
        internal bool HasOtherThan(int extensions)
        {
            return (_present & ~(extensions | Unknown)) != 0;
        }

        /// <summary>
        /// Writes what is there.
        /// </summary>
        internal void Write(WireWriter writer)
        {
            int extensions = writer.BeginVector();

            ExtendedMasterSecretExtension.Write(writer, this);
            RenegotiationInfoExtension.Write(writer, this);
            MaxFragmentLengthExtension.Write(writer, this);

            if (_present >= HasRecordSizeLimit)
            {
                RecordSizeLimitExtension.Write(writer, this);
                ConnectionIdExtension.Write(writer, this);
                ReturnRoutabilityExtension.Write(writer, this);
                SessionTicketExtension.Write(writer, this);
            }

            if (More != null)
            {
                More.Write(writer);
            }

            writer.EndVector(extensions);
        }

        /// <summary>
        /// Reads extensions.
        /// </summary>
        /// <param name="buffer">Holds them.</param>
        /// <param name="offset">Where the first begins.</param>
        /// <param name="count">Their length, in bytes.</param>
        /// <returns>What is wrong, or <see cref="TlsErrorCause.None"/>.</returns>
        internal TlsErrorCause Parse(byte[] buffer, int offset, int count)
        {
            WireReader reader = new WireReader();
            WireReader content = new WireReader();
            byte[] seen = new byte[SeenLength];
            int searches = 0;

            reader.Reset(buffer, offset, count);

            while (!reader.Failed && reader.Remaining > 0)
            {
                int type = reader.ReadUInt16();
                int length = reader.SkipVector16(0, 65535);
                int start = reader.Position - length;
                TlsErrorCause error = TlsErrorCause.None;

                if (reader.Failed)
                {
                    break;
                }

                content.Reset(buffer, start, length);

                switch (type)
                {
                    case ExtensionType.ExtendedMasterSecret:
                        error = ExtendedMasterSecretExtension.Read(content, this);
                        break;

                    case ExtensionType.RenegotiationInfo:
                        error = RenegotiationInfoExtension.Read(content, this);
                        break;

                    case ExtensionType.MaxFragmentLength:
                        error = MaxFragmentLengthExtension.Read(content, this);
                        break;

                    case ExtensionType.RecordSizeLimit:
                        error = RecordSizeLimitExtension.Read(content, this);
                        break;

                    case ExtensionType.SessionTicket:
                        error = SessionTicketExtension.Read(content, this);
                        break;

                    case ExtensionType.ConnectionId:
                        error = ConnectionIdExtension.Read(content, this);
                        break;

                    case ExtensionType.ReturnRoutability:
                        error = ReturnRoutabilityExtension.Read(content, this);
                        break;

                    default:
                        // Extensions are many, and types that agree in their lowest byte few: a hello that has more of
                        // them was made to be dear.
                        if (IsSeen(seen, type)
                            && (++searches > MostSearches || IsRepeated(buffer, offset, start - 4, type)))
                        {
                            error = TlsErrorCause.DecodeError;
                        }
                        else if (More == null || !More.TryRead(type, content, out error))
                        {
                            _present |= Unknown;
                        }

                        break;
                }

                if (error != TlsErrorCause.None)
                {
                    return error;
                }
            }

            return reader.IsWhole ? TlsErrorCause.None : TlsErrorCause.DecodeError;
        }

        private static bool IsSeen(byte[] seen, int type)
        {
            int place = (type & 0xFF) >> 3;
            int bit = 1 << (type & 7);
            bool isSeen = (seen[place] & bit) != 0;

            seen[place] |= (byte)bit;
            return isSeen;
        }

        private static bool IsRepeated(byte[] buffer, int offset, int end, int type)
        {
            // The extensions before this one have been checked, so that their lengths can be believed.
            while (offset < end)
            {
                if (WireReader.GetUInt16(buffer, offset) == type)
                {
                    return true;
                }

                offset += 4 + WireReader.GetUInt16(buffer, offset + 2);
            }

            return false;
        }
    }
}
