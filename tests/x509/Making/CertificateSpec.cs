//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace NanoTlsMan.Tests.Chains.Making
{
    /// <summary>
    /// A certificate to be made, with every part open to be wrong.
    /// </summary>
    internal sealed class CertificateSpec
    {
        internal string Subject = "CN=nobody";
        internal AsymmetricAlgorithm Key = Keys.Leaf;
        internal byte[]? KeyInfo;

        /// <summary>Null for one that signs itself.</summary>
        internal CertificateSpec? Issuer;

        internal byte[]? SubjectName;
        internal byte[]? IssuerName;
        internal AsymmetricAlgorithm? SigningKey;
        internal Scheme? Scheme;
        internal byte[]? InnerAlgorithm;
        internal byte[]? OuterAlgorithm;
        internal int Version = 3;
        internal byte[]? VersionValue;
        internal BigInteger Serial = 7;
        internal byte[]? SerialValue;
        internal DateTimeOffset NotBefore = Times.Begin;
        internal DateTimeOffset NotAfter = Times.End;
        internal byte[]? Validity;
        internal List<Extension> Extensions = [];
        internal byte[]? ExtensionList;

        /// <summary>Changes tbsCertificate before it is signed, and the whole after that.</summary>
        internal Func<byte[], byte[]>? AlterSigned;

        internal Func<byte[], byte[]>? Alter;

        internal byte[] Name => SubjectName ?? new X500DistinguishedName(Subject).RawData;

        internal byte[] Encode()
        {
            AsymmetricAlgorithm signingKey = SigningKey ?? (Issuer ?? this).Key;
            Scheme scheme = Scheme ?? Scheme.For(signingKey);
            byte[] signed = EncodeSigned(InnerAlgorithm ?? scheme.Identifier);

            signed = AlterSigned?.Invoke(signed) ?? signed;
            byte[] whole = Der.Value(
                0x30, signed, OuterAlgorithm ?? scheme.Identifier,
                Der.Value(3, [0], scheme.Sign(signingKey, signed)));

            return Alter?.Invoke(whole) ?? whole;
        }

        /// <summary>Removes extensions of an identifier, and adds one.</summary>
        internal void Set(Extension extension)
        {
            Remove(extension.Identifier);
            Extensions.Add(extension);
        }

        internal void Remove(string identifier) => Extensions.RemoveAll(each => each.Identifier == identifier);

        // By hand: AsnWriter takes nothing that is not BER.
        private byte[] EncodeSigned(byte[] algorithm) => Der.Value(
            0x30,
            VersionValue ?? (Version == 1 ? [] : Der.Value(0xa0, Der.Value(2, [(byte)(Version - 1)]))),
            SerialValue ?? Der.Value(2, Serial.ToByteArray(isBigEndian: true)),
            algorithm,
            IssuerName ?? (Issuer ?? this).Name,
            Validity ?? Der.Value(0x30, Time(NotBefore), Time(NotAfter)),
            Name,
            KeyInfo ?? Keys.Info(Key),
            EncodeExtensions());

        private byte[] EncodeExtensions()
        {
            if (Extensions.Count == 0 && ExtensionList is null)
            {
                return [];
            }

            return Der.Value(
                0xa3, ExtensionList ?? Der.Value(0x30, [.. Extensions.Select(Making.Extensions.Encode)]));
        }

        private static byte[] Time(DateTimeOffset time) => time.Year < 2050
            ? Der.Text(0x17, time.ToString("yyMMddHHmmss'Z'", CultureInfo.InvariantCulture))
            : Der.Text(0x18, time.ToString("yyyyMMddHHmmss'Z'", CultureInfo.InvariantCulture));
    }

    /// <summary>
    /// When certificates are valid, and when they are looked at.
    /// </summary>
    internal static class Times
    {
        internal static readonly DateTimeOffset Begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        internal static readonly DateTimeOffset Now = new(2030, 6, 1, 12, 0, 0, TimeSpan.Zero);
        internal static readonly DateTimeOffset End = new(2040, 1, 1, 0, 0, 0, TimeSpan.Zero);
    }
}
