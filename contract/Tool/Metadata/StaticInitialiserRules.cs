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
    /// Static constructors run before Main in the order of the types' names. One that reads, through whatever calls, a
    /// static field that another one sets may find null there, and the exception is swallowed.
    /// </summary>
    internal static class StaticInitialiserRules
    {
        internal static void Check(TypeDefinition type, List<Violation> violations)
        {
            MethodDefinition? initialiser =
                type.Methods.FirstOrDefault(method => method.IsConstructor && method.IsStatic);
            if (initialiser is null)
            {
                return;
            }

            var seen = new HashSet<MethodDefinition>();
            var open = new Queue<MethodDefinition>([initialiser]);
            while (open.TryDequeue(out MethodDefinition? method))
            {
                if (!seen.Add(method) || !method.HasBody)
                {
                    continue;
                }

                foreach (Instruction instruction in method.Body.Instructions)
                {
                    if (instruction.Operand is MethodDefinition called)
                    {
                        open.Enqueue(called);
                    }
                    else if (instruction.OpCode.Code is Code.Ldsfld or Code.Ldsflda
                        && instruction.Operand is FieldDefinition field
                        && field.DeclaringType != type
                        && field.DeclaringType.Methods.Any(each => each.IsConstructor && each.IsStatic))
                    {
                        violations.Add(
                            new Violation("static-initialiser", type.FullName,
                            $"reads {field.FullName} in {method.FullName}"));
                    }
                }
            }
        }
    }
}
