//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace NanoTlsMan.Contract.Projects
{
    /// <summary>
    /// nanoTlsMan.sln: what Visual Studio with nanoFramework's extension opens, the .nfproj and nothing else.
    /// </summary>
    public static class Solution
    {
        private const string FolderType = "{2150E333-8FDC-42A3-9474-1A3956D46DE8}";
        private const string TestsFolder = "{6B1F5D3E-7C1B-4E0B-9C55-2F0A8D7E4B19}";

        private static readonly string[] s_configurations = ["Debug|Any CPU", "Release|Any CPU"];

        /// <summary>The solution's text for these projects.</summary>
        public static string Text(IEnumerable<NfProject> projects, string root)
        {
            var text = new StringBuilder();
            text.AppendLine().AppendLine("Microsoft Visual Studio Solution File, Format Version 12.00")
                .AppendLine("# Visual Studio Version 17");
            text.AppendLine("VisualStudioVersion = 17.0.32112.339")
                .AppendLine("MinimumVisualStudioVersion = 10.0.40219.1");
            // Visual Studio starts the first project, and a library cannot be started.
            List<NfProject> all = [.. projects.OrderBy(
                project => Repository.IsProgram(Path.GetDirectoryName(project.Path)!) ? 0 : 1)];
            List<NfProject> tests = [.. all.Where(project => NfProject.IsUnitTest(project.Path))];
            foreach (NfProject project in all)
            {
                string path = ProjectContent.Backslashes(Path.GetRelativePath(root, project.Path));
                text.AppendLine(
                    $"Project(\"{NfProject.NanoFrameworkType}\") = \"{project.Name}\", \"{path}\", \"{project.Guid}\"")
                    .AppendLine("EndProject");
            }

            text.AppendLine($"Project(\"{FolderType}\") = \"tests\", \"tests\", \"{TestsFolder}\"").AppendLine("EndProject");

            text.AppendLine("Global").AppendLine("\tGlobalSection(SolutionConfigurationPlatforms) = preSolution");
            foreach (string configuration in s_configurations)
            {
                text.AppendLine($"\t\t{configuration} = {configuration}");
            }

            text.AppendLine("\tEndGlobalSection")
                .AppendLine("\tGlobalSection(ProjectConfigurationPlatforms) = postSolution");
            foreach (NfProject project in all)
            {
                foreach (string configuration in s_configurations)
                {
                    foreach (string action in new[] { "ActiveCfg", "Build.0", "Deploy.0" })
                    {
                        text.AppendLine($"\t\t{project.Guid}.{configuration}.{action} = {configuration}");
                    }
                }
            }

            text.AppendLine("\tEndGlobalSection").AppendLine("\tGlobalSection(SolutionProperties) = preSolution");
            text.AppendLine("\t\tHideSolutionNode = FALSE").AppendLine("\tEndGlobalSection");
            text.AppendLine("\tGlobalSection(NestedProjects) = preSolution");
            foreach (NfProject project in tests)
            {
                text.AppendLine($"\t\t{project.Guid} = {TestsFolder}");
            }

            text.AppendLine("\tEndGlobalSection").AppendLine("EndGlobal");
            return text.ToString().ReplaceLineEndings("\n");
        }
    }
}
