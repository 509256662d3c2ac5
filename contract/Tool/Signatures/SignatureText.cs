//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Mono.Cecil;

namespace NanoTlsMan.Contract.Signatures
{
    /// <summary>
    /// A type as lines of text, one for its heading and one for each member that other assemblies see.
    /// </summary>
    internal static class SignatureText
    {
        internal static bool IsVisible(TypeDefinition type) =>
            type.IsNested
                ? (type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamilyOrAssembly)
                && IsVisible(type.DeclaringType)
                : type.IsPublic;

        internal static IEnumerable<string> Of(TypeDefinition type)
        {
            yield return "kind " + Kind(type);
            yield return "base " + type.BaseType?.FullName;
            foreach (InterfaceImplementation each in type.Interfaces)
            {
                yield return "implements " + each.InterfaceType.FullName;
            }

            foreach (FieldDefinition field in type.Fields.Where(
                field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly))
            {
                yield return Field(field);
            }

            // Explicit implementations are private, yet a compiler asks for them through the interface.
            foreach (MethodDefinition method in type.Methods.Where(
                method => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly))
            {
                yield return Method(method);
            }

            foreach (PropertyDefinition property in type.Properties.Where(
                property => (property.GetMethod ?? property.SetMethod).IsPublic))
            {
                yield return "property " + property.Name;
            }
        }

        private static string Kind(TypeDefinition type)
        {
            string kind = type.IsInterface ? "interface" : type.IsEnum ? "enum" : type.IsValueType ? "struct" : "class";
            string modifiers = type.IsAbstract && type.IsSealed
                ? "static "
                : type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "";
            bool isRefStruct =
                type.CustomAttributes.Any(attribute => attribute.AttributeType.Name == "IsByRefLikeAttribute");
            return modifiers + (isRefStruct ? "ref " : "") + kind;
        }

        private static string Field(FieldDefinition field)
        {
            string modifiers = (field.IsStatic ? "static " : "") + (field.IsInitOnly ? "readonly " : "")
                + Access(field.IsPublic);
            string value = field.HasConstant
                ? " = " + Convert.ToString(field.Constant, CultureInfo.InvariantCulture)
                : "";
            return $"field {modifiers}{field.FieldType.FullName} {field.Name}{value}";
        }

        private static string Method(MethodDefinition method)
        {
            string modifiers = (method.IsStatic ? "static " : "") + Access(method.IsPublic)
                + (method.IsAbstract
                ? "abstract "
                : method is { IsVirtual: true, IsFinal: false } ? "virtual " : method.IsVirtual ? "final " : "");
            return $"method {modifiers}{method.ReturnType.FullName} {method.Name}({string.Join(", ", method.Parameters.Select(Parameter))})";
        }

        private static string Parameter(ParameterDefinition parameter)
        {
            bool isParams =
                parameter.CustomAttributes.Any(attribute => attribute.AttributeType.Name == "ParamArrayAttribute");
            string value = parameter.HasConstant
                ? " = " + Convert.ToString(parameter.Constant, CultureInfo.InvariantCulture)
                : "";
            return $"{(isParams ? "params " : "")}{(parameter.IsOut ? "out " : "")}{parameter.ParameterType.FullName} {parameter.Name}{value}";
        }

        private static string Access(bool isPublic) => isPublic ? "public " : "protected ";
    }
}
