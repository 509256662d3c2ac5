//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Tests.Fuzz.Endpoints;

/// <summary>
/// A listening endpoint over datagrams, many peers, strangers, and the program that uses it.
/// </summary>
internal sealed class DatagramTarget(bool isNewer) : ITarget
{
    public string Name => isNewer ? "datagram13-endpoint" : "datagram-endpoint";

    public void Run(byte[] input, Sabotage sabotage) => new DatagramSession(isNewer, input, sabotage).Run();
}
