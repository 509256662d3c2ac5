//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace NanoTlsMan.Contract.Projects
{
    /// <summary>
    /// Keeps the Visual Studio files (solution, .nfproj, packages.config, nano.runsettings) and the packages' .nuspec
    /// in step with the folders and the .csproj.
    /// </summary>
    public static class ProjectSync
    {
        private const string RunSettings = """
            <?xml version="1.0" encoding="utf-8"?>
            <RunSettings>
              <RunConfiguration>
                <MaxCpuCount>1</MaxCpuCount>
                <ResultsDirectory>.\TestResults</ResultsDirectory>
                <TestSessionTimeout>600000</TestSessionTimeout>
                <TargetFrameworkVersion>net48</TargetFrameworkVersion>
                <TargetPlatform>x64</TargetPlatform>
              </RunConfiguration>
              <nanoFrameworkAdapter>
                <Logging>None</Logging>
                <IsRealHardware>False</IsRealHardware>
                <RealHardwarePort></RealHardwarePort>
              </nanoFrameworkAdapter>
            </RunSettings>

            """;

        /// <summary>Writes what differs.</summary>
        /// <returns>The files written, relative to the root.</returns>
        public static List<string> Run(Repository repository)
        {
            var written = new List<string>();
            var projects = new List<NfProject>();
            foreach ((NfProject project, ProjectContent content) in repository.NfProjects())
            {
                projects.Add(project);
                if (!File.Exists(project.Path) || !project.Items().SequenceEqual(NfProject.Items(content)))
                {
                    project.Update(content);
                    project.Save();
                    written.Add(project.Path);
                }

                string folder = Path.GetDirectoryName(project.Path)!;
                Write(Path.Combine(folder, "packages.config"), NfProject.PackagesConfig(content.Library), written);
                string runSettings = Path.Combine(folder, "nano.runsettings");
                if (NfProject.IsUnitTest(project.Path) && !File.Exists(runSettings))
                {
                    Write(runSettings, RunSettings, written);
                }
            }

            PackageTable packages = repository.Packages;
            foreach (SdkProject project in repository.Firmware)
            {
                Write(Nuspec.PathOf(project), Nuspec.Text(project, packages), written);
            }

            Write(Path.Combine(repository.Root, "nanoTlsMan.sln"), Solution.Text(projects, repository.Root), written);
            return [.. written.Select(path => Path.GetRelativePath(repository.Root, path))];
        }

        private static void Write(string path, string text, List<string> written)
        {
            if (!File.Exists(path) || File.ReadAllText(path) != text)
            {
                File.WriteAllText(path, text);
                written.Add(path);
            }
        }
    }
}
