//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Tests.Fuzz.Engines;

/// <summary>
/// An engine of the managed stack against a peer with the keys, and perhaps with an earlier session to resume, or with
/// connection IDs and checks of a path.
/// </summary>
internal sealed class LiveTarget(
    TlsRole role, TlsTransportKind kind, bool isResumed = false, bool isNamed = false) : ITarget
{
    public string Name =>
        (kind == TlsTransportKind.Datagram ? "dtls" : "tls") + (role == TlsRole.Client ? "-client" : "-server")
        + (isResumed ? "-resumed" : "") + (isNamed ? "-named" : "");

    public void Run(byte[] input, Sabotage sabotage) =>
        new LiveSession(role, kind, isResumed, isNamed, input, sabotage).Run();
}
