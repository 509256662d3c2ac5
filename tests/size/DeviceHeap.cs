//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace NanoTlsMan.Size
{
    /// <summary>
    /// Counts what a graph of objects takes on the managed heap of a device, by walking the same graph here.
    /// </summary>
    /// <remarks>
    /// A device's heap is made of 12-byte blocks. An object is a block and one more for each instance field, whatever
    /// its type; an array has 20 bytes of header, and references in it take a block each. Each object is counted once,
    /// by the first count that meets it, so what is shared is counted first. Strings are left out.
    /// </remarks>
    public sealed class DeviceHeap
    {
        private const int Block = 12;
        private const int ArrayHeader = 20;

        private readonly HashSet<object> _met = new(ReferenceEqualityComparer.Instance);

        /// <summary>Bytes of each array or object of a type, in the last count.</summary>
        public SortedDictionary<string, int> Types { get; } = new(StringComparer.Ordinal);

        /// <summary>Counts an object and all that can be reached from it and was not met yet.</summary>
        /// <param name="root">The object.</param>
        /// <param name="leaveOut">Types whose objects, subclasses included, neither count nor are walked
        /// through.</param>
        /// <returns>Bytes.</returns>
        public int Count(object root, params Type[] leaveOut)
        {
            Types.Clear();
            int bytes = 0;
            var toWalk = new Stack<object>([root]);
            while (toWalk.TryPop(out object each))
            {
                if (each is null or string || leaveOut.Any(type => type.IsInstanceOfType(each)) || !_met.Add(each))
                {
                    continue;
                }

                int size = each switch
                {
                    Array array => OfArray(array, toWalk),
                    ArrayList list => OfArrayList(list, toWalk),
                    _ => OfObject(each, toWalk),
                };
                bytes += size;
                string name = each is Array elements
                    ? $"{elements.GetType().GetElementType().Name}[{elements.Length}]"
                    : each.GetType().Name;
                Types[name] = Types.GetValueOrDefault(name) + size;
            }

            return bytes;
        }

        /// <summary>Counts an array alone.</summary>
        public static int OfArray(Type element, int length) =>
            WholeBlocks(ArrayHeader + (length * ElementBytes(element)));

        /// <summary>Counts the blocks of an object with so many instance fields.</summary>
        public static int OfObject(int fields) => (1 + fields) * Block;

        private static int OfArray(Array array, Stack<object> toWalk)
        {
            Type element = array.GetType().GetElementType();
            if (!element.IsValueType)
            {
                foreach (object each in array)
                {
                    toWalk.Push(each);
                }
            }

            return OfArray(element, array.Length);
        }

        // The device's own class: _items, _size and _syncRoot; four places at first.
        private static int OfArrayList(ArrayList list, Stack<object> toWalk)
        {
            foreach (object each in list)
            {
                toWalk.Push(each);
            }

            return OfObject(3) + OfArray(typeof(object), Math.Max(4, list.Capacity));
        }

        private static int OfObject(object target, Stack<object> toWalk)
        {
            Type type = target.GetType();
            if (type != typeof(object) && !type.FullName.StartsWith("NanoTlsMan.", StringComparison.Ordinal))
            {
                throw new NotSupportedException($"{type} has other fields on a device.");
            }

            int fields = 0;
            for (Type each = type; each is not null; each = each.BaseType)
            {
                foreach (FieldInfo field in each.GetFields(
                    BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                {
                    fields++;
                    if (!field.FieldType.IsValueType)
                    {
                        toWalk.Push(field.GetValue(target));
                    }
                    else if (!field.FieldType.IsPrimitive && !field.FieldType.IsEnum)
                    {
                        throw new NotSupportedException($"{each}.{field.Name} is a structure.");
                    }
                }
            }

            return OfObject(fields);
        }

        private static int ElementBytes(Type type) => Type.GetTypeCode(type) switch
        {
            _ when !type.IsValueType => Block,
            TypeCode.Boolean or TypeCode.Byte or TypeCode.SByte => 1,
            TypeCode.Char or TypeCode.Int16 or TypeCode.UInt16 => 2,
            TypeCode.Int32 or TypeCode.UInt32 or TypeCode.Single => 4,
            TypeCode.Int64 or TypeCode.UInt64 or TypeCode.Double => 8,
            _ => throw new NotSupportedException($"An array of {type}."),
        };

        private static int WholeBlocks(int bytes) => (bytes + Block - 1) / Block * Block;
    }
}
