//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;

namespace NanoTlsMan.Tests.Fuzz.Engines;

/// <summary>
/// Looks for secrets in what goes out, and in what an object holds.
/// </summary>
internal static class SecretSearch
{
    private const BindingFlags OwnFields =
        BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<Type, FieldInfo[]> s_fields = [];

    /// <summary>
    /// Looks at all that an object holds: for secrets, and how much it is.
    /// </summary>
    /// <param name="root">The object.</param>
    /// <param name="secrets">What must not be there.</param>
    /// <param name="limit">How many bytes of arrays may be there.</param>
    /// <param name="foreign">What is not its own.</param>
    /// <exception cref="Finding">There is a secret, or too much.</exception>
    public static void CheckRetained(object root, SecretSet secrets, int limit, params object[] foreign)
    {
        long size = 0;

        foreach (Array array in ListArrays(root, foreign))
        {
            byte[] bytes = new byte[Buffer.ByteLength(array)];

            Buffer.BlockCopy(array, 0, bytes, 0, bytes.Length);
            size += bytes.Length;

            if (secrets.Find(bytes) is string found)
            {
                throw new Finding(Oracle.Retained, $"{found} in {array.GetType().Name}[{array.Length}]");
            }
        }

        if (size > limit)
        {
            throw new Finding(Oracle.Retained, $"{size} bytes stay");
        }
    }

    // All arrays of bytes and words that an object leads to, but not those of the application.
    private static List<Array> ListArrays(object root, object[] foreign)
    {
        List<Array> arrays = [];
        HashSet<object> seen = new(foreign, ReferenceEqualityComparer.Instance);
        Stack<object> open = new([root]);

        while (open.Count > 0)
        {
            object next = open.Pop();

            bool isForeign = next is null or string or Delegate or Type
                or CipherProvider or RandomSource or CredentialStore or TlsSessionOptions;

            if (isForeign || !seen.Add(next))
            {
                continue;
            }

            if (next is Array array)
            {
                if (array.GetType().GetElementType()!.IsPrimitive)
                {
                    arrays.Add(array);
                }
                else if (!array.GetType().GetElementType()!.IsValueType)
                {
                    array.Cast<object>().ToList().ForEach(open.Push);
                }

                continue;
            }

            foreach (FieldInfo field in GetFields(next.GetType()))
            {
                open.Push(field.GetValue(next));
            }
        }

        return arrays;
    }

    /// <summary>Sets a private field, for sabotage.</summary>
    public static void SetField(object target, string name, object value) =>
        FindField(target, name).SetValue(target, value);

    public static object GetField(object target, string name) => FindField(target, name).GetValue(target);

    private static FieldInfo FindField(object target, string name)
    {
        for (Type type = target.GetType(); type != null; type = type.BaseType)
        {
            FieldInfo field = type.GetField(name, BindingFlags.NonPublic | BindingFlags.Instance)
                ?? type.GetField($"<{name}>k__BackingField", BindingFlags.NonPublic | BindingFlags.Instance);

            if (field != null)
            {
                return field;
            }
        }

        throw new MissingFieldException(target.GetType().Name, name);
    }

    private static FieldInfo[] GetFields(Type type)
    {
        if (!s_fields.TryGetValue(type, out FieldInfo[] fields))
        {
            List<FieldInfo> all = [];

            for (Type level = type; level != null && level != typeof(object); level = level.BaseType)
            {
                all.AddRange(level.GetFields(OwnFields).Where(field => !field.FieldType.IsValueType));
            }

            s_fields[type] = fields = [.. all];
        }

        return fields;
    }
}
