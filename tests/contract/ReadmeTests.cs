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
        [Fact]
        public void TheExampleCompilesForTheDevice()
        {
            string readme = File.ReadAllText(Path.Combine(Lane.Repository.Root, "README.md"));
            string[] lines = Assert.Single(Regex.Matches(readme, "```csharp\n(.*?)```", RegexOptions.Singleline))
                .Groups[1].Value.Split('\n');
            string usings = string.Join('\n', lines.Where(line => line.StartsWith("using ", StringComparison.Ordinal)));
            string body = string.Join('\n', lines.Where(line => !line.StartsWith("using ", StringComparison.Ordinal)));
            string program =
                $"{usings}\npublic static class Program {{ public static void Main() {{ {body} }} private static byte[] ReadKeyFromFlash() {{ return new byte[16]; }} }}";
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
    }
}
