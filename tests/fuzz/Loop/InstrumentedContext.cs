//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.IO;
using System.Reflection;
using System.Runtime.Loader;
using SharpFuzz;

namespace NanoTlsMan.Tests.Fuzz.Loop;

/// <summary>
/// The program once more, with the assemblies under test instrumented by SharpFuzz. What lies on disk stays as it is.
/// </summary>
internal sealed class InstrumentedContext : AssemblyLoadContext
{
    private const string Prefix = "nanoTlsMan";

    // Ciphers are left out: they do the same whatever the bytes are, and most of the time is spent in them.
    private static readonly string[] s_instrumented =
    [
        "nanoTlsMan.dll", "nanoTlsMan.Managed.dll", "nanoTlsMan.Managed.PublicKey.dll", "nanoTlsMan.Managed13.dll",
        "nanoTlsMan.X509.dll",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("tlsman-fuzz").FullName;

    /// <summary>
    /// Runs the program in such a context.
    /// </summary>
    public static int Run(string[] arguments)
    {
        InstrumentedContext context = new();

        try
        {
            foreach (string name in s_instrumented)
            {
                string copy = Path.Combine(context._folder, name);

                File.Copy(Path.Combine(AppContext.BaseDirectory, name), copy);
                Fuzzer.Instrument(copy, _ => true, Options.Value);
            }

            Assembly program = context.LoadFromAssemblyPath(typeof(InstrumentedContext).Assembly.Location);

            return (int)program.EntryPoint!.Invoke(null, [arguments])!;
        }
        finally
        {
            Directory.Delete(context._folder, recursive: true);
        }
    }

    protected override Assembly Load(AssemblyName assemblyName)
    {
        if (!assemblyName.Name!.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        string file = assemblyName.Name + ".dll";
        string copy = Path.Combine(_folder, file);

        return LoadFromAssemblyPath(File.Exists(copy) ? copy : Path.Combine(AppContext.BaseDirectory, file));
    }
}
