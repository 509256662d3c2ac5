//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed.Messages
{
    /// <summary>
    /// What the extensions of a hello say, as far as this stack knows them. Client and server read them alike.
    /// </summary>
    internal sealed class HelloExtensions
    {
        // A bit for each value of a type's lowest byte.
        private const int SeenLength = 32;
        private const int MostSearches = 8;

        /// <summary>Gets a value indicating whether extended_master_secret is there.</summary>
        internal bool HasExtendedMasterSecret { get; private set; }

        /// <summary>Gets a value indicating whether renegotiation_info is there.</summary>
        internal bool HasRenegotiationInfo { get; private set; }

        /// <summary>Gets the code of max_fragment_length, 1 to 4, or 0.</summary>
        internal int MaxFragmentLengthCode { get; private set; }

        /// <summary>Gets a value indicating whether there is an extension that this stack does not know.</summary>
        internal bool HasUnknown { get; private set; }

        /// <summary>
        /// Tells how long a plaintext a code of max_fragment_length allows.
        /// </summary>
        /// <param name="code">The code, 1 to 4.</param>
        /// <returns>The length, in bytes.</returns>
        internal static int ToLength(int code)
        {
            return 256 << code;
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
            byte[] seen = new byte[SeenLength];
            int searches = 0;

            reader.Reset(buffer, offset, count);

            while (!reader.Failed && reader.Remaining > 0)
            {
                int type = reader.ReadUInt16();
                int length = reader.SkipVector16(0, 65535);
                int content = reader.Position - length;

                if (reader.Failed)
                {
                    break;
                }

                bool isFirst;

                switch (type)
                {
                    case ExtensionType.ExtendedMasterSecret:
                        // RFC 7627, section 5.1: its data is empty.
                        if (length != 0)
                        {
                            return TlsErrorCause.DecodeError;
                        }

                        isFirst = !HasExtendedMasterSecret;
                        HasExtendedMasterSecret = true;
                        break;

                    case ExtensionType.RenegotiationInfo:
                        if (length < 1 || buffer[content] != length - 1)
                        {
                            return TlsErrorCause.DecodeError;
                        }

                        // RFC 5746, sections 3.4 and 3.6: in a first handshake renegotiated_connection is empty, or it
                        // ends with handshake_failure.
                        if (length != 1)
                        {
                            return TlsErrorCause.LegacyPeer;
                        }

                        isFirst = !HasRenegotiationInfo;
                        HasRenegotiationInfo = true;
                        break;

                    case ExtensionType.MaxFragmentLength:
                        if (length != 1)
                        {
                            return TlsErrorCause.DecodeError;
                        }

                        // RFC 6066, section 4: anything but the four values is illegal_parameter.
                        if (buffer[content] < 1 || buffer[content] > 4)
                        {
                            return TlsErrorCause.IllegalParameter;
                        }

                        isFirst = MaxFragmentLengthCode == 0;
                        MaxFragmentLengthCode = buffer[content];
                        break;

                    default:
                        // Extensions are many, and types that agree in their lowest byte few: a hello that has more of
                        // them was made to be dear.
                        isFirst = !IsSeen(seen, type)
                            || (++searches <= MostSearches && !IsRepeated(buffer, offset, content - 4, type));
                        HasUnknown = true;
                        break;
                }

                // RFC 5246, section 7.4.1.4: there is not more than one of a type.
                if (!isFirst)
                {
                    return TlsErrorCause.DecodeError;
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
