//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Linq;
using System.Text;
using Mono.Cecil;

namespace NanoTlsMan.Contract.Metadata
{
    /// <summary>
    /// The checksum of native methods: CRC-32 (polynomial 0x04C11DB7, most significant bit first, from 0) over the
    /// methods of classes and structs, in the metadata processor's order. A native one contributes assembly, class and
    /// signature, any other one the word NULL.
    /// </summary>
    internal sealed class NativeChecksum
    {
        private const uint Polynomial = 0x04C11DB7;

        private readonly string _assembly;
        private uint _value;
        private bool _isCounting;

        internal NativeChecksum(string assembly)
        {
            _assembly = assembly;
        }

        /// <summary>0 where there was no native method.</summary>
        internal uint Value => _isCounting ? _value : 0;

        /// <summary>Whether a type's methods take part; they have slots in any case.</summary>
        internal static bool Counts(TypeDefinition type) =>
            !type.IsInterface && !type.IsEnum
            && type.BaseType?.FullName is not ("System.MulticastDelegate" or "System.Delegate");

        internal static bool IsNative(MethodDefinition method) => method.RVA == 0 && !method.IsAbstract;

        internal void Add(MethodDefinition method, bool isNative)
        {
            if (!isNative)
            {
                Add("NULL");
                return;
            }

            // The processor takes the running value as 0 until a native method is complete, so the first one's assembly
            // and class do not count.
            Add(_assembly);
            Add(ClassName(method.DeclaringType));
            Add(MethodName(method));
            _isCounting = true;
        }

        private static string ClassName(TypeDefinition? type) =>
            type is null
            ? string.Empty
            : string.Join('_', ClassName(type.DeclaringType), type.Namespace, type.Name).Replace('.', '_')
            .TrimStart('_');

        private static string MethodName(MethodDefinition method) =>
            (method.Name + (method.IsStatic ? "___STATIC__" : "___")
                + string.Join("__",
                method.Parameters.Select(parameter => parameter.ParameterType).Prepend(method.ReturnType)
                .Select(TypeName)))
            .Replace('.', '_').Replace("/", string.Empty);

        private static string TypeName(TypeReference type) => type switch
        {
            ArrayType array => "SZARRAY_" + TypeName(array.GetElementType()),
            ByReferenceType { ElementType: ArrayType array } => "BYREF_SZARRAY_" + TypeName(array.ElementType),
            ByReferenceType reference => "BYREF_" + TypeName(reference.ElementType),
            GenericParameter => "GENERICTYPE",
            _ => type.FullName switch
            {
                "System.Void" => "VOID",
                "System.SByte" => "I1",
                "System.Int16" => "I2",
                "System.Int32" or "System.IntPtr" => "I4",
                "System.Int64" => "I8",
                "System.Byte" => "U1",
                "System.UInt16" => "U2",
                "System.UInt32" or "System.UIntPtr" => "U4",
                "System.UInt64" => "U8",
                "System.Single" => "R4",
                "System.Double" => "R8",
                "System.Char" => "CHAR",
                "System.String" => "STRING",
                "System.Boolean" => "BOOLEAN",
                "System.Object" => "OBJECT",
                "System.WeakReference" => "WEAKCLASS",
                _ => type.FullName.Replace(".", string.Empty, StringComparison.Ordinal)
            }
        };

        private void Add(string text)
        {
            uint value = Value;
            foreach (byte character in Encoding.ASCII.GetBytes(text))
            {
                value ^= (uint)character << 24;
                for (int bit = 0; bit < 8; bit++)
                {
                    value = (value & 0x80000000) == 0 ? value << 1 : (value << 1) ^ Polynomial;
                }
            }

            _value = value;
        }
    }
}
