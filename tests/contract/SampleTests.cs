//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
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
            SdkProject project = Find(name);
            IEnumerable<string> library = project.Closure().Append(project).SelectMany(each => each.Library);
            CSharpCompilation compilation = Lane.Compilation(
                Sources(project).Select(File.ReadAllText),
                name,
                [
                    .. Lane.References([.. library.Distinct()]),
                    .. project.Closure()
                    .Select(each => MetadataReference.CreateFromFile(Lane.Repository.Output(each, Lane.Configuration))),
                ]);

            if (Repository.IsProgram(project.Folder))
            {
                compilation =
                    compilation.WithOptions(compilation.Options.WithOutputKind(OutputKind.ConsoleApplication));
            }

            Lane.Emit(compilation);
            Assert.Empty(
                (await compilation.WithAnalyzers(
                    [new SyntaxAnalyzer(), new SignednessAnalyzer(), new StaticInitialiserAnalyzer()])
                .GetAnalyzerDiagnosticsAsync()).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        }

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
                Assert.DoesNotMatch("\"[0-9a-fA-F]{16,}\"", text);
            }
        }

        private static SdkProject Find(string name) => Lane.Repository.Samples.Single(each => each.Name == name);

        private static IEnumerable<string> Sources(SdkProject project) => Repository.IsProgram(project.Folder)
            ? SdkProject.SourcesIn(project.Folder).Concat(SdkProject.SourcesIn(Lane.Repository.SharedSampleFiles))
            : SdkProject.SourcesIn(project.Folder);
    }
}
