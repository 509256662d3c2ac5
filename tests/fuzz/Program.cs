//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Runtime.Loader;
using NanoTlsMan.Tests.Fuzz.Loop;

namespace NanoTlsMan.Tests.Fuzz;

/// <summary>
/// The command: runs fuzzers for as long as one likes.
/// </summary>
internal static class Program
{
    private const string AllTargets = "all";
    private const int DefaultSeconds = 15;

    private static int Main(string[] arguments) =>
        AssemblyLoadContext.GetLoadContext(typeof(Program).Assembly) == AssemblyLoadContext.Default
            ? InstrumentedContext.Run(arguments)
            : RunCommand(arguments);

    private static int RunCommand(string[] arguments)
    {
        Argument<string> target = new("target") { Description = "What to fuzz: 'all', or one of them" };
        Option<int> seconds = new("--seconds") { Description = "How long, for each target", HelpName = "N" };
        Option<long> executions = new("--executions")
        {
            Description = "At most so many scripts for each target: the same ones on any machine that has the time",
            HelpName = "N",
        };
        Option<int> seed = new("--seed") { Description = "The same seed makes the same scripts", HelpName = "S" };
        Option<string> corpus = new("--corpus")
        {
            Description = "Scripts to begin with, and where new ones go; the stored ones, and none kept, by default",
            HelpName = "DIR",
        };
        Option<string> findings = new("--findings")
        {
            Description = "Where scripts that found something are kept",
            HelpName = "DIR",
        };
        Option<string> script = new("--script") { Description = "Run this file only", HelpName = "FILE" };
        Option<bool> minimise = new("--minimise") { Description = "Leave in --corpus only what leads everywhere" };
        Option<Sabotage> sabotage = new("--sabotage") { Description = "Break something on purpose" };
        RootCommand command = new("Fuzz the managed stack and its endpoint, with live keys.")
        {
            target, seconds, executions, seed, corpus, findings, script, minimise, sabotage,
        };

        target.DefaultValueFactory = _ => AllTargets;
        seconds.DefaultValueFactory = _ => DefaultSeconds;
        executions.DefaultValueFactory = _ => long.MaxValue;
        seed.DefaultValueFactory = _ => 1;
        findings.DefaultValueFactory = _ => "findings";
        target.AcceptOnlyFromAmong([AllTargets, .. Targets.All.Select(known => known.Name)]);
        command.SetAction(result =>
        {
            string name = result.GetValue(target);
            FuzzSettings settings = new(
                TimeSpan.FromSeconds(result.GetValue(seconds)),
                result.GetValue(executions),
                result.GetValue(seed),
                result.GetValue(corpus),
                result.GetValue(findings),
                result.GetValue(sabotage),
                name != AllTargets);
            int found = 0;

            foreach (ITarget chosen in Targets.All.Where(known => name == AllTargets || known.Name == name))
            {
                if (result.GetValue(script) is string file)
                {
                    found += RunScript(chosen, File.ReadAllBytes(file), settings.Sabotage);
                }
                else if (result.GetValue(minimise))
                {
                    int left = new FuzzLoop(chosen, settings, Console.Out).Minimise();

                    Console.WriteLine($"{chosen.Name}: {left} scripts are left");
                }
                else
                {
                    found += new FuzzLoop(chosen, settings, Console.Out).Run();
                }
            }

            return found == 0 ? 0 : 1;
        });
        return command.Parse(arguments).Invoke();
    }

    private static int RunScript(ITarget target, byte[] script, Sabotage sabotage)
    {
        _ = new Coverage();
        Diary.Writer = Console.Out;

        try
        {
            target.Run(script, sabotage);
            Console.WriteLine($"{target.Name}: nothing found");
            return 0;
        }
        catch (Finding finding)
        {
            Console.WriteLine($"{target.Name}: {finding.Message}");
            return 1;
        }
    }
}
