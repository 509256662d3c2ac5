//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Collections.Generic;
using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace NanoTlsMan.Contract.Metadata
{
    /// <summary>
    /// Who may know whom: between assemblies by their references, inside an assembly by namespace.
    /// </summary>
    internal sealed class LayerRules
    {
        private const string CoreLibrary = "mscorlib";
        private const string SocketLibrary = "System.Net";
        private const string OwnPrefix = "nanoTlsMan";

        private readonly RuleTable _rules;

        internal LayerRules(RuleTable rules)
        {
            _rules = rules;
        }

        internal void Check(ModuleDefinition module, List<Violation> violations)
        {
            string assembly = module.Assembly.Name.Name;
            if (!_rules.Assemblies.TryGetValue(assembly, out AssemblyRules? rules))
            {
                violations.Add(new Violation("unknown-assembly", assembly, "has no line in contract/rules.json"));
                return;
            }

            foreach (AssemblyNameReference reference in module.AssemblyReferences)
            {
                CheckReference(assembly, rules, reference.Name, violations);
            }

            if (rules.Layers.Length > 0)
            {
                foreach (TypeDefinition type in module.GetTypes())
                {
                    CheckType(type, rules, violations);
                }
            }
        }

        private static void CheckReference(
            string assembly, AssemblyRules rules, string reference, List<Violation> violations)
        {
            if (reference == CoreLibrary || rules.ClassLibrary.Contains(reference)
                || rules.MayReference.Contains(reference))
            {
                return;
            }

            if (reference == SocketLibrary)
            {
                violations.Add(new Violation("system-net", assembly, "only nanoTlsMan.Sockets knows sockets"));
            }
            else if (reference.StartsWith(OwnPrefix))
            {
                violations.Add(new Violation("upward-assembly", assembly, $"references {reference}"));
            }
            else
            {
                violations.Add(
                    new Violation("class-library", assembly,
                    $"references {reference}, which contract/rules.json does not allow it"));
            }
        }

        private static void CheckType(TypeDefinition type, AssemblyRules rules, List<Violation> violations)
        {
            string own = NamespaceOf(type);
            if (own.Length == 0)
            {
                // What the compiler adds for the whole assembly, such as initialiser data.
                return;
            }

            int layer = rules.LayerOf(own);
            if (layer < 0)
            {
                violations.Add(
                    new Violation("unknown-layer", type.FullName,
                    $"namespace {own} is no layer of contract/rules.json"));
                return;
            }

            foreach (TypeReference used in UsedBy(type).Select(ElementOf).Where(used => used.Scope == type.Module)
                .Distinct())
            {
                if (rules.LayerOf(NamespaceOf(used)) > layer)
                {
                    violations.Add(new Violation("upward-layer", type.FullName, $"knows {used.FullName}"));
                }
            }
        }

        private static IEnumerable<TypeReference> UsedBy(TypeDefinition type)
        {
            var used = new List<TypeReference?> { type.BaseType };
            used.AddRange(type.Interfaces.Select(each => each.InterfaceType));
            used.AddRange(type.Fields.Select(field => field.FieldType));
            used.AddRange(type.CustomAttributes.Select(attribute => attribute.AttributeType));
            foreach (MethodDefinition method in type.Methods)
            {
                used.Add(method.ReturnType);
                used.AddRange(method.Parameters.Select(parameter => parameter.ParameterType));
                used.AddRange(method.CustomAttributes.Select(attribute => attribute.AttributeType));
                if (method.HasBody)
                {
                    used.AddRange(method.Body.Variables.Select(variable => variable.VariableType));
                    used.AddRange(method.Body.ExceptionHandlers.Select(handler => handler.CatchType));
                    used.AddRange(method.Body.Instructions.SelectMany(UsedBy));
                }
            }

            return used.OfType<TypeReference>();
        }

        private static IEnumerable<TypeReference> UsedBy(Instruction instruction) => instruction.Operand switch
        {
            TypeReference type => [type],
            FieldReference field => [field.DeclaringType, field.FieldType],
            MethodReference method =>
            [method.DeclaringType, method.ReturnType,
            .. method.Parameters.Select(parameter => parameter.ParameterType)],
            _ => []
        };

        private static TypeReference ElementOf(TypeReference type) =>
            type is TypeSpecification { ElementType: { } element } ? ElementOf(element) : type;

        private static string NamespaceOf(TypeReference type) => type.DeclaringType is null
            ? type.Namespace
            : NamespaceOf(type.DeclaringType);
    }
}
