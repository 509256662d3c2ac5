//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using System.Linq;
using Mono.Cecil;

namespace NanoTlsMan.Contract.Metadata
{
    /// <summary>
    /// The order in which nanoFramework's metadata processor writes types and methods. Types come by name, but before a
    /// type the one that it lies in, its interfaces, and what the methods that it calls take and return; methods come
    /// as virtual, instance and static ones.
    /// </summary>
    internal static class NativeOrder
    {
        // Names are compared as text, not by their codes: that is what the processor does on a developer's machine.
        private static readonly StringComparer s_names = StringComparer.InvariantCulture;

        internal static List<TypeDefinition> Types(ModuleDefinition module)
        {
            var ordered = new List<TypeDefinition>();
            Add(
                module.GetTypes().Where(type => type.FullName != "<Module>").OrderBy(type => type.FullName, s_names),
                ordered, []);
            return ordered;
        }

        internal static IEnumerable<MethodDefinition> Methods(TypeDefinition type) =>
            type.Methods.Where(method => method.IsVirtual)
                .Concat(type.Methods.Where(method => !method.IsVirtual && !method.IsStatic))
                .Concat(type.Methods.Where(method => method.IsStatic && !method.IsVirtual));

        private static void Add(IEnumerable<TypeDefinition> types, List<TypeDefinition> ordered, HashSet<string> seen)
        {
            foreach (TypeDefinition type in types.Where(type => !seen.Contains(type.FullName)))
            {
                if (type.DeclaringType is not null)
                {
                    Add([type.DeclaringType], ordered, seen);
                }

                Add(Own(type.Interfaces.Select(each => each.InterfaceType), type.Module), ordered, seen);
                if (seen.Add(type.FullName))
                {
                    Add(
                        Own(
                            type.Methods.Where(method => method.HasBody).SelectMany(Called).SelectMany(TypesOf),
                            type.Module), ordered, seen);
                    ordered.Add(type);
                }
            }
        }

        private static IEnumerable<MethodReference> Called(MethodDefinition method) =>
            method.Body.Instructions.Select(instruction => instruction.Operand).OfType<MethodReference>();

        private static IEnumerable<TypeReference> TypesOf(MethodReference method) =>
            method.Parameters.Select(parameter => parameter.ParameterType).Prepend(method.ReturnType);

        // Those of this assembly. An array or a reference stands for its element.
        private static IEnumerable<TypeDefinition> Own(IEnumerable<TypeReference> types, ModuleDefinition module) =>
            types.Select(type => type.GetElementType() as TypeDefinition).OfType<TypeDefinition>()
            .Where(type => type.Module == module);
    }
}
