//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Managed.PublicKey.Extensions;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed13.Extensions
{
    /// <summary>
    /// key_share (RFC 9846, section 4.2.8): a client's shares, a server's one, or the group that a HelloRetryRequest
    /// asks for.
    /// </summary>
    internal static class KeyShareExtension
    {
        // Shares of groups that this library does not have may be as long as they like.
        private const int X25519Length = 32;

        // More than there are groups, which a hello was made for to be dear.
        private const int MostShares = 16;

        internal static void Write(WireWriter writer, HelloContent content)
        {
            if (!content.Has(HelloContent.KeyShare))
            {
                return;
            }

            writer.WriteUInt16(ExtensionType.KeyShare);

            int extension = writer.BeginVector();
            int list = content.Form == HelloForm.Client ? writer.BeginVector() : -1;

            if (content.Group >= 0)
            {
                writer.WriteUInt16(content.Group);
            }

            if (content.Form != HelloForm.Retry && content.Share != null)
            {
                writer.WriteUInt16(content.Share.Length);
                writer.WriteBytes(content.Share, 0, content.Share.Length);
            }

            writer.EndVector(list);
            writer.EndVector(extension);
        }

        internal static TlsErrorCause Read(WireReader reader, HelloContent content)
        {
            if (content.Form == HelloForm.Client)
            {
                return ReadShares(reader, content);
            }

            content.Group = reader.ReadUInt16();

            if (content.Form == HelloForm.Server)
            {
                content.Share = reader.ReadVector16(1, 65535);
            }

            return reader.IsWhole ? TlsErrorCause.None : TlsErrorCause.DecodeError;
        }

        /// <summary>
        /// Gets the length of a curve's share, in bytes.
        /// </summary>
        internal static int GetLength(NamedCurve curve)
        {
            return curve == NamedCurve.X25519 ? X25519Length : CredentialStore.PublicKeyLength;
        }

        // The list may be empty: a client asks to be told a group (RFC 9846, section 4.2.8).
        private static TlsErrorCause ReadShares(WireReader reader, HelloContent content)
        {
            int length = reader.ReadUInt16();
            int best = int.MaxValue;
            int[] seen = new int[MostShares];
            int count = 0;

            if (reader.Failed || length != reader.Remaining)
            {
                return TlsErrorCause.DecodeError;
            }

            while (!reader.Failed && reader.Remaining > 0)
            {
                int group = reader.ReadUInt16();
                int shareLength = reader.SkipVector16(1, 65535);

                if (reader.Failed)
                {
                    break;
                }

                // RFC 9846, section 4.2.8: one share of a group.
                if (count == MostShares || System.Array.IndexOf(seen, group, 0, count) >= 0)
                {
                    return TlsErrorCause.IllegalParameter;
                }

                seen[count++] = group;

                int rank = GetRank(content.Wanted, group);

                if (rank < best)
                {
                    // A share of a group that is known has its length.
                    if (shareLength != GetLength(content.Wanted[rank]))
                    {
                        return TlsErrorCause.IllegalParameter;
                    }

                    best = rank;
                    content.Group = group;
                    content.Share = new byte[shareLength];
                    System.Array.Copy(reader.Buffer, reader.Position - shareLength, content.Share, 0, shareLength);
                }
            }

            return reader.IsWhole ? TlsErrorCause.None : TlsErrorCause.DecodeError;
        }

        private static int GetRank(NamedCurve[] wanted, int group)
        {
            for (int i = 0; wanted != null && i < wanted.Length; i++)
            {
                if (SupportedGroupsExtension.GetGroup(wanted[i]) == group)
                {
                    return i;
                }
            }

            return int.MaxValue;
        }
    }
}
