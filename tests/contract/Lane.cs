//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NanoTlsMan.Contract.Projects;
using Xunit;

namespace NanoTlsMan.Contract.Tests
{
    /// <summary>
    /// The contract lane as the tests see it: the repository, what was built, and a compiler set up as for a device.
    /// </summary>
    internal static class Lane
    {
        public static Repository Repository { get; } = new(Metadata("RepositoryRoot"));

        public static string Configuration { get; } = Metadata("Configuration");

        /// <summary>Our reference assemblies, for the compiler.</summary>
        public static MetadataReference[] References(params string[] names) =>
            [.. names.Append("mscorlib")
            .Select(name => MetadataReference.CreateFromFile(Repository.ReferenceAssembly(name, Configuration)))];

        /// <summary>A compilation as a firmware project makes it.</summary>
        public static CSharpCompilation Compilation(
            string source, string assembly, params MetadataReference[] references) =>
            Compilation([source], assembly, references);

        /// <summary>A compilation as a firmware project makes it.</summary>
        public static CSharpCompilation Compilation(
            IEnumerable<string> sources, string assembly, IEnumerable<MetadataReference> references,
            params string[] symbols)
        {
            CSharpParseOptions options =
                new(LanguageVersion.CSharp9, preprocessorSymbols: ["NANOFRAMEWORK_1_0", .. symbols]);
            return CSharpCompilation.Create(
                assembly,
                sources.Select(source => CSharpSyntaxTree.ParseText(source, options)),
                references,
                new CSharpCompilationOptions(
                    OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true,
                    optimizationLevel: OptimizationLevel.Release));
        }

        /// <summary>Compiles, or fails the test with the compiler's words.</summary>
        public static MemoryStream Emit(Compilation compilation)
        {
            var image = new MemoryStream();
            Microsoft.CodeAnalysis.Emit.EmitResult result = compilation.Emit(image);
            Assert.True(result.Success, string.Join(Environment.NewLine, result.Diagnostics));
            image.Position = 0;
            return image;
        }

        /// <summary>What the desktop has, for samples of what nanoFramework's class library does not even let
        /// compile.</summary>
        public static MetadataReference[] Desktop { get; } =
            [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
                .Where(
                    path =>
                    Path.GetFileName(
                        path) is "System.Runtime.dll" or "System.Private.CoreLib.dll" or "System.Console.dll" or "System.Collections.dll")
                .Select(path => MetadataReference.CreateFromFile(path))];

        private static string Metadata(string key) =>
            typeof(Lane).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == key).Value!;
    }
}
