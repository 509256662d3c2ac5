//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using System.Linq;
using NanoTlsMan.Tests.Fuzz.Loop;
using Xunit;

namespace NanoTlsMan.Tests.Fuzz.Tests;

/// <summary>
/// The stored scripts, without fuzzing: none finds anything, and each is what it was yesterday.
/// </summary>
public sealed class CorpusTests
{
    public static TheoryData<string> Names => [.. Targets.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void StoredScriptsFindNothing(string name)
    {
        ITarget target = Targets.Find(name);
        List<byte[]> scripts = Corpus.Read(Corpus.FolderOf(name));

        Assert.NotEmpty(scripts);

        foreach (byte[] script in scripts)
        {
            Run(target, script);
        }
    }

    /// <summary>Any bytes are a script: none, one, and many that nobody chose.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void AnyBytesAreAScript(string name)
    {
        ITarget target = Targets.Find(name);
        Random random = new(1);

        Run(target, []);

        for (int i = 0; i < 300; i++)
        {
            byte[] script = new byte[random.Next(200)];

            random.NextBytes(script);
            Run(target, script);
        }
    }

    private static void Run(ITarget target, byte[] script)
    {
        try
        {
            target.Run(script, Sabotage.None);
        }
        catch (Finding finding)
        {
            Assert.Fail($"{finding.Message}\nscript {Convert.ToHexStringLower(script)}");
        }
    }
}
