//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Tests.Fuzz.Version13;

/// <summary>
/// An engine of 1.3 against a peer with the keys.
/// </summary>
internal sealed class LiveTarget13(TlsRole role, TlsTransportKind kind) : ITarget
{
    public string Name =>
        (kind == TlsTransportKind.Datagram ? "dtls13" : "tls13") + (role == TlsRole.Client ? "-client" : "-server");

    public void Run(byte[] input, Sabotage sabotage) => new LiveSession13(role, kind, input, sabotage).Run();
}
