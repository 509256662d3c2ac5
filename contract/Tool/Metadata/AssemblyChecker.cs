//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Collections.Generic;
using System.IO;
using System.Linq;
using Mono.Cecil;

namespace NanoTlsMan.Contract.Metadata
{
    /// <summary>
    /// Holds a compiled device assembly against what the runtime and its metadata processor can take, and against the
    /// project's own rules of who may know whom. What a compiler accepts and a board does not is found here, without a
    /// board.
    /// </summary>
    public sealed class AssemblyChecker
    {
        /// <summary>
        /// The metadata processor keeps strings, and signatures together with array initialisers, in tables of 64 KiB.
        /// The second is not even checked there: an assembly above it starts with wrong data. So the line is drawn
        /// before it.
        /// </summary>
        public const int MaxTableBytes = 60_000;

        /// <summary>Methods of each kind (virtual, instance, static) that a type can have: a byte counts
        /// them.</summary>
        public const int MaxMethodsOfAKind = 255;

        private readonly RuleTable _rules;

        /// <summary>Makes a checker.</summary>
        /// <param name="rules">Budgets and layering.</param>
        public AssemblyChecker(RuleTable rules)
        {
            _rules = rules;
        }

        /// <summary>Checks one assembly and measures it.</summary>
        /// <param name="path">A file compiled for netnano1.0.</param>
        /// <param name="size">What it weighs on a device.</param>
        /// <returns>All breaches; empty when it keeps the contract.</returns>
        public List<Violation> Check(string path, out DeviceSize size)
        {
            using var stream = new MemoryStream(File.ReadAllBytes(path));
            return Check(stream, out size);
        }

        /// <summary>Checks one assembly and measures it.</summary>
        /// <param name="assembly">An image compiled for netnano1.0.</param>
        /// <param name="size">What it weighs on a device.</param>
        /// <returns>All breaches; empty when it keeps the contract.</returns>
        public List<Violation> Check(Stream assembly, out DeviceSize size)
        {
            using ModuleDefinition module = ModuleDefinition.ReadModule(assembly);
            var violations = new List<Violation>();
            size = DeviceSize.Measure(module);
            CheckSize(size, violations);
            new LayerRules(_rules).Check(module, violations);
            foreach (TypeDefinition type in module.GetTypes())
            {
                CheckMethodCounts(type, violations);
                TypeRules.Check(type, violations);
                StaticInitialiserRules.Check(type, violations);
                foreach (MethodDefinition method in type.Methods)
                {
                    MethodRules.Check(method, violations);
                }
            }

            return violations;
        }

        private void CheckSize(DeviceSize size, List<Violation> violations)
        {
            int maxIl = _rules.MaxIlBytesOf(size.Assembly);
            if (size.IlBytes > maxIl)
            {
                violations.Add(new Violation("il-size", size.Assembly, $"{size.IlBytes} bytes of IL, {maxIl} allowed"));
            }

            if (size.StringBytes > MaxTableBytes)
            {
                violations.Add(
                    new Violation("string-size", size.Assembly,
                    $"{size.StringBytes} bytes of strings, {MaxTableBytes} allowed"));
            }

            if (size.DataBytes + size.SignatureBytes > MaxTableBytes)
            {
                violations.Add(new Violation(
                    "data-size",
                    size.Assembly,
                    $"{size.DataBytes} bytes of initialisers and {size.SignatureBytes} of signatures, {MaxTableBytes} allowed together"));
            }
        }

        private static void CheckMethodCounts(TypeDefinition type, List<Violation> violations)
        {
            Count("virtual", type.Methods.Count(method => method.IsVirtual));
            Count("instance", type.Methods.Count(method => !method.IsVirtual && !method.IsStatic));
            Count("static", type.Methods.Count(method => method.IsStatic));

            void Count(string kind, int count)
            {
                if (count > MaxMethodsOfAKind)
                {
                    violations.Add(
                        new Violation("methods-per-type", type.FullName,
                        $"{count} {kind} methods, {MaxMethodsOfAKind} allowed"));
                }
            }
        }
    }
}
