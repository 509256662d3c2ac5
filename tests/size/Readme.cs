//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.IO;

namespace NanoTlsMan.Size
{
    /// <summary>
    /// The README's copies of what is measured here, each between two marks.
    /// </summary>
    internal static class Readme
    {
        private static readonly string s_path = Path.Combine(Program.Metadata("RepositoryRoot"), "README.md");

        /// <summary>
        /// Brings the README up to date.
        /// </summary>
        internal static void Write()
        {
            File.WriteAllText(
                s_path,
                Replace(
                    Replace(File.ReadAllText(s_path), "sessions", Program.FormatSessions()), "assemblies",
                    Program.FormatAssemblies()));
        }

        /// <summary>
        /// Gets what stands between two marks.
        /// </summary>
        internal static string Read(string mark)
        {
            string text = File.ReadAllText(s_path);
            (int start, int end) = Find(text, mark);

            return text[start..end].Trim();
        }

        private static string Replace(string text, string mark, string content)
        {
            (int start, int end) = Find(text, mark);

            return text[..start] + content.Trim() + "\n" + text[end..];
        }

        private static (int Start, int End) Find(string text, string mark)
        {
            string begin = $"<!-- {mark} -->\n";

            return (text.IndexOf(begin, System.StringComparison.Ordinal) + begin.Length,
                text.IndexOf($"<!-- end of {mark} -->", System.StringComparison.Ordinal));
        }
    }
}
