//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using NanoTlsMan.Contract.Metadata;

namespace NanoTlsMan.Contract.Projects
{
    /// <summary>
    /// The repository as the contract lane sees it: which device projects there are, found by looking.
    /// </summary>
    public sealed class Repository
    {
        /// <summary>Opens the repository that a folder lies in.</summary>
        /// <param name="start">Any folder inside.</param>
        public Repository(string start)
        {
            string? folder = Path.GetFullPath(start);
            while (folder is not null && !File.Exists(Path.Combine(folder, "nfproj.props")))
            {
                folder = Path.GetDirectoryName(folder);
            }

            Root = folder ?? throw new DirectoryNotFoundException($"{start} is not inside the repository.");
        }

        /// <summary>Its root folder.</summary>
        public string Root { get; }

        /// <summary>The pinned class library.</summary>
        public PackageTable Packages =>
            PackageTable.Load(Path.Combine(Root, "contract", "NanoFramework.Packages.props"));

        /// <summary>Budgets and layers.</summary>
        public RuleTable Rules => RuleTable.Load(Path.Combine(Root, "contract", "rules.json"));

        /// <summary>Every folder in firmware with a project of its name.</summary>
        public IEnumerable<SdkProject> Firmware =>
            Directory.GetDirectories(Path.Combine(Root, "firmware"))
                .Select(folder => Path.Combine(folder, Path.GetFileName(folder) + ".csproj"))
                .Where(File.Exists)
                .Order(StringComparer.Ordinal)
                .Select(SdkProject.Load);

        /// <summary>Every folder in firmware/samples with a project of its name.</summary>
        public IEnumerable<SdkProject> Samples =>
            Directory.GetDirectories(Path.Combine(Root, "firmware", "samples"))
                .Select(folder => Path.Combine(folder, Path.GetFileName(folder) + ".csproj"))
                .Where(File.Exists)
                .Order(StringComparer.Ordinal)
                .Select(SdkProject.Load);

        /// <summary>Every folder in tests/unit that holds tests of a firmware assembly.</summary>
        public IEnumerable<SdkProject> UnitTests =>
            Directory.GetDirectories(Path.Combine(Root, "tests", "unit"))
                .SelectMany(folder => Directory.GetFiles(folder, "*Tests.csproj"))
                .Order(StringComparer.Ordinal)
                .Select(SdkProject.Load);

        /// <summary>Files that all samples share.</summary>
        public string SharedSampleFiles => Path.Combine(Root, "firmware", "samples", "Shared");

        /// <summary>Files that all unit tests share.</summary>
        public string SharedTestFiles => Path.Combine(Root, "tests", "unit", "Shared");

        /// <summary>Our reference assemblies by name.</summary>
        public IEnumerable<string> ReferenceAssemblies =>
            Directory.GetDirectories(Path.Combine(Root, "contract", "reference"))
                .Where(folder => File.Exists(Path.Combine(folder, Path.GetFileName(folder) + ".csproj")))
                .Select(folder => Path.GetFileName(folder))
                .Order(StringComparer.Ordinal);

        /// <summary>Every .nfproj with what it has to list.</summary>
        public IEnumerable<(NfProject Project, ProjectContent Content)> NfProjects()
        {
            PackageTable packages = Packages;
            foreach (SdkProject project in Firmware)
            {
                string path = Path.ChangeExtension(project.Path, ".nfproj");
                yield return (NfProject.LoadOrCreate(path, Root, project.Name, project.Name, NfProjectKind.Library),
                    ProjectContent.OfFirmware(project, Root, packages));
            }

            foreach (SdkProject project in Samples)
            {
                string path = Path.ChangeExtension(project.Path, ".nfproj");
                bool isProgram = IsProgram(project.Folder);

                yield return (
                    NfProject.LoadOrCreate(
                        path, Root, project.Name, project.Name,
                        isProgram ? NfProjectKind.Application : NfProjectKind.SampleLibrary),
                    isProgram
                        ? ProjectContent.OfSample(project, SharedSampleFiles, Root, packages)
                        : ProjectContent.OfFirmware(project, Root, packages));
            }

            foreach (SdkProject project in UnitTests)
            {
                // The launcher on the device loads an assembly of this name, whatever it tests.
                const string assembly = "NFUnitTest";
                // Its project has a name of its own: NuGet's restore takes projects of one name for one.
                string path = Path.ChangeExtension(project.Path, ".nfproj");
                yield return (
                    NfProject.LoadOrCreate(path, Root, assembly, project.Name, NfProjectKind.UnitTest),
                    ProjectContent.OfUnitTest(project, SharedTestFiles, Root, packages));
            }
        }

        /// <summary>Tells a sample that is flashed from a library of samples.</summary>
        public static bool IsProgram(string folder) => File.Exists(Path.Combine(folder, "Program.cs"));

        /// <summary>Path of a firmware assembly as the contract lane compiled it.</summary>
        public string Output(SdkProject project, string configuration) =>
            Path.Combine(project.Folder, "bin", configuration, "netnano1.0", project.Name + ".dll");

        /// <summary>Path of one of our reference assemblies.</summary>
        public string ReferenceAssembly(string name, string configuration) =>
            Path.Combine(Root, "contract", "reference", name, "bin", configuration, "netnano1.0", name + ".dll");
    }
}
