//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;

namespace NanoTlsMan.Tests.Boards
{
    /// <summary>
    /// The files of one board, parsed strictly: what is not understood is an error.
    /// </summary>
    internal static class Overlay
    {
        public static string Root { get; } = typeof(Overlay).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(each => each.Key == "RepositoryRoot").Value;

        /// <summary>The boards whose firmware is to be built: each folder of boards/ with a user preset.</summary>
        public static string[] Boards { get; } =
            [.. Directory.GetDirectories(Path.Combine(Root, "boards"))
            .Where(each => File.Exists(Path.Combine(each, "CMakeUserPresets.json"))).Select(Path.GetFileName).Order()];

        public static bool IsEsp32(string board) => board.StartsWith("ESP32", StringComparison.Ordinal);

        public static string FilePath(string board, string name) => Path.Combine(Root, "boards", board, name);

        /// <summary>Rows of a table of this project, by column.</summary>
        public static Dictionary<string, string>[] Table(string name)
        {
            string[] lines = File.ReadAllLines(Path.Combine(Root, "tests", "boards", name));
            string[] columns = lines[0].Split(',');
            return [.. lines.Skip(1).Select(line => line.Split(',')).Select(cells =>
                cells.Length == columns.Length
                ? columns.Zip(cells).ToDictionary(each => each.First, each => each.Second)
                : throw new FormatException(string.Join(',', cells)))];
        }

        /// <summary>A Kconfig fragment or an sdkconfig: each line is a comment or CONFIG_NAME=value.</summary>
        public static Dictionary<string, string> ParseKconfig(string text)
        {
            Dictionary<string, string> options = [];
            foreach (string line in text.Split('\n'))
            {
                if (line.Length == 0 || line[0] == '#')
                {
                    if (Regex.IsMatch(line, @"\bCONFIG_") && !Regex.IsMatch(line, "^# CONFIG_[A-Z0-9_]+ is not set$"))
                    {
                        throw new FormatException("an option in a comment: " + line);
                    }

                    continue;
                }

                Match match = Regex.Match(line, "^(CONFIG_[A-Z0-9_]+)=(y|n|[0-9]+|\"[^\"]*\")$");
                if (!match.Success)
                {
                    throw new FormatException("neither a comment nor an option: " + line);
                }

                if (!options.TryAdd(match.Groups[1].Value, match.Groups[2].Value))
                {
                    throw new FormatException("said twice: " + line);
                }
            }

            return options;
        }

        /// <summary>A header of #define lines, with a guard and comments around them.</summary>
        public static Dictionary<string, string> ParseDefines(string text)
        {
            Dictionary<string, string> defines = [];
            foreach (string line in Regex.Replace(text, @"/\*.*?\*/", string.Empty, RegexOptions.Singleline).Split('\n')
                .Where(line => line.Trim().Length > 0))
            {
                if (Regex.IsMatch(line, "^#(ifndef TLSMAN_[A-Z_]+|include \"[a-z_]+\\.h\"|endif)$")
                    || Regex.IsMatch(line, "^#define TLSMAN_[A-Z_]+_H$"))
                {
                    continue;
                }

                Match match = Regex.Match(line, "^#define (MBEDTLS_[A-Z0-9_]+)(?: ([0-9]+))?$");
                if (!match.Success || !defines.TryAdd(match.Groups[1].Value, match.Groups[2].Value))
                {
                    throw new FormatException("not a definition, or one that was there before: " + line);
                }
            }

            return defines;
        }

        /// <summary>What is wrong with these values of options, by the table; empty where nothing is.</summary>
        public static List<string> Check(string file, IReadOnlyDictionary<string, string> options)
        {
            Dictionary<string, Dictionary<string,
                string>> known =
                Table("options.csv").Where(each => each["file"] == file).ToDictionary(each => each["option"]);
            List<string> faults = [];
            foreach ((string name, string value) in options)
            {
                if (!known.TryGetValue(name, out Dictionary<string, string> option))
                {
                    faults.Add(name + " is not an option");
                    continue;
                }

                string[] range = option["range"].Split('-');
                bool isValid = option["type"] == "bool" ? value is "y" or "n"
                    : int.TryParse(value, out int number) && number >= int.Parse(range[0])
                    && number <= int.Parse(range[1]);
                if (!isValid)
                {
                    faults.Add(name + " cannot be " + value);
                }

                if (option["depends on"].Length > 0 && options.GetValueOrDefault(option["depends on"]) != "y")
                {
                    faults.Add(name + " depends on " + option["depends on"]);
                }
            }

            return faults;
        }
    }
}
