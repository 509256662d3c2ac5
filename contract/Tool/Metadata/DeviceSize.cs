//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Collections.Generic;
using System.Linq;
using System.Text;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace NanoTlsMan.Contract.Metadata
{
    /// <summary>
    /// What an assembly weighs once nanoFramework's metadata processor has converted it.
    /// </summary>
    /// <param name="Assembly">Name of the assembly.</param>
    /// <param name="IlBytes">Byte code with its tables of exception handlers.</param>
    /// <param name="StringBytes">Names and literals: an upper bound, as strings that the runtime has built in are
    /// counted too.</param>
    /// <param name="DataBytes">Array initialisers.</param>
    /// <param name="SignatureBytes">Signatures, which share a table with the initialisers: an upper bound, as tails are
    /// not shared.</param>
    /// <param name="Types">Types.</param>
    /// <param name="Methods">Methods.</param>
    public sealed record DeviceSize(
        string Assembly, int IlBytes, int StringBytes, int DataBytes, int SignatureBytes, int Types, int Methods)
    {
        /// <summary>Measures an assembly.</summary>
        public static DeviceSize Measure(ModuleDefinition module)
        {
            var types = module.GetTypes().Where(type => type.FullName != "<Module>").ToList();
            var methods = types.SelectMany(type => type.Methods).ToList();
            return new DeviceSize(
                module.Assembly.Name.Name,
                methods.Sum(IlBytesOf),
                Strings(module, types).Sum(text => Encoding.UTF8.GetByteCount(text) + 1),
                types.SelectMany(type => type.Fields)
                .Sum(field => field.InitialValue.Length > 0 ? field.InitialValue.Length + 2 : 0),
                Signatures(module, types).Sum(signature => signature.Length),
                types.Count,
                methods.Count);
        }

        /// <summary>
        /// Bytes of one method's code on the device: tokens and long branches take 2 bytes there, a switch 1 byte and 2
        /// for each target, an exception handler 12 bytes and the table of them 1.
        /// </summary>
        public static int IlBytesOf(MethodDefinition method)
        {
            if (!method.HasBody)
            {
                return 0;
            }

            int bytes =
                method.Body.Instructions.Sum(instruction => instruction.OpCode.Size + OperandBytes(instruction));
            return method.Body.HasExceptionHandlers ? bytes + (method.Body.ExceptionHandlers.Count * 12) + 1 : bytes;
        }

        private static int OperandBytes(Instruction instruction) => instruction.OpCode.OperandType switch
        {
            OperandType.InlineNone => 0,
            OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar
                or OperandType.ShortInlineArg => 1,
            OperandType.InlineVar or OperandType.InlineArg => 2,
            OperandType.InlineBrTarget or OperandType.InlineField or OperandType.InlineMethod => 2,
            OperandType.InlineType or OperandType.InlineString => 2,
            OperandType.InlineSwitch => 1 + (2 * ((Instruction[])instruction.Operand).Length),
            OperandType.InlineI8 or OperandType.InlineR => 8,
            _ => 4
        };

        private static HashSet<string> Strings(ModuleDefinition module, List<TypeDefinition> types)
        {
            var strings = new HashSet<string> { module.Assembly.Name.Name };
            strings.UnionWith(module.AssemblyReferences.Select(reference => reference.Name));
            foreach (TypeReference type in types.Concat(module.GetTypeReferences()))
            {
                strings.Add(type.Namespace);
                strings.Add(type.Name);
            }

            strings.UnionWith(module.GetMemberReferences().Select(member => member.Name));
            foreach (TypeDefinition type in types)
            {
                strings.UnionWith(type.Fields.Select(field => field.Name));
                strings.UnionWith(type.Methods.Select(method => method.Name));
                strings.UnionWith(type.Methods.Where(method => method.HasBody)
                    .SelectMany(method => method.Body.Instructions)
                    .Where(instruction => instruction.OpCode.Code == Code.Ldstr)
                    .Select(instruction => (string)instruction.Operand));
            }

            return strings;
        }

        // One character of the returned strings stands for one byte.
        private static HashSet<string> Signatures(ModuleDefinition module, List<TypeDefinition> types)
        {
            var signatures = new HashSet<string>();
            foreach (MethodReference method in types.SelectMany(type => type.Methods)
                .Concat(module.GetMemberReferences().OfType<MethodReference>()))
            {
                signatures.Add(Signature(method));
            }

            foreach (FieldReference field in types.SelectMany(type => type.Fields)
                .Concat(module.GetMemberReferences().OfType<FieldReference>()))
            {
                signatures.Add("F" + Encode(field.FieldType));
            }

            foreach (TypeDefinition type in types)
            {
                signatures.Add(
                    (char)type.Interfaces.Count
                    + string.Concat(type.Interfaces.Select(each => Encode(each.InterfaceType))));
                signatures.UnionWith(type.Methods.Where(method => method.HasBody && method.Body.HasVariables)
                    .Select(
                        method =>
                        string.Concat(method.Body.Variables.Select(variable => Encode(variable.VariableType)))));
            }

            return signatures;
        }

        private static string Signature(MethodReference method) =>
            (method.HasThis ? "I" : "S") + (char)method.Parameters.Count + Encode(method.ReturnType)
            + string.Concat(method.Parameters.Select(parameter => Encode(parameter.ParameterType)));

        private static string Encode(TypeReference type) => type switch
        {
            ArrayType array => "[" + Encode(array.ElementType),
            ByReferenceType reference => "&" + Encode(reference.ElementType),
            FunctionPointerType => "?",
            TypeSpecification other => "?" + Encode(other.ElementType),
            _ when type.IsPrimitive => ((char)(256 + (int)type.MetadataType)).ToString(),
            _ when type.MetadataType is MetadataType.Void or MetadataType.String or MetadataType.Object =>
            ((char)(256 + (int)type.MetadataType)).ToString(),
            // A kind and a token of up to 4 bytes, made distinct by the token.
            _ => "T" + (char)(type.MetadataToken.ToInt32() >> 24) + (char)(type.MetadataToken.ToInt32() >> 8 & 0xFF)
                + (char)(type.MetadataToken.ToInt32() & 0xFF)
        };
    }
}
