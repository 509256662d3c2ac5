//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace NanoTlsMan.Tests.Chains.Making
{
    /// <summary>
    /// One extension; Encoded replaces all of it where it is to be wrong.
    /// </summary>
    internal sealed record Extension(string Identifier, bool IsCritical, byte[] Value, byte[]? Encoded = null);

    /// <summary>
    /// Extensions, as they should be and as anything else.
    /// </summary>
    internal static class Extensions
    {
        internal const string ServerAuth = "1.3.6.1.5.5.7.3.1";
        internal const string ClientAuth = "1.3.6.1.5.5.7.3.2";
        internal const string AnyUsage = "2.5.29.37.0";

        internal static Extension Constraints(bool isAuthority, int? pathLength = null)
        {
            var writer = new AsnWriter(AsnEncodingRules.DER);
            using (writer.PushSequence())
            {
                if (isAuthority)
                {
                    writer.WriteBoolean(true);
                }

                if (pathLength is not null)
                {
                    writer.WriteInteger(pathLength.Value);
                }
            }

            return new Extension("2.5.29.19", true, writer.Encode());
        }

        internal static Extension KeyUsage(X509KeyUsageFlags flags) =>
            new("2.5.29.15", true, new X509KeyUsageExtension(flags, true).RawData);

        internal static Extension Usages(params string[] usages)
        {
            var writer = new AsnWriter(AsnEncodingRules.DER);
            using (writer.PushSequence())
            {
                foreach (string usage in usages)
                {
                    writer.WriteObjectIdentifier(usage);
                }
            }

            return new Extension("2.5.29.37", false, writer.Encode());
        }

        /// <summary>Names are "dns:", "ip:", "dir:", "mail:", "uri:" or "hex:" and the text.</summary>
        internal static Extension Names(params string[] names)
        {
            var writer = new AsnWriter(AsnEncodingRules.DER);
            using (writer.PushSequence())
            {
                foreach (string name in names)
                {
                    WriteName(writer, name);
                }
            }

            return new Extension("2.5.29.17", false, writer.Encode());
        }

        /// <summary>Constraints begin with + or -; an address has its prefix's length with it.</summary>
        internal static Extension NameConstraints(params string[] subtrees)
        {
            var writer = new AsnWriter(AsnEncodingRules.DER);
            using (writer.PushSequence())
            {
                for (int i = 0; i <= 1; i++)
                {
                    string[] list = Array.FindAll(subtrees, each => each[0] == "+-"[i]);
                    if (list.Length == 0)
                    {
                        continue;
                    }

                    using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, i)))
                    {
                        foreach (string subtree in list)
                        {
                            using (writer.PushSequence())
                            {
                                WriteName(writer, subtree[1..]);
                            }
                        }
                    }
                }
            }

            return new Extension("2.5.29.30", true, writer.Encode());
        }

        internal static byte[] KeyId(AsymmetricAlgorithm key) => SHA1.HashData(Keys.Info(key));

        internal static Extension SubjectKeyId(byte[] identifier)
        {
            var writer = new AsnWriter(AsnEncodingRules.DER);
            writer.WriteOctetString(identifier);
            return new Extension("2.5.29.14", false, writer.Encode());
        }

        internal static Extension AuthorityKeyId(byte[] identifier)
        {
            var writer = new AsnWriter(AsnEncodingRules.DER);
            using (writer.PushSequence())
            {
                writer.WriteOctetString(identifier, new Asn1Tag(TagClass.ContextSpecific, 0));
            }

            return new Extension("2.5.29.35", false, writer.Encode());
        }

        internal static Extension Raw(string identifier, bool isCritical, string hex) =>
            new(identifier, isCritical, Convert.FromHexString(hex.Replace(" ", "")));

        internal static byte[] Encode(Extension extension)
        {
            if (extension.Encoded is not null)
            {
                return extension.Encoded;
            }

            var writer = new AsnWriter(AsnEncodingRules.DER);
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(extension.Identifier);
                if (extension.IsCritical)
                {
                    writer.WriteBoolean(true);
                }

                writer.WriteOctetString(extension.Value);
            }

            return writer.Encode();
        }

        private static void WriteName(AsnWriter writer, string name)
        {
            string form = name[..name.IndexOf(':')];
            string text = name[(form.Length + 1)..];

            switch (form)
            {
                case "mail":
                    writer.WriteOctetString(Encoding.Latin1.GetBytes(text), new Asn1Tag(TagClass.ContextSpecific, 1));
                    break;
                case "dns":
                    writer.WriteOctetString(Encoding.Latin1.GetBytes(text), new Asn1Tag(TagClass.ContextSpecific, 2));
                    break;
                case "dir":
                    using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 4)))
                    {
                        writer.WriteEncodedValue(new X500DistinguishedName(text).RawData);
                    }

                    break;
                case "uri":
                    writer.WriteOctetString(Encoding.Latin1.GetBytes(text), new Asn1Tag(TagClass.ContextSpecific, 6));
                    break;
                case "hex":
                    writer.WriteOctetString(Convert.FromHexString(text), new Asn1Tag(TagClass.ContextSpecific, 7));
                    break;
                case "ip":
                    writer.WriteOctetString(Address(text), new Asn1Tag(TagClass.ContextSpecific, 7));
                    break;
                default:
                    throw new ArgumentException(name);
            }
        }

        private static byte[] Address(string text)
        {
            string[] parts = text.Split('/');
            byte[] address = IPAddress.Parse(parts[0]).GetAddressBytes();
            if (parts.Length == 1)
            {
                return address;
            }

            byte[] network = new byte[2 * address.Length];
            address.CopyTo(network, 0);
            for (int i = 0; i < int.Parse(parts[1]); i++)
            {
                network[address.Length + i / 8] |= (byte)(0x80 >> i % 8);
            }

            return network;
        }
    }
}
