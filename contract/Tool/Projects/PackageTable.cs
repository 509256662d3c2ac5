//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Xml.Linq;

namespace NanoTlsMan.Contract.Projects
{
    /// <summary>
    /// contract/NanoFramework.Packages.props: which package and version brings an assembly of nanoFramework's class
    /// library.
    /// </summary>
    public sealed class PackageTable
    {
        private readonly Dictionary<string, LibraryAssembly> _assemblies;

        private PackageTable(IEnumerable<LibraryAssembly> assemblies)
        {
            _assemblies = assemblies.ToDictionary(assembly => assembly.Name);
        }

        /// <summary>Reads the table.</summary>
        public static PackageTable Load(string path) =>
            new(XDocument.Load(path).Descendants("NanoFrameworkAssembly").Select(item => new LibraryAssembly(
                Value(item, "Include"),
                Value(item, "Package"),
                Value(item, "Version"),
                (string?)item.Attribute("File") ?? Value(item, "Include") + ".dll",
                ((string?)item.Attribute("DependsOn") ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries))));

        /// <summary>All lines.</summary>
        public IEnumerable<LibraryAssembly> All => _assemblies.Values;

        /// <summary>The given assemblies and all they need, each once, by name.</summary>
        public List<LibraryAssembly> Closure(IEnumerable<string> names)
        {
            var found = new SortedDictionary<string, LibraryAssembly>(StringComparer.Ordinal);
            var open = new Queue<string>(names);
            while (open.TryDequeue(out string? name))
            {
                if (!_assemblies.TryGetValue(name, out LibraryAssembly? assembly))
                {
                    throw new InvalidDataException($"{name} is not in contract/NanoFramework.Packages.props.");
                }

                if (found.TryAdd(name, assembly))
                {
                    Array.ForEach(assembly.DependsOn, open.Enqueue);
                }
            }

            return [.. found.Values];
        }

        private static string Value(XElement item, string attribute) =>
            (string?)item.Attribute(attribute) ?? throw new InvalidDataException($"{item} has no {attribute}.");
    }

    /// <summary>
    /// One assembly of the class library.
    /// </summary>
    /// <param name="Name">Assembly name.</param>
    /// <param name="Package">The package that holds it.</param>
    /// <param name="Version">Version of the package.</param>
    /// <param name="File">File name in the package's lib folder.</param>
    /// <param name="DependsOn">Assemblies that it needs.</param>
    public sealed record LibraryAssembly(string Name, string Package, string Version, string File, string[] DependsOn);
}
