//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace NanoTlsMan.Tests.Boards
{
    /// <summary>
    /// The tables of boards/mps2-an386/README.md against native-interop/mcu/measurements.csv. Where one of these fails,
    /// run native-interop/mcu/measure.sh.
    /// </summary>
    public class MeasurementTests
    {
        private static readonly string[] s_sizeColumns =
            ["flash_core", "flash_adapter", null, "flash_ciphers", "flash_stack", "flash_libc", null];

        private static readonly string[] s_sessionColumns =
            ["handshake", "handshake_longest_call", "record_sealed", "record_opened", "heap_peak", "heap_open", "handshake_stack", "record_stack"];

        private static readonly Dictionary<string,
            string> s_cores = new() { ["Cortex-M4"] = "cortex-m4", ["Cortex-M0+"] = "cortex-m0plus" };

        private static readonly string[][] s_rows =
            [.. File.ReadAllLines(Path.Combine(Overlay.Root, "native-interop", "mcu", "measurements.csv")).Skip(1)
            .Select(line => line.Split(','))];

        private static readonly Dictionary<string, int> s_values =
            s_rows.Where(row => row[2] != "version")
            .ToDictionary(row => string.Join(',', row[..4]), row => int.Parse(row[4]));

        [Fact]
        public void EveryCoreAndStackWasMeasured()
        {
            Assert.Equal(
                [.. from core in new[] { "cortex-m0plus", "cortex-m4" } from stack in new[] { "mbedtls", "mbedtls-board", "mbedtls-firmware", "mbedtls-keys", "mbedtls-small", "tinydtls", "wolfssl", "wolfssl-keys" } select core + " " + stack],
                s_rows.Where(row => row[2] != "version").Select(row => row[0] + " " + row[1]).Distinct()
                .Order(StringComparer.Ordinal));
            foreach (string subject in new[] { "tools,version,gcc", "tools,version,newlib", "tools,version,qemu", "mbedtls,version,library", "wolfssl,version,library", "tinydtls,version,library" })
            {
                Assert.Matches("^[0-9]+[.][0-9.]+$",
                    Assert.Single(s_rows, row => string.Join(',', row[1..4]) == subject)[4]);
            }
        }

        [Fact]
        public void SizesInTheReadmeAreThoseMeasured()
        {
            int count = 0;
            foreach ((string core, string[] cells) in Tables("flash and RAM"))
            {
                int Size(string quantity) => s_values[core + "," + cells[0] + ",image," + quantity];
                for (int i = 0; i < s_sizeColumns.Length; i++)
                {
                    int expected = i switch
                    {
                        2 => Size("flash_core") + Size("flash_adapter"),
                        6 => Size("ram_core") + Size("ram_adapter") + Size("ram_ciphers") + Size("ram_stack"),
                        _ => Size(s_sizeColumns[i]),
                    };
                    Assert.Equal(expected, Number(cells[i + 1]));
                }

                count++;
            }

            Assert.Equal(
                s_values.Keys.Count(key => key.EndsWith(",image,flash_core", StringComparison.Ordinal)), count);
        }

        [Fact]
        public void SessionsInTheReadmeAreThoseMeasured()
        {
            int count = 0;
            foreach ((string core, string[] cells) in Tables("one session"))
            {
                Assert.Equal(
                    s_sessionColumns.Select(quantity => s_values[$"{core},{cells[0]},{cells[1]},{quantity}"]),
                    cells[2..].Select(Number));
                count++;
            }

            Assert.Equal(s_values.Keys.Count(key => key.EndsWith(",handshake", StringComparison.Ordinal)), count);
        }

        [Fact]
        public void VersionsInTheReadmeAreThoseMeasuredWith()
        {
            string line = Assert.Single(
                File.ReadAllLines(Overlay.FilePath("mps2-an386", "README.md")), each =>
                each.StartsWith("Measured with ", StringComparison.Ordinal));
            Assert.Equal(
                s_rows.Where(row => row[2] == "version")
                .Select(row => (row[3] == "library" ? row[1] : row[3]) + " " + row[4]),
                line["Measured with ".Length..^1].Split(", "));
        }

        [Fact]
        public void AnOpenSessionHoldsNoMoreThanItsHandshake()
        {
            foreach (string key in s_values.Keys.Where(each => each.EndsWith(",heap_open", StringComparison.Ordinal)))
            {
                Assert.InRange(s_values[key], 1, s_values[key.Replace(",heap_open", ",heap_peak")]);
            }
        }

        private static int Number(string cell) => int.Parse(cell.Replace(",", string.Empty));

        /// <summary>Each row of the tables under headings with these words, with the core that the heading
        /// names.</summary>
        private static IEnumerable<(string Core, string[] Cells)> Tables(string words)
        {
            string text = File.ReadAllText(Overlay.FilePath("mps2-an386", "README.md"));
            foreach (Match table in Regex.Matches(
                text, @"^### (\S+): ([^\n]*)\n\n\|[^\n]*\n\|[-:|]+\n((?:\|[^\n]*\n)+)", RegexOptions.Multiline))
            {
                if (table.Groups[2].Value.StartsWith(words, StringComparison.Ordinal))
                {
                    foreach (string row in table.Groups[3].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries))
                    {
                        yield return (s_cores[table.Groups[1].Value],
                            [.. row.Trim('|').Split('|').Select(cell => cell.Trim())]);
                    }
                }
            }
        }
    }
}
