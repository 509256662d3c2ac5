//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Xml.Linq;

namespace NanoTlsMan.Contract.Projects
{
    /// <summary>
    /// What an SDK project of device code (a .csproj in firmware or tests/unit) says about its references. Its files
    /// are all .cs in its folder, and in those that it names.
    /// </summary>
    public sealed class SdkProject
    {
        private SdkProject(string path, List<string> shared, List<SdkProject> references, List<string> library)
        {
            Path = path;
            Shared = shared;
            References = references;
            Library = library;
        }

        /// <summary>Full path.</summary>
        public string Path { get; }

        /// <summary>The project's name, for firmware its assembly's.</summary>
        public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

        /// <summary>Its folder.</summary>
        public string Folder => System.IO.Path.GetDirectoryName(Path)!;

        /// <summary>What it has of other projects: folders, of which it has all .cs, and single files.</summary>
        public List<string> Shared { get; }

        /// <summary>Firmware projects that it references itself.</summary>
        public List<SdkProject> References { get; }

        /// <summary>Class library assemblies that it declares, mscorlib included.</summary>
        public List<string> Library { get; }

        /// <summary>Reads a project and those it references.</summary>
        public static SdkProject Load(string path)
        {
            XDocument document = XDocument.Load(path);
            string folder = System.IO.Path.GetDirectoryName(path)!;
            return new SdkProject(
                path,
                [.. document.Descendants("Compile")
                    .Select(item => SharedPath((string)item.Attribute("Include")!, folder))],
                [.. document.Descendants("ProjectReference")
                .Select(item => Load(System.IO.Path.GetFullPath((string)item.Attribute("Include")!, folder)))],
                [.. document.Descendants("NanoFrameworkReference").Select(item => (string)item.Attribute("Include")!)
                .Append("mscorlib")]);
        }

        /// <summary>This project's references and theirs, each once, by name.</summary>
        public IEnumerable<SdkProject> Closure() =>
            References.Concat(References.SelectMany(reference => reference.Closure()))
            .DistinctBy(project => project.Path).OrderBy(project => project.Name, System.StringComparer.Ordinal);

        /// <summary>All source files of a folder, without build output; a file is its own.</summary>
        public static IEnumerable<string> SourcesIn(string folder) =>
            File.Exists(folder) ? [folder] :
            Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Where(file =>
            {
                string first =
                    System.IO.Path.GetRelativePath(folder, file).Split(System.IO.Path.DirectorySeparatorChar)[0];
                return first is not ("bin" or "obj");
            });

        private static string SharedPath(string include, string folder) =>
            System.IO.Path.GetFullPath(
                include.Contains('*') ? System.IO.Path.GetDirectoryName(include)! : include, folder);
    }
}
