//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Text;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace NanoTlsMan.Tests.Interop.Bouncy;

/// <summary>
/// BouncyCastle's server for one suite; without extended_master_secret if it is told so.
/// </summary>
internal sealed class BouncyServer(int suite, BouncyHello hello, byte[]? connectionId = null)
    : PskTlsServer(new BcTlsCrypto(), new OneKey())
{
    public override bool ShouldUseExtendedMasterSecret() => hello == BouncyHello.AsShipped;

    protected override byte[]? GetNewConnectionID() => connectionId;

    /// <summary>Sees the handshake's end, while there are still secrets.</summary>
    public Action<TlsContext>? Completed { get; set; }

    public override void NotifyHandshakeComplete()
    {
        base.NotifyHandshakeComplete();
        Completed?.Invoke(m_context);
    }

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
