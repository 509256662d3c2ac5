//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace NanoTlsMan.Contract.Projects
{
    /// <summary>
    /// A source file of a project, as an .nfproj names it.
    /// </summary>
    /// <param name="Include">Path from the project, with backslashes.</param>
    /// <param name="Link">Where it is shown, for a file of another folder; or null.</param>
    public sealed record SourceFile(string Include, string? Link);

    /// <summary>
    /// What an .nfproj has to list, derived from the folder and the .csproj.
    /// </summary>
    public sealed class ProjectContent
    {
        private ProjectContent(
            string pathToRoot, List<SourceFile> sources, List<LibraryAssembly> library, List<string> projects)
        {
            PathToRoot = pathToRoot;
            Sources = sources;
            Library = library;
            Projects = projects;
        }

        /// <summary>From the project's folder to the repository's root, with a backslash at the end.</summary>
        public string PathToRoot { get; }

        /// <summary>Source files.</summary>
        public List<SourceFile> Sources { get; }

        /// <summary>Class library assemblies, with all they need: that is what gets deployed to a board.</summary>
        public List<LibraryAssembly> Library { get; }

        /// <summary>Paths of the .nfproj it references.</summary>
        public List<string> Projects { get; }

        /// <summary>The content of a firmware assembly.</summary>
        public static ProjectContent OfFirmware(SdkProject project, string root, PackageTable packages) => new(
            ToRoot(project, root),
            [.. FilesIn(project.Folder, project.Folder)],
            packages.Closure(project.Library),
            [.. project.References.Select(reference => NfProjectOf(project, reference)).Order(StringComparer.Ordinal)]);

        /// <summary>The content of a sample: it also gets the files that samples share, and all that it
        /// deploys.</summary>
        public static ProjectContent OfSample(SdkProject project, string shared, string root, PackageTable packages) =>
            new(
            ToRoot(project, root),
            [.. FilesIn(project.Folder, project.Folder), .. FilesIn(shared, project.Folder)],
            packages.Closure(project.Closure().Append(project).SelectMany(each => each.Library)),
            [.. project.Closure().Select(reference => NfProjectOf(project, reference))]);

        /// <summary>The content of a unit test: it also gets the files that it shares, the test framework and all that
        /// it deploys.</summary>
        public static ProjectContent OfUnitTest(
            SdkProject project, string shared, string root, PackageTable packages) => new(
            ToRoot(project, root),
            [.. FilesIn(project.Folder, project.Folder),
            .. project.Shared.Append(shared).SelectMany(folder => FilesIn(folder, project.Folder))],
            packages.Closure(
                project.Closure().Append(project).SelectMany(each => each.Library)
                .Append("nanoFramework.TestFramework")),
            [.. project.Closure().Select(reference => NfProjectOf(project, reference))]);

        internal static string Backslashes(string path) => path.Replace('/', '\\');

        private static string ToRoot(SdkProject project, string root) =>
            Backslashes(Path.GetRelativePath(project.Folder, root)) + "\\";

        private static IEnumerable<SourceFile> FilesIn(string folder, string project) =>
            SdkProject.SourcesIn(folder)
                .Select(file => new SourceFile(
                    Backslashes(Path.GetRelativePath(project, file)),
                    folder == project ? null : Backslashes(Path.GetRelativePath(Path.GetDirectoryName(folder)!, file))))
                .OrderBy(file => file.Include, StringComparer.Ordinal);

        private static string NfProjectOf(SdkProject from, SdkProject to) =>
            Backslashes(Path.ChangeExtension(Path.GetRelativePath(from.Folder, to.Path), ".nfproj"));
    }
}
