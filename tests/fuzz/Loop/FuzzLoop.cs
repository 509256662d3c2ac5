//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;

namespace NanoTlsMan.Tests.Fuzz.Loop;

/// <summary>
/// Runs a target on scripts that lead further than those before.
/// </summary>
internal sealed class FuzzLoop(ITarget target, FuzzSettings settings, TextWriter output)
{
    // A run takes about a millisecond. One that is not over by then is not to be waited for: it may have no end.
    private static readonly TimeSpan s_longestRun = TimeSpan.FromSeconds(60);

    private static readonly byte[][] s_seeds =
        [[0, 0, 6, 16, 10, 24, 10, 25], [0, 1, 6, 16, 10, 25], [0, 2, 6, 16, 10, 25], [0]];

    private readonly Coverage _coverage = new();
    private readonly List<byte[]> _corpus = [];
    private readonly HashSet<string> _findings = [];
    private long _executions;
    private byte[] _current;
    private long _runStart;

    /// <summary>
    /// Runs for the time and the executions that are given, whichever is over first.
    /// </summary>
    /// <returns>How many findings there were, of different kinds.</returns>
    public int Run()
    {
        string folder = settings.CorpusOf(target);
        Mutator mutator = new(new Random(settings.Seed));
        Stopwatch watch = Stopwatch.StartNew();
        TimeSpan told = TimeSpan.Zero;

        using Timer watchdog = new(_ => WatchOver(), null, s_longestRun, s_longestRun);

        foreach (byte[] script in Corpus.Read(folder))
        {
            Try(script);
            _corpus.Add(script);
        }

        foreach (byte[] seed in s_seeds)
        {
            Try(seed);
            _corpus.Add(seed);
        }

        while (watch.Elapsed < settings.Time && _executions < settings.Executions)
        {
            byte[] script = mutator.Mutate(_corpus);

            if (Try(script))
            {
                _corpus.Add(script);

                if (settings.IsKept)
                {
                    Corpus.Write(folder, script);
                }
            }

            if (settings.IsTalkative && watch.Elapsed - told > TimeSpan.FromSeconds(60))
            {
                told = watch.Elapsed;
                Report(told);
            }
        }

        Report(watch.Elapsed);
        return _findings.Count;
    }

    /// <summary>Leaves of a corpus what is needed.</summary>
    public int Minimise() => Corpus.Minimise(settings.CorpusOf(target), script =>
    {
        Try(script);
        return _coverage.Copy();
    });

    private bool Try(byte[] script)
    {
        bool isNew;

        _current = script;
        _runStart = Stopwatch.GetTimestamp();
        _coverage.Begin();

        try
        {
            target.Run(script, settings.Sabotage);
        }
        catch (Finding finding)
        {
            Note(script, finding);
            return false;
        }
        finally
        {
            isNew = _coverage.End();
            _executions++;
            _current = null;
        }

        return isNew;
    }

    /// <summary>Ends the program if a run does not end.</summary>
    private void WatchOver()
    {
        if (_current is byte[] script && Stopwatch.GetElapsedTime(_runStart) > s_longestRun)
        {
            string path = Corpus.Write(Path.Combine(settings.FindingsFolder, target.Name), script);

            output.WriteLine($"{target.Name}: {Oracle.Endless}: a run does not end");
            output.WriteLine($"  script {path}: {Convert.ToHexStringLower(script)}");
            Environment.Exit(1);
        }
    }

    private void Note(byte[] script, Finding finding)
    {
        // One of a kind is enough: what it says, without numbers.
        string line = finding.Message.Split('\n')[0];
        string kind = string.Concat(line.Where(character => !char.IsAsciiHexDigit(character)));

        // What the runtime allocates once, for its own purposes, is no growth.
        if ((finding.Oracle == Oracle.Growth && !SeesAgain(script, Oracle.Growth)) || !_findings.Add(kind))
        {
            return;
        }

        byte[] shortest = Corpus.Shorten(script, shorter => SeesAgain(shorter, finding.Oracle));
        string path = Corpus.Write(Path.Combine(settings.FindingsFolder, target.Name), shortest);

        output.WriteLine($"{target.Name}: {finding.Message}\n  script {path}: {Convert.ToHexStringLower(shortest)}");
    }

    private bool SeesAgain(byte[] script, Oracle oracle)
    {
        try
        {
            target.Run(script, settings.Sabotage);
            return false;
        }
        catch (Finding finding)
        {
            return finding.Oracle == oracle;
        }
    }

    private void Report(TimeSpan elapsed) => output.WriteLine(
        $"{target.Name}: {_executions} executions in {elapsed.TotalSeconds:0} s, {_coverage.Edges} edges, "
        + $"{_corpus.Count} scripts, {_findings.Count} findings");
}
