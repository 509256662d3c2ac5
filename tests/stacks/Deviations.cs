//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Reflection;

namespace NanoTlsMan.Tests.Stacks;

/// <summary>
/// What a stack is known to do otherwise than the managed one: a file for each, with a line for each test that does not
/// pass. A line is wrong where the test passes, or fails in another way. With the environment variable
/// NANOTLSMAN_RECORD the files are written anew, to be read before they are kept. What depends on random bytes has
/// several outcomes, parted by "||", of which "passes" may be one. NANOTLSMAN_VARIANT names another build of the
/// library, whose deviations have files of their own.
/// </summary>
internal static class Deviations
{
    private const string Separator = " => ";
    private const string Alternative = " || ";
    private const string Passes = "passes";

    private static readonly Dictionary<string, Dictionary<string, string>> s_files = [];

    /// <summary>Which build of the library is tested; the empty string for the lean one.</summary>
    public static string Variant => Environment.GetEnvironmentVariable("NANOTLSMAN_VARIANT") ?? "";

    public static bool IsRecording => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NANOTLSMAN_RECORD"));

    /// <summary>The folder of this project's sources.</summary>
    public static string SourceFolder =>
        typeof(Deviations).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(each => each.Key == "SourceFolder").Value!;

    public static IReadOnlyDictionary<string, string> All(string stack) => Load(stack);

    /// <summary>The outcomes that are known of a test; that it passes is the empty string.</summary>
    public static string[] Find(string stack, string test) => Load(stack).TryGetValue(test, out string? outcomes)
        ? [.. outcomes.Split(Alternative).Select(outcome => outcome == Passes ? "" : outcome)]
        : [""];

    public static void Record(string stack, string test, string outcome)
    {
        Dictionary<string, string> lines = Load(stack);

        if (Find(stack, test).Contains(outcome))
        {
            return;
        }

        lines.Remove(test);

        if (outcome.Length > 0)
        {
            lines[test] = outcome;
        }

        if (lines.Count == 0)
        {
            File.Delete(GetPath(stack));
            return;
        }

        File.WriteAllLines(
            GetPath(stack),
            lines.OrderBy(line => line.Key, StringComparer.Ordinal).Select(line => line.Key + Separator + line.Value));
    }

    private static Dictionary<string, string> Load(string stack)
    {
        if (!s_files.TryGetValue(stack, out Dictionary<string, string>? lines))
        {
            string path = GetPath(stack);

            lines = !File.Exists(path) ? [] : File.ReadAllLines(path)
                .Select(line => line.Split(Separator, 2))
                .Where(parts => parts.Length == 2)
                .ToDictionary(parts => parts[0], parts => parts[1]);
            s_files[stack] = lines;
        }

        return lines;
    }

    private static string GetPath(string stack)
    {
        return Path.Combine(
            SourceFolder, "deviations", stack.Replace(' ', '-') + (Variant.Length > 0 ? "-" + Variant : "") + ".txt");
    }
}
