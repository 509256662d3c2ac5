//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using NanoTlsMan.Contract.Projects;
using Xunit;

namespace NanoTlsMan.Contract.Tests
{
    /// <summary>
    /// The README's C#, as a board's program would have it.
    /// </summary>
    public class ReadmeTests
    {
        [Theory]
        [InlineData("README.md")]
        [InlineData("docs/api-tour.md")]
        public void TheExamplesCompileForTheDevice(string page)
        {
            string text = File.ReadAllText(Path.Combine(Lane.Repository.Root, page));
            string[] blocks =
                [.. Regex.Matches(text, "```csharp\n(.*?)```", RegexOptions.Singleline)
                .Select(match => match.Groups[1].Value)];

            // The first block has what the others need; each of them stands for itself.
            string[] setup = blocks[0].Split('\n');
            string usings = string.Join('\n', setup.Where(line => line.StartsWith("using ", StringComparison.Ordinal)));
            string body = string.Join('\n', setup.Where(line => !line.StartsWith("using ", StringComparison.Ordinal)))
                + string.Concat(blocks.Skip(1).Select(block => $"\n{{\n{block}\n}}"));
            string program = $$"""
                {{usings}}
                public static class Program
                {
                    public static void Main()
                    {
                        {{body}}
                    }

                    private static byte[] ReadKeyFromFlash() { return new byte[16]; }

                    private static byte[] ReadSealKeyFromFlash() { return new byte[16]; }

                    private static SavedSessionStore OpenFlash() { return null; }
                }
                """;

            Assert.True(blocks.Length > 3);

            SdkProject[] firmware = [.. Lane.Repository.Firmware];

            Lane.Emit(Lane.Compilation(
                program,
                "Readme",
                [
                    .. Lane.References("System.Net", "System.IO.Streams", "nanoFramework.System.Text"),
                    .. firmware.Select(
                        project =>
                        (MetadataReference)MetadataReference.CreateFromFile(
                            Lane.Repository.Output(project, Lane.Configuration))),
                ]));
        }

        [Fact]
        public void TheHouseHasTheReferencesOfTheProjects()
        {
            string text = File.ReadAllText(Path.Combine(Lane.Repository.Root, "README.md"));
            string house = Regex.Match(text, "```mermaid\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;

            Assert.Equal(
                Lane.Repository.Firmware
                    .SelectMany(project => project.References.Select(other => $"{project.Name} --> {other.Name}"))
                    .Order(StringComparer.Ordinal),
                Regex.Matches(house, @"^ *(nano[\w.]+)(?:\["".*?""\])? --> (nano[\w.]+)", RegexOptions.Multiline)
                    .Select(arrow => $"{arrow.Groups[1].Value} --> {arrow.Groups[2].Value}")
                    .Order(StringComparer.Ordinal));
        }
    }
}
