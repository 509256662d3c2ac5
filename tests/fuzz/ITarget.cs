//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Tests.Fuzz;

/// <summary>
/// Something to be fuzzed.
/// </summary>
internal interface ITarget
{
    string Name { get; }

    /// <summary>
    /// Runs a script. The same bytes give the same run.
    /// </summary>
    /// <param name="input">The script.</param>
    /// <param name="sabotage">What is broken on purpose.</param>
    /// <exception cref="Finding">An oracle saw something.</exception>
    void Run(byte[] input, Sabotage sabotage);
}
