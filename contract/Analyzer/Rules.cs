//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using Microsoft.CodeAnalysis;

namespace NanoTlsMan.Contract.Analyzer
{
    /// <summary>
    /// What a C# compiler accepts and nanoFramework's runtime (1.x) does not, or not as C# defines it.
    /// </summary>
    public static class Rules
    {
        private const string Category = "nanoFramework";

        /// <summary>A cast between integers of one width.</summary>
        public static readonly DiagnosticDescriptor UnsignedToSigned = Error(
            "NTM001",
            "Cast from unsigned to signed of the same width",
            "'{0}' to '{1}' leaves the value unsigned on a device: no IL is emitted for it, so >>, / and % act unsigned. Write masks as '0u - x', or cast to another width first.");

        /// <summary>A signed operation on what the runtime still takes for unsigned.</summary>
        public static readonly DiagnosticDescriptor UnsignedInSignedOperation = Error(
            "NTM002",
            "Signed operation on a widened unsigned value",
            "'{0}' acts unsigned on a device: the left operand was widened from unsigned, and the runtime keeps it so. Compute with unsigned types throughout.");

        /// <summary>stackalloc.</summary>
        public static readonly DiagnosticDescriptor StackAlloc = Error(
            "NTM003", "stackalloc", "stackalloc throws on a device: take a buffer from the caller or a field");

        /// <summary>Pointers, fixed statements, fixed-size buffers.</summary>
        public static readonly DiagnosticDescriptor Pointer = Error(
            "NTM004", "Pointer", "Pointers, fixed statements and fixed-size buffers are refused by the metadata processor or throw on a device: use an array and an offset");

        /// <summary>nint, nuint.</summary>
        public static readonly DiagnosticDescriptor NativeInteger = Error(
            "NTM005", "Native integer", "'{0}' throws on a device: use int or uint");

        /// <summary>int[,].</summary>
        public static readonly DiagnosticDescriptor MultiDimensionalArray = Error(
            "NTM006", "Multi-dimensional array", "An array of more than one dimension crashes the runtime at boot: use one dimension, or an array of arrays");

        /// <summary>checked.</summary>
        public static readonly DiagnosticDescriptor Checked = Error(
            "NTM007", "Overflow check", "checked has no effect on a device, where arithmetic wraps silently: compare before computing");

        /// <summary>A body in an interface.</summary>
        public static readonly DiagnosticDescriptor DefaultInterfaceMethod = Error(
            "NTM008", "Default interface method", "'{0}' throws when it is called on a device: interfaces cannot have bodies, use an abstract class");

        /// <summary>Generics.</summary>
        public static readonly DiagnosticDescriptor Generic = Error(
            "NTM009", "Generic type or method", "'{0}' is generic, and generics crash the runtime: write it for the type at hand");

        /// <summary>Static initialisers that depend on other types.</summary>
        public static readonly DiagnosticDescriptor StaticInitialiser = Error(
            "NTM010",
            "Static initialiser that reaches other code",
            "'{0}' in a static initialiser: all of them run before Main, ordered by type name, so it may not be ready yet. Initialise on first use.");

        /// <summary>Too many locals.</summary>
        public static readonly DiagnosticDescriptor TooManyLocals = Error(
            "NTM011", "Too many locals", "{0} locals crash the runtime, which is known to take {1}: split the method");

        /// <summary>async, await.</summary>
        public static readonly DiagnosticDescriptor Async = Error(
            "NTM012", "Asynchronous method", "There are no tasks on a device: use a thread, an event or a state machine");

        /// <summary>volatile.</summary>
        public static readonly DiagnosticDescriptor Volatile = Error(
            "NTM013", "volatile", "volatile is not known to the class library: use lock or Interlocked (threads change only between instructions)");

        /// <summary>foreach over anything but an array.</summary>
        public static readonly DiagnosticDescriptor ForEach = new(
            "NTM014",
            "foreach over a collection",
            "foreach over '{0}' allocates an enumerator and makes two virtual calls for each item: use for and an index",
            Category,
            DiagnosticSeverity.Warning,
            isEnabledByDefault: true);

        /// <summary>null among the arguments of an attribute.</summary>
        public static readonly DiagnosticDescriptor NullInAttribute = Error(
            "NTM015",
            "null in an attribute",
            "The metadata processor falls over null in an attribute: give another value, or a test method of its own");

        private static DiagnosticDescriptor Error(string id, string title, string message) =>
            new(id, title, message, Category, DiagnosticSeverity.Error, isEnabledByDefault: true);
    }
}
