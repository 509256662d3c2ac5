//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace NanoTlsMan.Contract.Projects
{
    /// <summary>
    /// What an .nfproj makes.
    /// </summary>
    public enum NfProjectKind
    {
        /// <summary>An assembly of firmware.</summary>
        Library,

        /// <summary>A sample to flash.</summary>
        Application,

        /// <summary>What several samples are made of.</summary>
        SampleLibrary,

        /// <summary>Unit tests of an assembly.</summary>
        UnitTest
    }

    /// <summary>
    /// A Visual Studio project of nanoFramework. Its project system knows no wildcards, so the lists in it are kept in
    /// step with the folder and with the .csproj by this class.
    /// </summary>
    public sealed class NfProject
    {
        /// <summary>Project type of nanoFramework's Visual Studio extension.</summary>
        public const string NanoFrameworkType = "{11A8DD76-328B-46DF-9F39-F559912D0360}";

        private const string CSharpType = "{FAE04EC0-301F-11D3-BF4B-00C04F79EFBC}";
        private static readonly XNamespace s_build = "http://schemas.microsoft.com/developer/msbuild/2003";

        private readonly XDocument _document;

        private NfProject(string path, XDocument document)
        {
            Path = path;
            _document = document;
        }

        /// <summary>Full path.</summary>
        public string Path { get; }

        /// <summary>The project's name in the solution.</summary>
        public string Name { get; private init; } = "";

        /// <summary>Its identity, in capitals and braces.</summary>
        public string Guid => _document.Descendants(s_build + "ProjectGuid").Single().Value.ToUpperInvariant();

        /// <summary>Types of the project, as Visual Studio reads them.</summary>
        public string TypeGuids =>
            _document.Descendants(s_build + "ProjectTypeGuids").Single().Value.ToUpperInvariant();

        /// <summary>Reads a project, or makes a new one.</summary>
        /// <param name="path">Where it is or shall be.</param>
        /// <param name="root">Root of the repository.</param>
        /// <param name="assembly">Assembly name, for a new one.</param>
        /// <param name="name">Name in the solution.</param>
        /// <param name="kind">What it makes.</param>
        public static NfProject LoadOrCreate(string path, string root, string assembly, string name, NfProjectKind kind)
        {
            XDocument document = File.Exists(path) ? XDocument.Load(path) : Create(path, root, assembly, name, kind);
            return new NfProject(path, document) { Name = name };
        }

        /// <summary>The lists as they stand: kind of item, then item.</summary>
        public IEnumerable<string> Items() => ItemElements().Select(Describe);

        /// <summary>The lists as they should be.</summary>
        public static IEnumerable<string> Items(ProjectContent content) => Elements(content).Select(Describe);

        /// <summary>Puts the lists as they should be. The rest of the file stays.</summary>
        public void Update(ProjectContent content)
        {
            XElement anchor = _document.Descendants(s_build + "None").First().Parent!;
            foreach (XElement old in ItemElements().ToList())
            {
                XElement group = old.Parent!;
                old.Remove();
                if (!group.HasElements && group != anchor)
                {
                    group.Remove();
                }
            }

            foreach (IGrouping<XName, XElement> kind in Elements(content).GroupBy(item => item.Name))
            {
                anchor.AddBeforeSelf(new XElement(s_build + "ItemGroup", kind));
            }
        }

        /// <summary>Writes the file.</summary>
        public void Save() => File.WriteAllText(Path, Text(_document));

        /// <summary>Tells whether a project is one of unit tests, by its file's name.</summary>
        public static bool IsUnitTest(string path) => path.EndsWith("Tests.nfproj", StringComparison.Ordinal);

        /// <summary>A package list as NuGet writes it.</summary>
        public static string PackagesConfig(IEnumerable<LibraryAssembly> library)
        {
            var packages = library.DistinctBy(assembly => assembly.Package)
                .OrderBy(assembly => assembly.Package, StringComparer.OrdinalIgnoreCase);
            return Text(new XDocument(new XElement("packages", packages.Select(assembly => new XElement(
                "package",
                new XAttribute("id", assembly.Package),
                new XAttribute("version", assembly.Version),
                new XAttribute("targetFramework", "netnano1.0"),
                assembly.Package == "nanoFramework.TestFramework" ? new XAttribute("developmentDependency", "true") : null)))));
        }

        private static string Text(XDocument document)
        {
            var settings = new XmlWriterSettings
            {
                Indent = true,
                IndentChars = "  ",
                NewLineChars = "\n",
                Encoding = new UTF8Encoding(false)
            };
            using var stream = new MemoryStream();
            using (XmlWriter writer = XmlWriter.Create(stream, settings))
            {
                document.Save(writer);
            }

            return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
        }

        private IEnumerable<XElement> ItemElements() =>
            _document.Root!.Elements(s_build + "ItemGroup").Elements()
            .Where(item => item.Name.LocalName is "Compile" or "Reference" or "ProjectReference");

        private static IEnumerable<XElement> Elements(ProjectContent content)
        {
            foreach (SourceFile file in content.Sources)
            {
                var item = new XElement(s_build + "Compile", new XAttribute("Include", file.Include));
                if (file.Link is not null)
                {
                    item.Add(new XElement(s_build + "Link", file.Link));
                }

                yield return item;
            }

            foreach (LibraryAssembly assembly in content.Library)
            {
                yield return new XElement(
                    s_build + "Reference",
                    new XAttribute("Include", assembly.Name),
                    new XElement(
                        s_build + "HintPath",
                        $@"{content.PathToRoot}packages\{assembly.Package}.{assembly.Version}\lib\{assembly.File}"));
            }

            foreach (string project in content.Projects)
            {
                yield return new XElement(s_build + "ProjectReference", new XAttribute("Include", project));
            }
        }

        private static string Describe(XElement item) =>
            $"{item.Name.LocalName} {(string?)item.Attribute("Include")} {string.Join(' ', item.Elements().Select(each => each.Value))}".TrimEnd();

        private static XDocument Create(string path, string root, string assembly, string name, NfProjectKind kind)
        {
            bool isTest = kind == NfProjectKind.UnitTest;
            string space = kind switch
            {
                NfProjectKind.UnitTest => "NanoTlsMan.Tests",
                NfProjectKind.Application or NfProjectKind.SampleLibrary => "NanoTlsMan.Samples." + name,
                _ => "NanoTlsMan" + name["nanoTlsMan".Length..]
            };
            string toRoot = ProjectContent.Backslashes(
                System.IO.Path.GetRelativePath(System.IO.Path.GetDirectoryName(path)!, root)) + @"\";
            XElement own = Group(
                ("ProjectTypeGuids", $"{NanoFrameworkType};{CSharpType}"),
                ("ProjectGuid", System.Guid.NewGuid().ToString("B").ToUpperInvariant()),
                ("OutputType", kind == NfProjectKind.Application ? "Exe" : "Library"),
                ("RootNamespace", space),
                ("AssemblyName", assembly));
            if (isTest)
            {
                own.Add(
                    new XElement(s_build + "IsCodedUITest", "False"),
                    new XElement(s_build + "IsTestProject", "true"),
                    new XElement(s_build + "TestProjectType", "UnitTest"),
                    new XElement(s_build + "RunSettingsFilePath", @"$(MSBuildProjectDirectory)\nano.runsettings"));
            }
            else if (kind == NfProjectKind.Library)
            {
                own.Add(new XElement(s_build + "DocumentationFile", $@"bin\$(Configuration)\{assembly}.xml"));
            }

            XElement globals =
                Group(("NanoFrameworkProjectSystemPath", @"$(MSBuildExtensionsPath)\nanoFramework\v1.0\"));
            globals.SetAttributeValue("Label", "Globals");
            var none = new XElement(s_build + "ItemGroup", Item("None", "packages.config"));
            if (isTest)
            {
                none.AddFirst(Item("None", "nano.runsettings"));
            }

            return new XDocument(new XElement(
                s_build + "Project",
                new XAttribute("ToolsVersion", "Current"),
                new XAttribute("DefaultTargets", "Build"),
                globals,
                Import("NFProjectSystem.Default.props"),
                new XElement(s_build + "Import", new XAttribute("Project", toRoot + "nfproj.props")),
                isTest ? new XElement(s_build + "ItemGroup", Item("ProjectCapability", "TestContainer")) : null,
                own,
                Import("NFProjectSystem.props"),
                none,
                Import("NFProjectSystem.CSharp.targets"),
                new XElement(
                    s_build + "ProjectExtensions",
                    new XElement(
                        s_build + "ProjectCapabilities",
                        new XElement(s_build + "ProjectConfigurationsDeclaredAsItems")))));
        }

        private static XElement Group(params (string Name, string Value)[] properties) =>
            new(
                s_build + "PropertyGroup",
                properties.Select(property => new XElement(s_build + property.Name, property.Value)));

        private static XElement Item(string kind, string include) =>
            new(s_build + kind, new XAttribute("Include", include));

        private static XElement Import(string file) => new(
            s_build + "Import",
            new XAttribute("Project", "$(NanoFrameworkProjectSystemPath)" + file),
            new XAttribute("Condition", $"Exists('$(NanoFrameworkProjectSystemPath){file}')"));
    }
}
