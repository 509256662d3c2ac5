//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Tests.Fuzz.Loop;

/// <summary>
/// What the command line says.
/// </summary>
internal sealed record FuzzSettings(
    TimeSpan Time,
    long Executions,
    int Seed,
    string CorpusFolder,
    string FindingsFolder,
    Sabotage Sabotage,
    bool IsTalkative)
{
    /// <summary>Whether scripts that lead further are kept.</summary>
    public bool IsKept => CorpusFolder != null;

    public string CorpusOf(ITarget target) => CorpusFolder ?? Corpus.FolderOf(target.Name);
}
