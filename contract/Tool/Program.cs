//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using NanoTlsMan.Contract.Metadata;
using NanoTlsMan.Contract.Projects;
using NanoTlsMan.Contract.Signatures;

namespace NanoTlsMan.Contract
{
    /// <summary>
    /// The contract tool: checks what the contract lane compiled, and keeps the Visual Studio projects in step.
    /// </summary>
    internal static class Program
    {
        private const string ClassLibraryVariable = "NANOFRAMEWORK_CLASS_LIBRARY";
        private const string NativeAssembly = "nanoTlsMan.Native";

        private static int Main(string[] arguments)
        {
            var configuration = new Option<string>("--configuration", "-c")
            {
                Description = "Debug or Release",
                DefaultValueFactory = _ => "Debug"
            };
            var files =
                new Argument<FileInfo[]>("assembly")
                {
                    Description = "Assemblies to check (none: all of firmware)",
                    Arity = ArgumentArity.ZeroOrMore
                };
            var check =
                new Command("check", "Check compiled device assemblies against what the runtime can take, and print their sizes.") { files, configuration };
            check.SetAction(result => Check(result.GetValue(files)!, result.GetValue(configuration)!));

            var folder = new Option<DirectoryInfo?>("--class-library")
            {
                Description =
                    $"Folder of the real class library's .dll (default: environment variable {ClassLibraryVariable})"
            };
            var compare =
                new Command("compare", "Compare our reference assemblies with the real class library.") { folder,
                configuration };
            compare.SetAction(result => Compare(
                result.GetValue(folder)?.FullName ?? Environment.GetEnvironmentVariable(ClassLibraryVariable),
                result.GetValue(configuration)!));

            var sync =
                new Command("sync-nfproj", "Rewrite nanoTlsMan.sln, the .nfproj, packages.config and .nuspec from the folders and the .csproj.");
            sync.SetAction(_ => Sync());

            var native = new Argument<FileInfo?>("assembly")
            {
                Description = $"Compiled assembly (default: {NativeAssembly} of firmware)",
                Arity = ArgumentArity.ZeroOrOne
            };
            var table =
                new Command("native-table", "Print the native methods' table and checksum, as a firmware has to have them.") { native, configuration };
            table.SetAction(
                result => PrintNativeTable(result.GetValue(native)?.FullName, result.GetValue(configuration)!));

            var root = new RootCommand("The contract between nanoTlsMan's device code and nanoFramework.") { check,
                compare, sync, table };
            return root.Parse(arguments).Invoke();
        }

        private static int Check(FileInfo[] files, string configuration)
        {
            var repository = new Repository(Environment.CurrentDirectory);
            var checker = new AssemblyChecker(repository.Rules);
            IEnumerable<string> paths = files.Length > 0
                ? files.Select(file => file.FullName)
                : repository.Firmware.Select(project => repository.Output(project, configuration));
            var violations = new List<Violation>();
            var sizes = new List<DeviceSize>();
            foreach (string path in paths)
            {
                if (!File.Exists(path))
                {
                    Console.Error.WriteLine($"{path} does not exist: build it for netnano1.0 first.");
                    return 2;
                }

                violations.AddRange(checker.Check(path, out DeviceSize size));
                sizes.Add(size);
            }

            Console.WriteLine(SizeTable.Format(sizes));
            violations.ForEach(violation => Console.Error.WriteLine(violation));
            return violations.Count == 0 ? 0 : 1;
        }

        private static int Compare(string? folder, string configuration)
        {
            if (folder is null)
            {
                Console.Error.WriteLine($"No class library: give --class-library or set {ClassLibraryVariable}.");
                return 2;
            }

            var repository = new Repository(Environment.CurrentDirectory);
            int differences = 0;
            foreach (string name in repository.ReferenceAssemblies)
            {
                List<string> found = SignatureComparer.Compare(
                    repository.ReferenceAssembly(name, configuration), Path.Combine(folder, name + ".dll"),
                    out int compared);
                Console.WriteLine($"{name}: {compared} signatures compared, {found.Count} differ");
                found.ForEach(difference => Console.Error.WriteLine($"{name}: {difference}"));
                differences += found.Count;
            }

            return differences == 0 ? 0 : 1;
        }

        private static int PrintNativeTable(string? path, string configuration)
        {
            if (path is null)
            {
                var repository = new Repository(Environment.CurrentDirectory);
                path = repository.Output(
                    repository.Firmware.Single(project => project.Name == NativeAssembly), configuration);
            }

            if (!File.Exists(path))
            {
                Console.Error.WriteLine($"{path} does not exist: build it for netnano1.0 first.");
                return 2;
            }

            Console.Write(NativeTable.Load(path).Format());
            return 0;
        }

        private static int Sync()
        {
            ProjectSync.Run(new Repository(Environment.CurrentDirectory)).ForEach(Console.WriteLine);
            return 0;
        }
    }
}
