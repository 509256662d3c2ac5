//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.X509.Der;

namespace NanoTlsMan.X509
{
    /// <summary>
    /// The forms of a GeneralName (RFC 5280, section 4.2.1.6) by their tags.
    /// </summary>
    internal static class GeneralName
    {
        internal const int Mail = DerTag.Context + 1;
        internal const int Dns = DerTag.Context + 2;
        internal const int Directory = DerTag.ContextConstructed + 4;
        internal const int Uri = DerTag.Context + 6;
        internal const int Address = DerTag.Context + 7;

        private const int OtherName = DerTag.ContextConstructed;
        private const int X400Address = DerTag.ContextConstructed + 3;
        private const int EdiPartyName = DerTag.ContextConstructed + 5;
        private const int RegisteredId = DerTag.Context + 8;

        /// <summary>
        /// Passes over a name.
        /// </summary>
        /// <returns>Its tag.</returns>
        internal static int Skip(DerReader reader)
        {
            int tag = SkipAnyForm(reader);

            if (tag == Address && reader.ContentCount != 4 && reader.ContentCount != 16)
            {
                reader.Fail();
            }

            return tag;
        }

        /// <summary>
        /// Passes over the base of a constraint: an address has its mask with it.
        /// </summary>
        /// <returns>Its tag.</returns>
        internal static int SkipConstraint(DerReader reader)
        {
            int tag = SkipAnyForm(reader);

            if (tag == Address && !IsNetwork(reader.Buffer, reader.ContentOffset, reader.ContentCount))
            {
                reader.Fail();
            }
            else if (tag == Dns && !IsText(reader.Buffer, reader.ContentOffset, reader.ContentCount))
            {
                reader.Fail();
            }

            return tag;
        }

        /// <summary>
        /// Tells whether bytes are ASCII that can be seen: no zero that would end a text too early, no space.
        /// </summary>
        internal static bool IsText(byte[] buffer, int offset, int count)
        {
            for (int i = 0; i < count; i++)
            {
                if (buffer[offset + i] <= ' ' || buffer[offset + i] >= 0x7f)
                {
                    return false;
                }
            }

            return true;
        }

        private static int SkipAnyForm(DerReader reader)
        {
            int tag = reader.Tag;

            switch (tag)
            {
                case Directory:
                    // A CHOICE, so its tag is around the Name's.
                    int outer = reader.Open(Directory);

                    reader.SkipName();
                    reader.Close(outer);
                    break;

                case OtherName:
                case Mail:
                case Dns:
                case X400Address:
                case EdiPartyName:
                case Uri:
                case Address:
                case RegisteredId:
                    reader.SkipAny();
                    break;

                default:
                    reader.Fail();
                    break;
            }

            return tag;
        }

        private static bool IsNetwork(byte[] buffer, int offset, int count)
        {
            bool hasEnded = false;

            if (count != 8 && count != 32)
            {
                return false;
            }

            // Ones, and then zeros only (RFC 4632, as RFC 5280 asks for).
            for (int i = 4 * count; i < 8 * count; i++)
            {
                bool isSet = (buffer[offset + (i >> 3)] & (0x80 >> (i & 7))) != 0;

                if (isSet && hasEnded)
                {
                    return false;
                }

                hasEnded |= !isSet;
            }

            return true;
        }
    }
}
