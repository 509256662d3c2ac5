//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Collections.Generic;
using System.IO;
using System.Text.RegularExpressions;
using NanoTlsMan.Contract.Metadata;

namespace NanoTlsMan.Contract.Projects
{
    /// <summary>
    /// Holds folders against layers: the namespace of a layer is declared in its folder and nowhere else, so that who
    /// reads a path knows how deep the file lies.
    /// </summary>
    public static partial class NamespaceFolders
    {
        /// <summary>Checks the sources of one assembly.</summary>
        /// <returns>A line for each file that lies in the wrong folder.</returns>
        public static List<string> Check(string folder, AssemblyRules rules)
        {
            var differences = new List<string>();
            string root = rules.Layers.Length == 0 ? "" : rules.Layers[^1];
            foreach (string file in SdkProject.SourcesIn(folder))
            {
                Match declared = Namespace().Match(File.ReadAllText(file));
                string relative = Path.GetRelativePath(folder, file);
                if (!declared.Success || root.Length == 0)
                {
                    continue;
                }

                string byFolder = root + "."
                    + Path.GetDirectoryName(relative)!.Replace(Path.DirectorySeparatorChar, '.');
                string expected = rules.LayerOf(byFolder) >= 0 ? byFolder : root;
                if (declared.Groups[1].Value != expected)
                {
                    differences.Add($"{relative} declares {declared.Groups[1].Value}, its folder is for {expected}");
                }
            }

            return differences;
        }

        [GeneratedRegex(@"^namespace\s+([\w.]+)", RegexOptions.Multiline)]
        private static partial Regex Namespace();
    }
}
