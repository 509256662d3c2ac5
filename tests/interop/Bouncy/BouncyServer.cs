//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Text;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;

namespace NanoTlsMan.Tests.Interop.Bouncy;

/// <summary>
/// BouncyCastle's server for one suite; without extended_master_secret if it is told so.
/// </summary>
internal sealed class BouncyServer(TlsCrypto crypto, int suite, BouncyHello hello, byte[]? connectionId = null)
    : PskTlsServer(crypto, new OneKey())
{
    public override bool ShouldUseExtendedMasterSecret() => hello == BouncyHello.AsShipped;

    protected override byte[]? GetNewConnectionID() => connectionId;

    protected override ProtocolVersion[] GetSupportedVersions() => BouncyPeer.Versions;

    protected override int[] GetSupportedCipherSuites() => [suite];

    private sealed class OneKey : TlsPskIdentityManager
    {
        public byte[] GetHint() => [];

        public byte[]? GetPsk(byte[] identity) =>
            identity.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(Tlsman.Identity))
            ? Convert.FromHexString(Tlsman.Key)
            : null;
    }
}
