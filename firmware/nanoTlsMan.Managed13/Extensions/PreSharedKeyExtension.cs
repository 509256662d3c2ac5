//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed13.Extensions
{
    /// <summary>
    /// pre_shared_key (RFC 9846, section 4.2.11). A client's binders are put in afterwards.
    /// </summary>
    internal static class PreSharedKeyExtension
    {
        /// <summary>
        /// The length of a binder, in bytes: that of SHA-256.
        /// </summary>
        internal const int BinderLength = TranscriptHash.DigestLength;

        internal static void Write(WireWriter writer, HelloContent content)
        {
            if (!content.Has(HelloContent.PreSharedKey))
            {
                return;
            }

            writer.WriteUInt16(ExtensionType.PreSharedKey);

            if (content.Form != HelloForm.Client)
            {
                writer.WriteUInt16(2);
                writer.WriteUInt16(content.SelectedPsk);
                return;
            }

            PskOffers offers = content.Psks;
            int extension = writer.BeginVector();
            int identities = writer.BeginVector();

            for (int i = 0; i < offers.Count; i++)
            {
                writer.WriteUInt16(offers.Identities[i].Length);
                writer.WriteBytes(offers.Identities[i], 0, offers.Identities[i].Length);
                writer.WriteUInt32(offers.Ages[i]);
            }

            writer.EndVector(identities);
            offers.BindersOffset = writer.Position;

            int binders = writer.BeginVector();
            byte[] none = new byte[BinderLength];

            for (int i = 0; i < offers.Count; i++)
            {
                writer.WriteByte(BinderLength);
                writer.WriteBytes(none, 0, BinderLength);
            }

            writer.EndVector(binders);
            writer.EndVector(extension);
        }

        internal static TlsErrorCause Read(WireReader reader, HelloContent content)
        {
            if (content.Form != HelloForm.Client)
            {
                content.SelectedPsk = reader.ReadUInt16();
                return reader.IsWhole ? TlsErrorCause.None : TlsErrorCause.DecodeError;
            }

            PskOffers offers = new PskOffers { Buffer = reader.Buffer };
            int length = reader.ReadUInt16();
            int end = reader.Position + length;
            int identities = 0;

            content.Psks = offers;

            // An identity of one byte, and its age.
            if (length < 7 || length > reader.Remaining)
            {
                return TlsErrorCause.DecodeError;
            }

            while (!reader.Failed && reader.Position < end)
            {
                int count = reader.SkipVector16(1, 65535);
                int offset = reader.Position - count;
                int age = reader.ReadUInt32();

                if (identities < PskOffers.Most)
                {
                    offers.Offsets[identities] = offset;
                    offers.Lengths[identities] = count;
                    offers.Ages[identities] = age;
                }

                identities++;
            }

            if (reader.Failed || reader.Position != end)
            {
                return TlsErrorCause.DecodeError;
            }

            offers.Count = identities < PskOffers.Most ? identities : PskOffers.Most;
            offers.BindersOffset = reader.Position;
            return ReadBinders(reader, offers, identities);
        }

        private static TlsErrorCause ReadBinders(WireReader reader, PskOffers offers, int identities)
        {
            int length = reader.ReadUInt16();
            int binders = 0;

            if (length < 1 + BinderLength || length != reader.Remaining)
            {
                return TlsErrorCause.DecodeError;
            }

            while (!reader.Failed && reader.Remaining > 0)
            {
                int count = reader.SkipVector8(BinderLength, 255);

                if (binders < PskOffers.Most)
                {
                    offers.Binders[binders] = reader.Position - count;
                    offers.BinderLengths[binders] = count;
                }

                binders++;
            }

            offers.End = reader.Position;

            // RFC 9846, section 4.2.11: as many binders as identities.
            return !reader.IsWhole ? TlsErrorCause.DecodeError
                : binders == identities ? TlsErrorCause.None : TlsErrorCause.IllegalParameter;
        }
    }
}
