//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using System.Linq;
using NanoTlsMan.Tests.Chains.Making;
using NanoTlsMan.X509;

namespace NanoTlsMan.Tests.Chains.Cases
{
    /// <summary>
    /// Certificates that are signed, and not as RFC 5280 or DER have them.
    /// </summary>
    internal static class EncodingCases
    {
        internal static IEnumerable<ChainCase> All() =>
            Certificates().Concat(Times5280()).Concat(ExtensionCases()).Concat(Lists());

        private static IEnumerable<ChainCase> Certificates()
        {
            yield return Leaf(
                "indefinite-length",
                leaf => leaf.Alter = each => [0x30, 0x80, .. Der.Content(each), 0, 0]);
            yield return Leaf("long-length", leaf => leaf.Alter = each =>
                Der.WithLength(each, 0x83, 0, (byte)(Der.Content(each).Length >> 8), (byte)Der.Content(each).Length));
            yield return Leaf("long-length-inside", leaf => leaf.SerialValue = Der.Hex("02 81 01 07"));
            yield return Leaf("bytes-after-certificate", leaf => leaf.Alter = each => [.. each, 0]);
            yield return Leaf(
                "bytes-after-signature",
                leaf => leaf.Alter = each => Der.Value(0x30, Der.Content(each), Der.Hex("0500")));
            yield return Leaf(
                "bytes-in-signed",
                leaf => leaf.AlterSigned = each => Der.Value(0x30, Der.Content(each), Der.Hex("0500")));
            yield return Leaf("set-for-sequence", leaf => leaf.AlterSigned = each => [0x31, .. each[1..]]);
            yield return Leaf("serial-of-21-bytes", leaf => leaf.SerialValue = Der.Value(2, [1, .. new byte[20]]));
            yield return Leaf("serial-negative", leaf => leaf.Serial = -7);
            yield return Leaf("serial-with-zeros", leaf => leaf.SerialValue = Der.Hex("02 02 00 07"));
            yield return Leaf("serial-empty", leaf => leaf.SerialValue = Der.Hex("02 00"));
            yield return Leaf("version-4", leaf => leaf.Version = 4);
            yield return Leaf("version-1-written", leaf => leaf.VersionValue = Der.Hex("a0 03 02 01 00"));
            yield return Leaf("extensions-in-version-1", leaf => leaf.Version = 1);
            yield return Leaf("extensions-in-version-2", leaf => leaf.Version = 2);
            yield return Leaf("issuer-empty", leaf => leaf.IssuerName = Der.Hex("3000"));
            yield return Leaf("subject-with-empty-set", leaf => leaf.SubjectName = Der.Hex("30 02 31 00"));
            yield return Leaf(
                "subject-without-value",
                leaf => leaf.SubjectName = Der.Hex("30 09 31 07 30 05 06 03 55 04 03"));
            yield return Leaf(
                "subject-with-long-tag",
                leaf => leaf.SubjectName = Der.Hex("30 0c 31 0a 30 08 06 03 55 04 03 1f 81 00"));
            yield return Leaf("key-with-unused-bits", leaf => leaf.KeyInfo = Unused(Keys.Info(Keys.Leaf)));

            // The signature's BIT STRING with unused bits, which takes making it by hand.
            yield return Leaf("signature-with-unused-bits", leaf => leaf.Alter = each =>
            {
                int offset = each.Length - 1;
                while (each[offset] != 0 || each[offset + 1] != 0x30 || each[offset - 2] != 3)
                {
                    offset--;
                }

                each[offset] = 1;
                return each;
            });
            yield return Chain.With(chain => chain.Intermediate.Serial = -1)
                .Case("intermediate-malformed", CertificateRule.Malformed, 1);
        }

        private static IEnumerable<ChainCase> Times5280()
        {
            (string Name, int Tag, string Text)[] times =
            [
                ("time-without-seconds", 0x17, "4001010000Z"),
                ("time-with-offset", 0x17, "400101000000+0000"),
                ("time-without-zone", 0x17, "400101000000"),
                ("time-generalized-too-early", 0x18, "20400101000000Z"),
                ("time-with-fraction", 0x18, "20600101000000.0Z"),
                ("time-in-month-13", 0x17, "401301000000Z"),
                ("time-on-30-february", 0x17, "400230000000Z"),
                ("time-as-text", 0x13, "400101000000Z"),
            ];

            foreach ((string name, int tag, string text) in times)
            {
                yield return Leaf(name, leaf => leaf.Validity =
                    Der.Value(0x30, Der.Text(0x17, "260101000000Z"), Der.Text(tag, text)));
            }

            yield return Leaf("time-alone", leaf => leaf.Validity = Der.Value(0x30, Der.Text(0x17, "260101000000Z")));
        }

        private static IEnumerable<ChainCase> ExtensionCases()
        {
            yield return Leaf("extensions-none", leaf => leaf.ExtensionList = Der.Hex("3000"));
            yield return Leaf("extension-empty", leaf => leaf.ExtensionList = Der.Hex("30 02 30 00"));
            yield return Leaf("extension-not-critical-written", leaf => leaf.Extensions.Add(
                new Extension("", false, [], Der.Hex("30 0e 06 03 55 1d 13 01 01 00 04 04 30 02 05 00"))));
            yield return Leaf("extension-critical-as-1", leaf => leaf.Extensions.Add(
                new Extension("", false, [], Der.Hex("30 0c 06 03 55 1d 13 01 01 01 04 02 30 00"))));
            yield return Leaf("extension-with-more", leaf => leaf.Extensions.Add(
                new Extension("", false, [], Der.Hex("30 0b 06 03 55 1d 13 04 02 30 00 05 00"))));

            (string Name, string Identifier, string Value)[] values =
            [
                ("constraints-empty", "2.5.29.19", ""),
                ("constraints-false-written", "2.5.29.19", "30 03 01 01 00"),
                ("constraints-pathlen-of-nobody", "2.5.29.19", "30 03 02 01 00"),
                ("constraints-pathlen-negative", "2.5.29.19", "30 06 01 01 ff 02 01 ff"),
                ("constraints-with-more", "2.5.29.19", "30 00 05 00"),
                ("usage-empty", "2.5.29.15", "03 01 00"),
                ("usage-of-no-bit", "2.5.29.15", "03 02 07 00"),
                ("usage-with-unused-bits-set", "2.5.29.15", "03 02 07 81"),
                ("usage-with-zeros-at-end", "2.5.29.15", "03 02 00 80"),
                ("usage-of-9-unused-bits", "2.5.29.15", "03 02 09 80"),
                ("usage-of-three-bytes", "2.5.29.15", "03 04 00 80 80 01"),
                ("extended-usage-empty", "2.5.29.37", "30 00"),
                ("extended-usage-of-numbers", "2.5.29.37", "30 03 02 01 01"),
                ("names-empty", "2.5.29.17", "30 00"),
                ("names-of-unknown-form", "2.5.29.17", "30 03 89 01 61"),
                ("names-universal", "2.5.29.17", "30 03 16 01 61"),
                ("names-with-5-byte-address", "2.5.29.17", "30 07 87 05 c0 00 02 07 00"),
                ("names-with-empty-address", "2.5.29.17", "30 02 87 00"),
                ("names-with-broken-directory", "2.5.29.17", "30 04 a4 02 05 00"),
                ("key-identifier-as-sequence", "2.5.29.14", "30 03 04 01 01"),
                ("authority-identifier-broken", "2.5.29.35", "30 03 80 02 01"),
            ];

            foreach ((string name, string identifier, string value) in values)
            {
                yield return Leaf(name, leaf => leaf.Set(Extensions.Raw(identifier, false, value)));
            }

            (string Name, string Value)[] constraints =
            [
                ("name-constraints-empty", "30 00"),
                ("name-constraints-of-none", "30 02 a0 00"),
                ("name-constraints-with-minimum", "30 0a a0 08 30 06 82 01 61 80 01 01"),
                ("name-constraints-with-maximum", "30 0a a0 08 30 06 82 01 61 81 01 01"),
                ("name-constraints-out-of-order", "30 0e a1 05 30 03 82 01 61 a0 05 30 03 82 01 61"),
                ("name-constraints-with-holes", "30 0e a0 0c 30 0a 87 08 c0 00 02 00 ff 00 ff 00"),
                ("name-constraints-without-mask", "30 0a a0 08 30 06 87 04 c0 00 02 00"),
                ("name-constraints-with-zero", "30 07 a0 05 30 03 82 01 00"),
            ];

            foreach ((string name, string value) in constraints)
            {
                yield return Chain.With(chain => chain.Intermediate.Set(Extensions.Raw("2.5.29.30", true, value)))
                    .Case(name, CertificateRule.Malformed, 1);
            }

            yield return Leaf("thirty-three-extensions", leaf => leaf.Extensions.AddRange(
                Enumerable.Range(0, 30).Select(number =>
                    Extensions.Raw("1.3.6.1.4.1.99999." + number, false, "0500"))));

            yield return Leaf("extension-with-long-identifier", leaf => leaf.Extensions.Add(
                new Extension(
                    "", false, [],
                    Der.Value(0x30, Der.Value(6, [.. Enumerable.Repeat((byte)1, 33)]), Der.Hex("0400")))));

            Extension unknown = Extensions.Raw("1.3.6.1.4.1.99999.1", false, "0500");
            yield return Chain.With(chain => chain.Leaf.Extensions.AddRange([unknown, unknown]))
                .Case("extension-twice", CertificateRule.DuplicateExtension, 0);
            yield return Chain.With(chain => chain.Leaf.Extensions.Add(Extensions.Names("dns:device.example.com")))
                .Case("names-twice", CertificateRule.DuplicateExtension, 0);
            yield return Chain.With(chain => chain.Intermediate.Extensions.Add(Extensions.Constraints(true)))
                .Case("constraints-twice", CertificateRule.DuplicateExtension, 1);

            Extension critical = unknown with { IsCritical = true };
            yield return Chain.With(chain => chain.Leaf.Set(critical))
                .Case("critical-unknown", CertificateRule.CriticalExtension, 0);
            yield return Chain.With(chain => chain.Intermediate.Set(critical))
                .Case("critical-unknown-of-intermediate", CertificateRule.CriticalExtension, 1);
            yield return Chain.With(chain => chain.Root.Set(critical))
                .Case("critical-unknown-of-anchor", CertificateRule.CriticalExtension, -1);
            yield return Chain.With(chain => chain.Intermediate.Set(
                Extensions.Raw("2.5.29.36", true, "30 03 80 01 00")))
                .Case("critical-policy-constraints", CertificateRule.CriticalExtension, 1);
        }

        private static IEnumerable<ChainCase> Lists()
        {
            var chain = new Chain();
            byte[] leaf = chain.Leaf.Encode();
            byte[] list = ChainCase.Join([leaf, chain.Intermediate.Encode()]);

            yield return Wire("list-entry-empty", 1, [.. ChainCase.Join([leaf]), 0, 0, 0]);
            yield return Wire("list-entry-longer-than-list", 1, list[..^1]);
            yield return Wire("list-with-a-byte-more", 2, [.. list, 0]);
            yield return Wire("list-of-three-bytes", 0, [0, 0, 1]);
            yield return Wire("list-of-much", 0, [0xff, 0xff, 0xff, .. leaf]);
            yield return Wire("list-of-text", 0, ChainCase.Join(["-----BEGIN CERTIFICATE-----"u8.ToArray()]));
            yield return Chain.With(each => each.Leaf.Extensions.Add(
                Extensions.Raw("1.3.6.1.4.1.99999.1", false, "04 82 10 00" + new string('0', 8192))))
                .Case("oversized", CertificateRule.TooLarge, 0);

            ChainCase Wire(string name, int index, byte[] wire) =>
                chain.Case(name, CertificateRule.Malformed, index) with { Wire = wire };
        }

        private static ChainCase Leaf(string name, Action<CertificateSpec> change) =>
            Chain.With(chain => change(chain.Leaf)).Case(name, CertificateRule.Malformed, 0);

        // The byte before the point.
        private static byte[] Unused(byte[] info)
        {
            info[25] = 1;
            return info;
        }
    }
}
