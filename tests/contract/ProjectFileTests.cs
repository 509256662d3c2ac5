//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using NanoTlsMan.Contract.Projects;
using Xunit;

namespace NanoTlsMan.Contract.Tests
{
    /// <summary>
    /// Visual Studio's project files against the folders and the .csproj. Where one of these fails, run the contract
    /// tool's sync-nfproj.
    /// </summary>
    public class ProjectFileTests
    {
        public static TheoryData<string> Projects =>
            [.. Lane.Repository.NfProjects()
            .Select(each => Path.GetRelativePath(Lane.Repository.Root, each.Project.Path))];

        [Theory]
        [MemberData(nameof(Projects))]
        public void ListsWhatTheFolderAndTheCsprojHold(string path)
        {
            (NfProject project, ProjectContent content) = Find(path);
            Assert.True(File.Exists(project.Path));
            Assert.Equal(NfProject.Items(content), project.Items());
        }

        [Theory]
        [MemberData(nameof(Projects))]
        public void PinsThePackagesOfItsReferences(string path)
        {
            (NfProject project, ProjectContent content) = Find(path);
            string packages = File.ReadAllText(Path.Combine(Path.GetDirectoryName(project.Path)!, "packages.config"));
            Assert.Equal(NfProject.PackagesConfig(content.Library), packages);
        }

        [Theory]
        [MemberData(nameof(Projects))]
        public void IsWhatTheNanoFrameworkExtensionOpens(string path)
        {
            (NfProject project, _) = Find(path);
            string text = File.ReadAllText(project.Path);
            bool isProgram = Repository.IsProgram(Path.GetDirectoryName(project.Path)!);
            Assert.StartsWith(NfProject.NanoFrameworkType, project.TypeGuids);
            Assert.Contains($"<OutputType>{(isProgram ? "Exe" : "Library")}</OutputType>", text);
            foreach (string import in new[] { "NFProjectSystem.Default.props", "nfproj.props", "NFProjectSystem.props", "NFProjectSystem.CSharp.targets" })
            {
                Assert.Contains(import + "\"", text);
            }

            // The project system finds its items only when its targets come after them.
            Assert.True(
                text.IndexOf("NFProjectSystem.CSharp.targets",
                StringComparison.Ordinal) > text.LastIndexOf("<Compile ", StringComparison.Ordinal));
            Assert.Contains("<ProjectConfigurationsDeclaredAsItems", text);
            if (NfProject.IsUnitTest(path))
            {
                Assert.Contains("<AssemblyName>NFUnitTest</AssemblyName>", text);
                Assert.Contains("TestContainer", text);
                Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(project.Path)!, "nano.runsettings")));
            }
            else
            {
                Assert.Contains($"<AssemblyName>{project.Name}</AssemblyName>", text);
            }
        }

        [Fact]
        public void IdentitiesDiffer()
        {
            List<string> identities = [.. Lane.Repository.NfProjects().Select(each => each.Project.Guid)];
            Assert.NotEmpty(identities);
            Assert.Equal(identities.Count, identities.Distinct().Count());
        }

        [Fact]
        public void SolutionListsEveryProject()
        {
            Repository repository = Lane.Repository;
            string expected = Solution.Text(repository.NfProjects().Select(each => each.Project), repository.Root);
            Assert.Equal(expected, File.ReadAllText(Path.Combine(repository.Root, "nanoTlsMan.sln")));
        }

        [Fact]
        public void EveryNfprojInTheRepositoryIsKnown()
        {
            string[] roots =
                [Path.Combine(Lane.Repository.Root, "firmware"), Path.Combine(Lane.Repository.Root, "tests", "unit")];
            IEnumerable<string> found =
                roots.SelectMany(root => Directory.EnumerateFiles(root, "*.nfproj", SearchOption.AllDirectories));
            Assert.Equal(
                Lane.Repository.NfProjects().Select(each => each.Project.Path).Order(StringComparer.Ordinal),
                found.Order(StringComparer.Ordinal));
        }

        [Fact]
        public void AllAssembliesGoByOneVersion()
        {
            IEnumerable<string> versions = Lane.Repository.Firmware.Select(project =>
                Regex.Match(
                    File.ReadAllText(
                        Path.Combine(
                            project.Folder, "Properties", "AssemblyInfo.cs")), "AssemblyVersion\\(\"([^\"]+)\"\\)")
                            .Groups[1].Value);
            string version = Assert.Single(versions.Distinct());
            Assert.Contains(
                $"<AssemblyVersion>{version}</AssemblyVersion>",
                File.ReadAllText(Path.Combine(Lane.Repository.Root, "Directory.Build.props")));
        }

        [Fact]
        public void UpdateBringsAStaleProjectInStepAndKeepsTheRest()
        {
            string folder = Directory.CreateTempSubdirectory("contract").FullName;
            try
            {
                (NfProject source, ProjectContent content) = Lane.Repository.NfProjects().First();
                string copy = Path.Combine(folder, Path.GetFileName(source.Path));
                string text = File.ReadAllText(source.Path);
                string line = Regex.Matches(text, " *<Compile Include=.*/>\n")[0].Value;
                File.WriteAllText(copy, text.Replace(line, line.Replace(".cs", "Gone.cs")));

                NfProject stale = NfProject.LoadOrCreate(copy, folder, source.Name, source.Name, NfProjectKind.Library);
                Assert.NotEqual(NfProject.Items(content), stale.Items());
                stale.Update(content);
                stale.Save();
                Assert.Equal(text, File.ReadAllText(copy));
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        private static (NfProject Project, ProjectContent Content) Find(string path) =>
            Lane.Repository.NfProjects()
            .Single(each => Path.GetRelativePath(Lane.Repository.Root, each.Project.Path) == path);
    }
}
