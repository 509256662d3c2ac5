//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security;
using System.Text;
using System.Text.RegularExpressions;

namespace NanoTlsMan.Contract.Projects
{
    /// <summary>
    /// The package of a firmware assembly, as nanoFramework's packages are described. Version, repository and what a
    /// firmware must match are filled in while it is packed (tools/pack.sh).
    /// </summary>
    public static class Nuspec
    {
        /// <summary>The assembly with native methods, whose package names the checksum that a firmware must
        /// have.</summary>
        public const string NativeAssembly = "nanoTlsMan.Native";

        /// <summary>What of an assembly goes into its package: all that nanoFramework's project system makes.</summary>
        public static readonly IReadOnlyList<string> Extensions = ["dll", "pdb", "pdbx", "pe", "xml"];

        /// <summary>Path of an assembly's .nuspec.</summary>
        public static string PathOf(SdkProject project) => Path.ChangeExtension(project.Path, ".nuspec");

        /// <summary>The text that it has to have.</summary>
        public static string Text(SdkProject project, PackageTable packages)
        {
            string name = project.Name;
            string description = Describe(project);

            // The tools of nanoFramework look for this sentence, in these words.
            if (name == NativeAssembly)
            {
                description += $"\nThis package requires a target with {name} v$nativeVersion$ (checksum $checksum$).";
            }

            var text = new StringBuilder();
            text.Append($"""
                <?xml version="1.0" encoding="utf-8"?>
                <package xmlns="http://schemas.microsoft.com/packaging/2012/06/nuspec.xsd">
                  <metadata>
                    <id>{name}</id>
                    <version>$version$</version>
                    <title>{name}</title>
                    <authors>nanoTlsMan contributors</authors>
                    <requireLicenseAcceptance>false</requireLicenseAcceptance>
                    <license type="file">LICENSE.md</license>
                    <projectUrl>$repository$</projectUrl>
                    <icon>icon.png</icon>
                    <readme>docs\README.md</readme>
                    <repository type="git" url="$repository$" commit="$commit$" />
                    <copyright>Copyright (c) 2026 nanoTlsMan contributors</copyright>
                    <description>{SecurityElement.Escape(description)}</description>
                    <tags>nanoFramework C# csharp netmf netnf dtls tls psk security</tags>
                    <dependencies>

                """);
            foreach ((string id, string version) in Dependencies(project, packages))
            {
                text.Append($"      <dependency id=\"{id}\" version=\"{version}\" />\n");
            }

            text.Append("    </dependencies>\n  </metadata>\n  <files>\n");
            foreach (string extension in Extensions)
            {
                text.Append(
                    $"    <file src=\"bin\\Release\\{name}.{extension}\" target=\"lib\\{name}.{extension}\" />\n");
            }

            text.Append("""
                    <file src="..\..\assets\readme.txt" target="" />
                    <file src="..\..\assets\package.md" target="docs\README.md" />
                    <file src="..\..\assets\icon.png" target="" />
                    <file src="..\..\LICENSE.md" target="" />
                  </files>
                </package>

                """);
            return text.ToString();
        }

        /// <summary>Our own packages, this version or a later one as nanoFramework's packages have it, and
        /// those of the class library.</summary>
        private static IEnumerable<(string Id, string Version)> Dependencies(
            SdkProject project, PackageTable packages) =>
            project.References.Select(reference => (reference.Name, "$version$"))
                .Concat(
                    packages.Closure(project.Library).DistinctBy(assembly => assembly.Package)
                    .Select(assembly => (assembly.Package, assembly.Version)))
                .OrderBy(each => each.Item1, StringComparer.Ordinal);

        private static string Describe(SdkProject project)
        {
            string info = File.ReadAllText(Path.Combine(project.Folder, "Properties", "AssemblyInfo.cs"));
            return Regex.Match(info, "AssemblyDescription\\(\"([^\"]+)\"\\)").Groups[1].Value;
        }
    }
}
