//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using System.Linq;
using NanoTlsMan.Tests.Chains.Cases;
using NanoTlsMan.Tests.Chains.Making;
using NanoTlsMan.X509;
using Xunit;

namespace NanoTlsMan.Tests.Chains
{
    /// <summary>
    /// A good chain with one thing wrong, at each place: never an exception, never without an end, and never accepted
    /// unless what was changed is nobody's business.
    /// </summary>
    public sealed class DamageTests
    {
        private static readonly ChainCase s_good = AllCases.Find("good");

        [Fact]
        public void EveryChangedBitOfTheChainIsSeen()
        {
            byte[] list = s_good.List;
            CertificateTrust trust = s_good.CreateTrust();

            for (int i = 0; i < list.Length; i++)
            {
                for (int bit = 0; bit < 8; bit++)
                {
                    byte[] changed = (byte[])list.Clone();

                    changed[i] ^= (byte)(1 << bit);
                    Assert.False(
                        Judge.Of(s_good, changed, trust).Verification.Succeeded, $"bit {bit} of byte {i} was changed");
                }
            }
        }

        [Fact]
        public void EveryByteOfEveryValueInTheTreeIsSeen()
        {
            byte[] list = s_good.List;
            CertificateTrust trust = s_good.CreateTrust();

            foreach (byte value in (byte[])[0x00, 0x01, 0x05, 0x30, 0x31, 0x7f, 0x80, 0x81, 0x82, 0x84, 0xa0, 0xff])
            {
                for (int i = 0; i < list.Length; i++)
                {
                    byte[] changed = (byte[])list.Clone();

                    changed[i] = value;
                    Assert.Equal(
                        list[i] == value, Judge.Of(s_good, changed, trust).Verification.Succeeded);
                }
            }
        }

        [Fact]
        public void ACutListIsRefusedExceptBetweenCertificates()
        {
            byte[] list = s_good.List;
            CertificateTrust trust = s_good.CreateTrust();

            for (int i = 0; i < list.Length; i++)
            {
                Assert.False(Judge.Of(s_good, list[..i], trust).Verification.Succeeded, $"cut to {i} bytes");
            }
        }

        [Fact]
        public void ACutCertificateIsMalformed()
        {
            for (int number = 0; number < 2; number++)
            {
                for (int length = 1; length < s_good.Certificates[number].Length; length++)
                {
                    byte[][] certificates = (byte[][])s_good.Certificates.Clone();

                    certificates[number] = certificates[number][..length];
                    ChainVerification verification =
                        Judge.Of(s_good, ChainCase.Join(certificates), s_good.CreateTrust()).Verification;
                    Assert.Equal(CertificateRule.Malformed, verification.Rule);
                    Assert.Equal(number, verification.CertificateIndex);
                }
            }
        }

        [Fact]
        public void AChangedAnchorVouchesForNobodyUnlessItsOwnSignatureWasChanged()
        {
            byte[] anchor = s_good.Anchors[0];
            int accepted = 0;

            for (int i = 0; i < anchor.Length; i++)
            {
                byte[] changed = (byte[])anchor.Clone();
                var trust = new CertificateTrust();

                changed[i] ^= 1;
                try
                {
                    trust.AddAnchor(changed);
                }
                catch (ArgumentException)
                {
                    continue;
                }

                // Its serial number, times and signature are the program's own doing.
                accepted += Judge.Of(s_good, s_good.List, trust).Verification.Succeeded ? 1 : 0;
            }

            Assert.InRange(accepted, 60, 140);
        }

        [Fact]
        public void WhatIsRememberedIsNeverAnotherCertificate()
        {
            CertificateTrust trust = s_good.CreateTrust();
            byte[] list = s_good.List;

            trust.Verified = new VerifiedCertificates(8);
            Assert.True(Judge.Of(s_good, list, trust).Verification.Succeeded);
            Assert.Equal(0, Judge.Of(s_good, list, trust).Verification.SignatureCount);
            for (int i = 0; i < list.Length; i++)
            {
                byte[] changed = (byte[])list.Clone();

                changed[i] ^= 4;
                Assert.False(Judge.Of(s_good, changed, trust).Verification.Succeeded, $"byte {i}");
            }

            Assert.Equal(2, trust.Verified.Count);
        }

        [Theory]
        [InlineData(1)]
        [InlineData(2)]
        [InlineData(3)]
        [InlineData(4)]
        public void ManyDamagesAtOnceNeverThrow(int seed)
        {
            var random = new Random(seed);

            // Without those of which one lucky change makes a good one.
            ChainCase[] cases =
            [
                .. AllCases.All.Where(each => each.List.Length is > 100 and < 3000 && each.Wire is null
                    && each.Rule != CertificateRule.BadSignature),
            ];

            for (int round = 0; round < 20000; round++)
            {
                ChainCase given = cases[random.Next(cases.Length)];
                var list = new List<byte>(given.List);

                for (int i = random.Next(1, 6); i > 0; i--)
                {
                    int at = random.Next(list.Count);
                    switch (random.Next(4))
                    {
                        case 0:
                            list[at] = (byte)random.Next(256);
                            break;
                        case 1:
                            list.Insert(at, (byte)random.Next(256));
                            break;
                        case 2:
                            list.RemoveAt(at);
                            break;
                        default:
                            list[at] += (byte)random.Next(-2, 3);
                            break;
                    }
                }

                byte[] changed = [.. list];
                if (!changed.SequenceEqual(given.List))
                {
                    Judge judge = Judge.Of(given, changed, given.CreateTrust());

                    // What is left whole may be all that a path needs.
                    Assert.True(
                        !judge.Verification.Succeeded || given.Rule == CertificateRule.None
                        || given.Rule == CertificateRule.TooMuchWork, $"{given.Name}, round {round}");
                    Assert.InRange(judge.Verifier.Count, 0, 8);
                }
            }
        }

        [Fact]
        public void AnythingAtAllNeverThrows()
        {
            var random = new Random(5);
            CertificateTrust trust = s_good.CreateTrust();

            for (int round = 0; round < 100000; round++)
            {
                byte[] list = new byte[random.Next(64)];

                random.NextBytes(list);
                if (list.Length > 8)
                {
                    // A list of one certificate that begins well.
                    (list[0], list[1], list[2]) = (0, 0, (byte)(list.Length - 3));
                    (list[3], list[4]) = (0x30, (byte)(list.Length - 5));
                }

                Assert.False(Judge.Of(s_good, list, trust).Verification.Succeeded);
            }
        }
    }
}
