//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;

namespace NanoTlsMan.Size
{
    /// <summary>
    /// Finds what static fields hold: constant tables, made once for all sessions.
    /// </summary>
    public static class StaticTables
    {
        /// <summary>Lists the tables that exist by now, with their bytes on a device.</summary>
        public static IEnumerable<(string Name, int Bytes)> List(DeviceHeap heap, params Assembly[] assemblies) =>
            from assembly in assemblies
            from type in assembly.GetTypes()
            where type.Namespace?.StartsWith("NanoTlsMan", StringComparison.Ordinal) == true
            from field in type.GetFields(
                BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            where !field.IsLiteral && !field.FieldType.IsValueType
            let bytes = heap.Count(field.GetValue(null))
            where bytes > 0
            orderby type.FullName, field.Name
            select ($"{type.FullName}.{field.Name}", bytes);
    }
}
