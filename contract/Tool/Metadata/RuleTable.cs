//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;

namespace NanoTlsMan.Contract.Metadata
{
    /// <summary>
    /// contract/rules.json: budgets and who may know whom.
    /// </summary>
    public sealed class RuleTable
    {
        private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web)
        {
            ReadCommentHandling = JsonCommentHandling.Skip,
            UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow
        };

        /// <summary>Most IL an assembly may have, in bytes as the device stores it.</summary>
        public int MaxIlBytes { get; init; }

        /// <summary>The firmware assemblies by name.</summary>
        public Dictionary<string, AssemblyRules> Assemblies { get; init; } = [];

        /// <summary>Reads a table.</summary>
        /// <param name="path">A JSON file; comments are allowed.</param>
        public static RuleTable Load(string path) =>
            JsonSerializer.Deserialize<RuleTable>(File.ReadAllText(path), s_options)
            ?? throw new InvalidDataException(path + " is empty.");

        /// <summary>Most IL that the named assembly may have, in bytes.</summary>
        public int MaxIlBytesOf(string assembly) =>
            Assemblies.TryGetValue(assembly, out AssemblyRules? rules) && rules.MaxIlBytes is int own
            ? own
            : MaxIlBytes;
    }

    /// <summary>
    /// What holds for one assembly.
    /// </summary>
    public sealed class AssemblyRules
    {
        /// <summary>Own budget, or null for the common one.</summary>
        public int? MaxIlBytes { get; init; }

        /// <summary>Assemblies of this project that it may reference.</summary>
        public string[] MayReference { get; init; } = [];

        /// <summary>Assemblies of the class library that it may reference beside mscorlib.</summary>
        public string[] ClassLibrary { get; init; } = [];

        /// <summary>Namespaces from the bottom up.</summary>
        public string[] Layers { get; init; } = [];

        /// <summary>The layer a namespace belongs to, or -1.</summary>
        public int LayerOf(string @namespace) => Array.IndexOf(Layers, @namespace);
    }
}
