//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Tests.Fuzz.Endpoints;

/// <summary>
/// An endpoint over a stream, its transport, and the program that uses it.
/// </summary>
internal sealed class StreamTarget : ITarget
{
    public string Name => "stream-endpoint";

    public void Run(byte[] input, Sabotage sabotage) => new StreamSession(input, sabotage).Run();
}
