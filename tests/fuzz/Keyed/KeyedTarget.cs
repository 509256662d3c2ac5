//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Tests.Fuzz.Keyed;

/// <summary>
/// Two engines of the managed stack with public keys, and somebody on the way between them.
/// </summary>
internal sealed class KeyedTarget(TlsTransportKind kind, bool isNewer) : ITarget
{
    public string Name =>
        (kind == TlsTransportKind.Datagram ? "dtls" : "tls") + (isNewer ? "13" : "") + "-keyed";

    public void Run(byte[] input, Sabotage sabotage) => new KeyedSession(kind, isNewer, input, sabotage).Run();
}
