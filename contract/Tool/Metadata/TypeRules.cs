//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Collections.Generic;
using System.Linq;
using Mono.Cecil;

namespace NanoTlsMan.Contract.Metadata
{
    /// <summary>
    /// What the runtime cannot have in a type: the metadata processor lets most of it pass, and the program dies at
    /// boot or at the call.
    /// </summary>
    internal static class TypeRules
    {
        internal static void Check(TypeDefinition type, List<Violation> violations)
        {
            if (type.HasGenericParameters)
            {
                violations.Add(new Violation("generic", type.FullName, "a generic type"));
            }

            CheckUse(type.BaseType, type.FullName, violations);
            foreach (InterfaceImplementation each in type.Interfaces)
            {
                CheckUse(each.InterfaceType, type.FullName, violations);
            }

            foreach (FieldDefinition field in type.Fields)
            {
                CheckUse(field.FieldType, field.FullName, violations);
            }

            if (type.IsInterface)
            {
                foreach (MethodDefinition method in type.Methods.Where(method => method.HasBody && !method.IsStatic))
                {
                    violations.Add(
                        new Violation("default-interface-method", method.FullName, "an interface method with a body"));
                }
            }

            if (type.IsExplicitLayout && !IsInitialiserData(type))
            {
                violations.Add(new Violation("explicit-layout", type.FullName, "fields at given offsets"));
            }
        }

        /// <summary>Checks a type where it is used: as a field, an argument, a local, an operand.</summary>
        internal static void CheckUse(
            TypeReference? type, string place, List<Violation> violations, bool nativeIntegers = false)
        {
            switch (type)
            {
                case null:
                    return;
                case GenericInstanceType:
                case GenericParameter:
                    violations.Add(new Violation("generic", place, type.FullName));
                    return;
                case ArrayType { IsVector: false }:
                    violations.Add(new Violation("multi-dimensional-array", place, type.FullName));
                    return;
                case PointerType:
                case FunctionPointerType:
                    violations.Add(new Violation("pointer", place, type.FullName));
                    return;
                case RequiredModifierType { ModifierType.Name: "IsVolatile" }:
                    violations.Add(new Violation("volatile", place, type.FullName));
                    return;
                case TypeSpecification specification:
                    CheckUse(specification.ElementType, place, violations, nativeIntegers);
                    return;
            }

            // A generic type as such, without arguments: typeof(List<>).
            if (type.Name.Contains('`'))
            {
                violations.Add(new Violation("generic", place, type.FullName));
            }

            if (!nativeIntegers && type.MetadataType is MetadataType.IntPtr or MetadataType.UIntPtr)
            {
                violations.Add(new Violation("native-integer", place, type.FullName));
            }

            if (type.MetadataType == MetadataType.TypedByReference)
            {
                violations.Add(new Violation("typed-reference", place, type.FullName));
            }
        }

        // The compiler gives each initialiser a struct of its size.
        private static bool IsInitialiserData(TypeDefinition type) =>
            type.DeclaringType?.Name == "<PrivateImplementationDetails>";
    }
}
