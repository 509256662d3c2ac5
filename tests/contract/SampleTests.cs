//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using NanoTlsMan.Contract.Analyzer;
using NanoTlsMan.Contract.Projects;
using Xunit;

namespace NanoTlsMan.Contract.Tests
{
    /// <summary>
    /// Every sample as a device would have to compile it.
    /// </summary>
    public class SampleTests
    {
        public static TheoryData<string> Samples => [.. Lane.Repository.Samples.Select(project => project.Name)];

        [Theory]
        [MemberData(nameof(Samples))]
        public async Task CompilesForTheDeviceAndAProgramHasAnEntryPoint(string name)
        {
            CSharpCompilation compilation = Compile(Find(name));

            Lane.Emit(compilation);
            await AssertNothingIsFound(compilation);
        }

        /// <summary>What a project defines chooses the keys, and a board holds the assemblies of those only.</summary>
        [Theory]
        [InlineData("SecureEcho")]
        [InlineData("SecureEcho", "PUBLIC_KEYS")]
        [InlineData("SecureEcho", "PUBLIC_KEYS", "CERTIFICATES")]
        [InlineData("CoapsSensor")]
        [InlineData("CoapsSensor", "PUBLIC_KEYS")]
        [InlineData("CoapsSensor", "PUBLIC_KEYS", "CERTIFICATES")]
        public async Task NeedsTheAssembliesOfItsKeysOnly(string name, params string[] symbols)
        {
            CSharpCompilation compilation = Compile(Find(name), symbols);

            using PEReader image = new(Lane.Emit(compilation));

            MetadataReader reader = image.GetMetadataReader();
            string[] needed =
                [.. reader.AssemblyReferences.Select(
                    handle => reader.GetString(reader.GetAssemblyReference(handle).Name))];

            Assert.Equal(symbols.Contains("PUBLIC_KEYS"), needed.Contains("nanoTlsMan.Managed.PublicKey"));
            Assert.Equal(symbols.Contains("PUBLIC_KEYS"), needed.Contains("nanoTlsMan.Ciphers.PublicKey"));
            Assert.Equal(symbols.Contains("CERTIFICATES"), needed.Contains("nanoTlsMan.X509"));
            await AssertNothingIsFound(compilation);
        }

        private static CSharpCompilation Compile(SdkProject project, params string[] symbols)
        {
            IEnumerable<string> library = project.Closure().Append(project).SelectMany(each => each.Library);
            CSharpCompilation compilation = Lane.Compilation(
                Sources(project).Select(File.ReadAllText),
                project.Name,
                [
                    .. Lane.References([.. library.Distinct()]),
                    .. project.Closure()
                    .Select(each => MetadataReference.CreateFromFile(Lane.Repository.Output(each, Lane.Configuration))),
                ],
                symbols);

            return Repository.IsProgram(project.Folder)
                ? compilation.WithOptions(compilation.Options.WithOutputKind(OutputKind.ConsoleApplication))
                : compilation;
        }

        private static async Task AssertNothingIsFound(CSharpCompilation compilation) => Assert.Empty(
                (await compilation.WithAnalyzers(
                    [new SyntaxAnalyzer(), new SignednessAnalyzer(), new StaticInitialiserAnalyzer()])
                .GetAnalyzerDiagnosticsAsync()).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));

        [Theory]
        [MemberData(nameof(Samples))]
        public void HoldsNoKey(string name)
        {
            foreach (string file in Sources(Find(name)))
            {
                string text = File.ReadAllText(file);

                // A key would be a literal, in an array or as text; every AddPsk takes what the board or the caller
                // has.
                Assert.All(
                    Regex.Matches(text, @"AddPsk\(([^;]*)\);").Select(match => match.Groups[1].Value),
                    arguments => Assert.Equal("Board.ReadIdentity(), Board.ReadKey()", arguments));
                Assert.All(
                    Regex.Matches(text, @"(?:AddKeyPair|AddCertificate|Trust\w+)\(\d[^;]*\);")
                        .Select(match => match.Value),
                    call => Assert.Matches(@"^\w+\(\d(, Board\.Read\w+\(\))+\);$", call));
                Assert.DoesNotMatch("\"[0-9a-fA-F]{16,}\"", text);
            }
        }

        private static SdkProject Find(string name) => Lane.Repository.Samples.Single(each => each.Name == name);

        private static IEnumerable<string> Sources(SdkProject project) => Repository.IsProgram(project.Folder)
            ? SdkProject.SourcesIn(project.Folder).Concat(SdkProject.SourcesIn(Lane.Repository.SharedSampleFiles))
            : SdkProject.SourcesIn(project.Folder);
    }
}
