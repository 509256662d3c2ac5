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
    /// A chain as a peer sends it, whom a program trusts, and what the verdict has to be.
    /// </summary>
    internal sealed record ChainCase(string Name, CertificateRule Rule, int Index, byte[][] Certificates)
    {
        internal const string DefaultHost = "device.example.com";

        internal byte[][] Anchors { get; init; } = [];

        internal string? Host { get; init; } = DefaultHost;

        internal TlsRole Peer { get; init; } = TlsRole.Server;

        internal long Now { get; init; } = Times.Now.ToUnixTimeSeconds();

        /// <summary>Changes whom and what is trusted.</summary>
        internal Action<CertificateTrust>? Configure { get; init; }

        /// <summary>The list as it is on the wire, where it is not just the certificates.</summary>
        internal byte[]? Wire { get; init; }

        /// <summary>How many signatures may be verified until the verdict.</summary>
        internal int MaxSignatures { get; init; }

        internal byte[] List => Wire ?? Join(Certificates);

        internal static byte[] Join(IEnumerable<byte[]> certificates) =>
        [
            .. certificates.SelectMany(each =>
                (byte[])[(byte)(each.Length >> 16), (byte)(each.Length >> 8), (byte)each.Length, .. each]),
        ];

        internal CertificateTrust CreateTrust()
        {
            var trust = new CertificateTrust();

            foreach (byte[] anchor in Anchors)
            {
                trust.AddAnchor(anchor);
            }

            Configure?.Invoke(trust);
            return trust;
        }

        /// <inheritdoc/>
        public override string ToString() => Name;
    }
}
