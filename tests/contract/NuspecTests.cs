//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using NanoTlsMan.Contract.Metadata;
using NanoTlsMan.Contract.Projects;
using Xunit;

namespace NanoTlsMan.Contract.Tests
{
    /// <summary>
    /// The packages against the projects. Where one of the first fails, run the contract tool's sync-nfproj.
    /// </summary>
    public sealed class NuspecTests : IDisposable
    {
        private const string OwnVersion = "$version$";

        private readonly string _folder = Directory.CreateTempSubdirectory("contract").FullName;

        public static TheoryData<string> Assemblies => [.. Lane.Repository.Firmware.Select(project => project.Name)];

        private static string Version { get; } =
            Regex.Match(
                File.ReadAllText(
                    Path.Combine(Lane.Repository.Root, "Directory.Build.props")), "<Version>(.+)</Version>")
                    .Groups[1].Value;

        public void Dispose() => Directory.Delete(_folder, recursive: true);

        [Theory]
        [MemberData(nameof(Assemblies))]
        public void IsWhatTheToolWrites(string assembly)
        {
            SdkProject project = Find(assembly);
            Assert.Equal(Nuspec.Text(project, Lane.Repository.Packages), File.ReadAllText(Nuspec.PathOf(project)));
        }

        [Fact]
        public void EveryFirmwareAssemblyHasOneAndNothingElse() => Assert.Equal(
            Lane.Repository.Firmware.Select(Nuspec.PathOf).Order(StringComparer.Ordinal),
            Directory.EnumerateFiles(
                Path.Combine(Lane.Repository.Root, "firmware"), "*.nuspec", SearchOption.AllDirectories)
                .Where(
                    path =>
                    !path.Contains(
                        Path.DirectorySeparatorChar + "obj" + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal));

        [Theory]
        [MemberData(nameof(Assemblies))]
        public void DependsOnWhatItsVisualStudioProjectReferences(string assembly)
        {
            SdkProject project = Find(assembly);
            XDocument packages = XDocument.Load(Path.Combine(project.Folder, "packages.config"));
            XNamespace build = "http://schemas.microsoft.com/developer/msbuild/2003";
            IEnumerable<(string, string)> library = packages.Descendants("package")
                .Select(item => ((string)item.Attribute("id")!, (string)item.Attribute("version")!));
            IEnumerable<(string, string)> own =
                XDocument.Load(Path.ChangeExtension(project.Path, ".nfproj")).Descendants(build + "ProjectReference")
                .Select(
                    item =>
                    (Path.GetFileNameWithoutExtension(((string)item.Attribute("Include")!).Split('\\')[^1]),
                    OwnVersion));
            IEnumerable<(string, string)> dependencies = Load(project, "dependency")
                .Select(item => ((string)item.Attribute("id")!, (string)item.Attribute("version")!));

            Assert.Equal(library.Concat(own).Order(), dependencies.Order());
        }

        [Theory]
        [MemberData(nameof(Assemblies))]
        public void HoldsWhatAProjectMakesAndFilesThatExist(string assembly)
        {
            SdkProject project = Find(assembly);
            string[] sources = [.. Load(project, "file").Select(item => (string)item.Attribute("src")!)];

            foreach (string extension in new[] { "dll", "pdb", "pdbx", "pe", "xml" })
            {
                Assert.Contains($@"bin\Release\{assembly}.{extension}", sources);
            }

            string[] others = [.. sources.Where(source => !source.StartsWith(@"bin\", StringComparison.Ordinal))];
            Assert.Equal(4, others.Length);
            Assert.All(
                others, source =>
                Assert.True(
                    File.Exists(Path.Combine(project.Folder, source.Replace('\\', Path.DirectorySeparatorChar))),
                    source));
        }

        [Fact]
        public void AllThatNamesAVersionNamesTheSame()
        {
            string root = Lane.Repository.Root;

            Assert.Matches($@"(?m)^## {Regex.Escape(Version)}\b", File.ReadAllText(Path.Combine(root, "CHANGELOG.md")));
            Assert.Contains(
                $"<AssemblyVersion>{Version}.0</AssemblyVersion>",
                File.ReadAllText(Path.Combine(root, "Directory.Build.props")));
        }

        /// <summary>What a package shows stands alone: a link to another file of the repository leads nowhere
        /// there.</summary>
        [Fact]
        public void TheReadmeOfThePackagesHasNoRelativeLinks() => Assert.DoesNotMatch(
            @"\]\((?!https?:)",
            File.ReadAllText(Path.Combine(Lane.Repository.Root, "assets", "package.md")));

        [Fact]
        public void TheDocumentListsEveryPackage()
        {
            string text = File.ReadAllText(Path.Combine(Lane.Repository.Root, "docs", "packages.md"));
            Assert.All(Lane.Repository.Firmware, project => Assert.Contains($"| `{project.Name}` |", text));
        }

        [SkippableFact]
        public void PackingNamesWhatIsMissingAndMakesNothing()
        {
            Skip.IfNot(File.Exists("/bin/bash"), "there is no bash");
            MakeBinaries();
            File.Delete(Path.Combine(_folder, "nanoTlsMan.Sockets.pe"));

            Assert.Equal(3, Pack(out string errors));
            Assert.Contains("nanoTlsMan.Sockets.pe", errors);
            Assert.DoesNotContain("nanoTlsMan.Managed", errors);
            Assert.Empty(Directory.GetFiles(_folder, "*.nupkg"));
        }

        [SkippableFact]
        public void PackingMakesAPackageOfEachAssembly()
        {
            Skip.IfNot(File.Exists("/bin/bash"), "there is no bash");
            uint checksum = MakeBinaries();

            Assert.True(Pack(out string errors) == 0, errors);
            foreach (SdkProject project in Lane.Repository.Firmware)
            {
                using ZipArchive package = ZipFile.OpenRead(Path.Combine(_folder, $"{project.Name}.{Version}.nupkg"));
                using StreamReader reader = new(package.GetEntry(project.Name + ".nuspec")!.Open());
                string text = reader.ReadToEnd();

                Assert.DoesNotContain("$", text);
                Assert.All(
                    Nuspec.Extensions, extension =>
                    Assert.NotNull(package.GetEntry($"lib/{project.Name}.{extension}")));
                Assert.NotNull(package.GetEntry("docs/README.md"));
                Assert.NotNull(package.GetEntry("LICENSE.md"));
                Assert.NotNull(package.GetEntry("icon.png"));
                Assert.NotNull(package.GetEntry("readme.txt"));

                // The expression is that of nanoFramework's tools.
                Match sentence = Regex.Match(text, @"requires a target with \S+ v(\S+) \(checksum (0x[0-9A-F]{8})\)\.");
                Assert.Equal(project.Name == Nuspec.NativeAssembly, sentence.Success);
                if (sentence.Success)
                {
                    Assert.Equal("1.0.0.0", sentence.Groups[1].Value);
                    Assert.Equal($"0x{checksum:X8}", sentence.Groups[2].Value);
                }
            }
        }

        [SkippableFact]
        public void ANativeImageOfOtherSourcesIsNotPacked()
        {
            Skip.IfNot(File.Exists("/bin/bash"), "there is no bash");
            MakeBinaries();
            string pe = Path.Combine(_folder, Nuspec.NativeAssembly + ".pe");
            byte[] bytes = File.ReadAllBytes(pe);
            bytes[20] ^= 1;
            File.WriteAllBytes(pe, bytes);

            Assert.Equal(1, Pack(out string errors));
            Assert.Contains("checksum", errors);
            Assert.Empty(Directory.GetFiles(_folder, "*.nupkg"));
        }

        private static SdkProject Find(string assembly) =>
            Lane.Repository.Firmware.Single(project => project.Name == assembly);

        private static IEnumerable<XElement> Load(SdkProject project, string element) =>
            XDocument.Load(Nuspec.PathOf(project)).Descendants().Where(item => item.Name.LocalName == element);

        /// <summary>The assemblies as they are, and in place of what the metadata processor makes of them as much as
        /// the script reads.</summary>
        private uint MakeBinaries()
        {
            uint checksum = 0;
            foreach (SdkProject project in Lane.Repository.Firmware)
            {
                string output = Lane.Repository.Output(project, Lane.Configuration);
                uint own = NativeTable.Load(output).Checksum;
                byte[] image = new byte[64];

                checksum = project.Name == Nuspec.NativeAssembly ? own : checksum;
                BitConverter.TryWriteBytes(image.AsSpan(20), own);
                File.Copy(output, Path.Combine(_folder, project.Name + ".dll"));
                File.WriteAllBytes(Path.Combine(_folder, project.Name + ".pe"), image);
                foreach (string extension in new[] { "pdb", "pdbx", "xml" })
                {
                    File.WriteAllText(Path.Combine(_folder, $"{project.Name}.{extension}"), "stands for one");
                }
            }

            Assert.NotEqual(0u, checksum);
            return checksum;
        }

        private int Pack(out string errors)
        {
            ProcessStartInfo start = new("/bin/bash",
                [Path.Combine(Lane.Repository.Root, "tools", "pack.sh"), "--binaries", _folder, "--output", _folder])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true
            };
            using Process process = Process.Start(start)!;
            process.OutputDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode;
        }
    }
}
