//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace NanoTlsMan.Contract.Metadata
{
    /// <summary>
    /// What the runtime cannot have in a method, instruction by instruction.
    /// </summary>
    internal static class MethodRules
    {
        // 250 locals were seen to work and 262 to crash; arguments are counted in a byte.
        private const int MaxLocals = 250;
        private const int MaxArguments = 255;

        // A branch over more than this crashes: its distance is a signed 16-bit number.
        private const int MaxIlBytes = 32 * 1024;

        // The interpreter's list of instructions it refuses, and the prefixes it skips without doing what they ask for.
        private static readonly Code[] s_refused =
        [
            Code.Arglist, Code.Calli, Code.Ckfinite, Code.Cpblk, Code.Initblk, Code.Jmp, Code.Localloc, Code.Mkrefany,
                Code.Readonly,
            Code.Refanytype, Code.Refanyval, Code.Tail, Code.Unaligned, Code.Volatile
        ];

        internal static void Check(MethodDefinition method, List<Violation> violations)
        {
            string place = method.FullName;
            if (method.HasGenericParameters)
            {
                violations.Add(new Violation("generic", place, "a generic method"));
            }

            int arguments = method.Parameters.Count + (method.HasThis ? 1 : 0);
            if (arguments > MaxArguments)
            {
                violations.Add(new Violation("arguments", place, $"{arguments} arguments, {MaxArguments} allowed"));
            }

            // A delegate's constructor takes the method as a native integer: the runtime fills it in.
            bool isDelegate = method.DeclaringType.BaseType?.FullName == "System.MulticastDelegate";
            TypeRules.CheckUse(method.ReturnType, place, violations, isDelegate);
            foreach (ParameterDefinition parameter in method.Parameters)
            {
                TypeRules.CheckUse(parameter.ParameterType, place, violations, isDelegate);
            }

            if (method.IsPInvokeImpl)
            {
                violations.Add(new Violation("p-invoke", place, "DllImport"));
            }

            if (method.HasBody)
            {
                CheckBody(method, violations);
            }
        }

        private static void CheckBody(MethodDefinition method, List<Violation> violations)
        {
            string place = method.FullName;
            if (method.Body.Variables.Count > MaxLocals)
            {
                violations.Add(
                    new Violation("locals", place, $"{method.Body.Variables.Count} locals, {MaxLocals} allowed"));
            }

            int bytes = DeviceSize.IlBytesOf(method);
            if (bytes > MaxIlBytes)
            {
                violations.Add(new Violation("method-size", place, $"{bytes} bytes of IL, {MaxIlBytes} allowed"));
            }

            foreach (VariableDefinition variable in method.Body.Variables)
            {
                TypeRules.CheckUse(variable.VariableType, place, violations);
            }

            foreach (Instruction instruction in method.Body.Instructions)
            {
                CheckOpCode(instruction, place, violations);
                CheckOperand(instruction, place, violations);
            }
        }

        private static void CheckOpCode(Instruction instruction, string place, List<Violation> violations)
        {
            if (s_refused.Contains(instruction.OpCode.Code))
            {
                violations.Add(new Violation("opcode", place, instruction.OpCode.Name));
            }
            else if (instruction.OpCode.Name.Contains(".ovf", StringComparison.Ordinal))
            {
                violations.Add(
                    new Violation("overflow-check", place, instruction.OpCode.Name + " never throws on a device"));
            }
        }

        private static void CheckOperand(Instruction instruction, string place, List<Violation> violations)
        {
            switch (instruction.Operand)
            {
                case TypeReference type:
                    TypeRules.CheckUse(type, place, violations);
                    break;
                case FieldReference field:
                    TypeRules.CheckUse(field.DeclaringType, place, violations);
                    TypeRules.CheckUse(field.FieldType, place, violations);
                    break;
                case GenericInstanceMethod generic:
                    violations.Add(new Violation("generic", place, generic.FullName));
                    break;
                case MethodReference called:
                    TypeRules.CheckUse(called.DeclaringType, place, violations);
                    break;
            }
        }
    }
}
