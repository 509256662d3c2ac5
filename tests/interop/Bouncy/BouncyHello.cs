//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Tests.Interop.Bouncy;

/// <summary>
/// What BouncyCastle says in its hello.
/// </summary>
public enum BouncyHello
{
    /// <summary>All that it has.</summary>
    AsShipped,

    /// <summary>All but extended_master_secret.</summary>
    WithoutMasterSecret,

    /// <summary>No extension at all, as small clients do; BouncyCastle still sends the suite of RFC 5746.</summary>
    WithoutExtensions,
}
