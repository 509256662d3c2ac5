//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace NanoTlsMan.Tests.Interop.Bouncy;

/// <summary>
/// BouncyCastle's client for one suite; without extended_master_secret, or without any extension, if it is told so.
/// </summary>
internal sealed class BouncyClient(int suite, BouncyHello hello, byte[]? connectionId = null)
    : PskTlsClient(new BcTlsCrypto(), new BasicTlsPskIdentity(Tlsman.Identity, Convert.FromHexString(Tlsman.Key)))
{
    public override bool ShouldUseExtendedMasterSecret() => hello == BouncyHello.AsShipped;

    public override IDictionary<int, byte[]> GetClientExtensions() =>
        hello == BouncyHello.WithoutExtensions ? new Dictionary<int, byte[]>() : base.GetClientExtensions();

    protected override byte[]? GetNewConnectionID() => connectionId;

    /// <summary>Sees the handshake's end, while there are still secrets.</summary>
    public Action<TlsContext>? Completed { get; set; }

    /// <summary>What it resumes, and afterwards what the next one may.</summary>
    public TlsSession? Session { get; set; }

    public override TlsSession? GetSessionToResume() => Session;

    public override void NotifyHandshakeComplete()
    {
        base.NotifyHandshakeComplete();
        Session = m_context.Session;
        Completed?.Invoke(m_context);
    }

    protected override ProtocolVersion[] GetSupportedVersions() => BouncyPeer.Versions;

    protected override int[] GetSupportedCipherSuites() => [suite];
}
