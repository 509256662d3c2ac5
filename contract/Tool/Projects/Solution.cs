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
        private static readonly string[] s_configurations = ["Debug|Any CPU", "Release|Any CPU"];

        /// <summary>The solution's text for these projects.</summary>
        public static string Text(IEnumerable<NfProject> projects, string root)
        {
            var text = new StringBuilder();
            text.AppendLine().AppendLine("Microsoft Visual Studio Solution File, Format Version 12.00")
                .AppendLine("# Visual Studio Version 17");
            text.AppendLine("VisualStudioVersion = 17.0.32112.339")
                .AppendLine("MinimumVisualStudioVersion = 10.0.40219.1");
            List<NfProject> all = [.. projects];
            foreach (NfProject project in all)
            {
                string path = ProjectContent.Backslashes(Path.GetRelativePath(root, project.Path));
                text.AppendLine(
                    $"Project(\"{NfProject.NanoFrameworkType}\") = \"{project.Name}\", \"{path}\", \"{project.Guid}\"")
                    .AppendLine("EndProject");
            }

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
            text.AppendLine("\t\tHideSolutionNode = FALSE").AppendLine("\tEndGlobalSection").AppendLine("EndGlobal");
            return text.ToString().ReplaceLineEndings("\n");
        }
    }
}
