//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace NanoTlsMan.Contract.Tests
{
    /// <summary>
    /// docs/architecture.md walks through the code by file and method: both have to be there, and links have to lead
    /// somewhere.
    /// </summary>
    public class ArchitectureTests
    {
        public static TheoryData<string, string> Hops
        {
            get
            {
                TheoryData<string, string> hops = [];

                foreach (Match hop in Regex.Matches(
                    Read("docs/architecture.md"), @"^\| *\d+ \| `([^`]+\.cs)` `(\w+)` \|", RegexOptions.Multiline))
                {
                    hops.Add(hop.Groups[1].Value, hop.Groups[2].Value);
                }

                return hops;
            }
        }

        public static TheoryData<string> Pages =>
            [.. Directory.EnumerateFiles(Lane.Repository.Root, "*.md", SearchOption.AllDirectories)
                .Select(page => Path.GetRelativePath(Lane.Repository.Root, page))
                .Where(page => !Regex.IsMatch(page, @"(^|[\\/])(bin|obj|build|node_modules|\.git)[\\/]"))];

        [Theory]
        [MemberData(nameof(Hops))]
        public void EachHopIsThere(string file, string method)
        {
            Assert.Matches($@"\b{method}\(", Read(file));
        }

        [Fact]
        public void TheWalkHasItsHops()
        {
            Assert.Equal(13, Hops.Count);
        }

        [Theory]
        [MemberData(nameof(Pages))]
        public void LinksBetweenPagesLeadSomewhere(string page)
        {
            string folder = Path.GetDirectoryName(Path.Combine(Lane.Repository.Root, page))!;

            foreach (Match match in Regex.Matches(Read(page), @"\]\((?!https?:|#|mailto:)([^)#\s]+)"))
            {
                string target = Path.Combine(folder, match.Groups[1].Value);

                Assert.True(File.Exists(target) || Directory.Exists(target), match.Groups[1].Value);
            }
        }

        [Fact]
        public void TheIndexNamesEveryPage()
        {
            string index = Read("docs/README.md");

            Assert.All(
                Directory.EnumerateFiles(Path.Combine(Lane.Repository.Root, "docs"), "*.md").Select(Path.GetFileName)
                    .Where(page => page != "README.md"),
                page => Assert.Contains($"[{page}]({page})", index));
        }

        private static string Read(string path) => File.ReadAllText(Path.Combine(Lane.Repository.Root, path));
    }
}
