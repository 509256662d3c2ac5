//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Mono.Cecil;

namespace NanoTlsMan.Contract.Metadata
{
    /// <summary>
    /// What a firmware has to know of an assembly with native methods: one slot for each method, in the order in which
    /// nanoFramework's metadata processor writes them, and the checksum that runtime and assembly compare. The runtime
    /// finds a method by its place and nothing else.
    /// </summary>
    public sealed class NativeTable
    {
        private NativeTable(string assembly, List<NativeSlot> slots, uint checksum)
        {
            Assembly = assembly;
            Slots = slots;
            Checksum = checksum;
        }

        /// <summary>Name of the assembly.</summary>
        public string Assembly { get; }

        /// <summary>The slots, in their order.</summary>
        public IReadOnlyList<NativeSlot> Slots { get; }

        /// <summary>The checksum of its native methods; 0 for an assembly without any.</summary>
        public uint Checksum { get; }

        /// <summary>Reads it from a compiled assembly.</summary>
        /// <param name="path">A file compiled for netnano1.0.</param>
        public static NativeTable Load(string path)
        {
            using var stream = new MemoryStream(File.ReadAllBytes(path));
            return Load(stream);
        }

        /// <summary>Reads it from a compiled assembly.</summary>
        /// <param name="image">An image compiled for netnano1.0.</param>
        public static NativeTable Load(Stream image)
        {
            using ModuleDefinition module = ModuleDefinition.ReadModule(image);
            return Load(module);
        }

        private static NativeTable Load(ModuleDefinition module)
        {
            var slots = new List<NativeSlot>();
            var checksum = new NativeChecksum(module.Assembly.Name.Name);
            foreach (TypeDefinition type in NativeOrder.Types(module))
            {
                bool counts = NativeChecksum.Counts(type);
                foreach (MethodDefinition method in NativeOrder.Methods(type))
                {
                    bool isNative = counts && NativeChecksum.IsNative(method);
                    slots.Add(new NativeSlot(type.FullName, method.Name, isNative));
                    if (counts)
                    {
                        checksum.Add(method, isNative);
                    }
                }
            }

            return new NativeTable(module.Assembly.Name.Name, slots, checksum.Value);
        }

        /// <summary>The table as C++ has it.</summary>
        public string Format()
        {
            var text = new StringBuilder();
            text.Append("static const CLR_RT_MethodHandler method_lookup[] = {\n");
            foreach (NativeSlot slot in Slots)
            {
                text.Append(
                    $"    {slot.Handler},{(slot.IsNative ? string.Empty : $" /* {slot.Type}.{slot.Method} */")}\n");
            }

            text.Append(
                $"}};\n\n// {Assembly}: {Slots.Count} methods, {Slots.Count(slot => slot.IsNative)} of them native\n");
            text.Append($"// checksum 0x{Checksum:X8}\n");
            return text.ToString();
        }
    }

    /// <summary>
    /// One slot.
    /// </summary>
    /// <param name="Type">Full name of the type.</param>
    /// <param name="Method">Name of the method.</param>
    /// <param name="IsNative">Whether the firmware has to have it.</param>
    public sealed record NativeSlot(string Type, string Method, bool IsNative)
    {
        /// <summary>The function in C++, or NULL.</summary>
        public string Handler => IsNative ? $"{Type[(Type.LastIndexOfAny(['.', '/']) + 1)..]}::{Method}" : "NULL";
    }
}
