//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using NanoTlsMan.Contract.Analyzer;
using NanoTlsMan.Contract.Metadata;
using NanoTlsMan.Contract.Projects;
using Xunit;
using Xunit.Abstractions;

namespace NanoTlsMan.Contract.Tests
{
    /// <summary>
    /// Every firmware assembly as the contract lane compiled it, and every unit test as a device would have to compile
    /// it.
    /// </summary>
    public class FirmwareAssemblyTests
    {
        private readonly ITestOutputHelper _output;

        public FirmwareAssemblyTests(ITestOutputHelper output)
        {
            _output = output;
        }

        public static TheoryData<string> Assemblies => [.. Lane.Repository.Firmware.Select(project => project.Name)];

        public static TheoryData<string> UnitTests => [.. Lane.Repository.UnitTests.Select(project => project.Name)];

        [Fact]
        public void EveryFirmwareFolderHoldsAProjectOfItsName()
        {
            string[] folders = Directory.GetDirectories(Path.Combine(Lane.Repository.Root, "firmware"), "nanoTlsMan*")
                .Select(Path.GetFileName).ToArray()!;
            Assert.NotEmpty(folders);
            Assert.Equal(
                folders.Order(StringComparer.Ordinal),
                Lane.Repository.Firmware.Select(project => project.Name).Order(StringComparer.Ordinal));
        }

        [Theory]
        [MemberData(nameof(Assemblies))]
        public void KeepsTheContractWithTheRuntime(string assembly)
        {
            SdkProject project = Lane.Repository.Firmware.Single(each => each.Name == assembly);
            List<Violation> violations = new AssemblyChecker(Lane.Repository.Rules)
                .Check(Lane.Repository.Output(project, Lane.Configuration), out DeviceSize size);
            _output.WriteLine(SizeTable.Format([size]));
            Assert.Empty(violations);
        }

        [Theory]
        [MemberData(nameof(Assemblies))]
        public void KeepsEachLayerInItsFolder(string assembly)
        {
            SdkProject project = Lane.Repository.Firmware.Single(each => each.Name == assembly);
            Assert.Empty(NamespaceFolders.Check(project.Folder, Lane.Repository.Rules.Assemblies[assembly]));
        }

        [Theory]
        [MemberData(nameof(Assemblies))]
        public void CompilesAloneAgainstItsDeclaredReferences(string assembly)
        {
            SdkProject project = Lane.Repository.Firmware.Single(each => each.Name == assembly);
            Lane.Emit(Lane.Compilation(
                SdkProject.SourcesIn(project.Folder).Select(File.ReadAllText),
                assembly,
                [.. Lane.References([.. project.Library]), .. Outputs(project.References)]));
        }

        [Theory]
        [MemberData(nameof(UnitTests))]
        public async Task UnitTestsCompileForTheDevice(string name)
        {
            SdkProject project = Lane.Repository.UnitTests.Single(each => each.Name == name);
            IEnumerable<string> library = project.Closure().Append(project).SelectMany(each => each.Library)
                .Append("nanoFramework.TestFramework");
            CSharpCompilation compilation = Lane.Compilation(
                project.Shared.Append(Lane.Repository.SharedTestFiles).Prepend(project.Folder)
                .SelectMany(SdkProject.SourcesIn).Select(File.ReadAllText),
                "NFUnitTest",
                [.. Lane.References([.. library.Distinct()]), .. Outputs(project.Closure())]);
            Lane.Emit(compilation);
            Assert.Empty(
                (await compilation.WithAnalyzers(
                    [new SyntaxAnalyzer(), new SignednessAnalyzer(), new StaticInitialiserAnalyzer()])
                .GetAnalyzerDiagnosticsAsync()).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        }

        private static IEnumerable<MetadataReference> Outputs(IEnumerable<SdkProject> projects) =>
            projects.Select(
                project => MetadataReference.CreateFromFile(Lane.Repository.Output(project, Lane.Configuration)));
    }
}
