//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace NanoTlsMan.Tests.Boards
{
    /// <summary>
    /// Every overlay against what the adapter of Mbed TLS needs. A misspelt option has no effect in a build and no
    /// warning either, so it must fail here.
    /// </summary>
    public class OverlayTests
    {
        public static TheoryData<string> All => [.. Overlay.Boards];

        public static TheoryData<string> Esp32 => [.. Overlay.Boards.Where(Overlay.IsEsp32)];

        public static TheoryData<string> ChibiOs => [.. Overlay.Boards.Where(board => !Overlay.IsEsp32(board))];

        [Fact]
        public void EveryBoardOfTheListIsThere()
        {
            Assert.Equal(
                ["ESP32_C3", "ESP32_REV3", "ESP32_S3", "ORGPAL_PALTHREE", "ST_STM32F769I_DISCOVERY"], Overlay.Boards);
        }

        [Theory]
        [InlineData("config_lean.h", "yes")]
        [InlineData("config_keys.h", "keys")]
        public void TheTableHasAllThatOurConfigurationDefines(string file, string need)
        {
            string text = File.ReadAllText(Path.Combine(Overlay.Root, "native-interop", "stacks", "mbedtls", file));
            string[] macros = [.. Overlay.ParseDefines(text).Keys.Order()];
            string[] known = [.. Overlay.Table("mbedtls.csv").Select(each => each["macro"])];
            Assert.NotEmpty(macros);
            Assert.Empty(macros.Except(known));

            // And what is said to be needed is what the configuration has.
            Assert.Empty(
                Overlay.Table("mbedtls.csv").Where(each => each["need"] == need).Select(each => each["macro"])
                .Except(macros));
        }

        [Theory]
        [MemberData(nameof(All))]
        public void FirmwareHasPublicKeys(string board)
        {
            string presets = File.ReadAllText(Overlay.FilePath(board, "CMakeUserPresets.json"));

            Assert.Equal(Regex.Count(presets, "\"TLSMAN_STACKS\""), Regex.Count(presets, "\"TLSMAN_PUBLIC_KEYS\": \"ON\""));
        }

        [Theory]
        [MemberData(nameof(Esp32))]
        public void SdkconfigSwitchesOnWhatTheAdapterNeeds(string board)
        {
            Dictionary<string,
                string> options =
                Overlay.ParseKconfig(File.ReadAllText(Overlay.FilePath(board, "sdkconfig.nanotlsman")));
            Assert.Empty(Overlay.Check("idf", options));
            Assert.Empty(MissingOnIdf(options));
        }

        [Theory]
        [MemberData(nameof(ChibiOs))]
        public void MbedTlsUserConfigCompletesTheFirmwaresOwn(string board)
        {
            Dictionary<string,
                string> defines =
                Overlay.ParseDefines(File.ReadAllText(Overlay.FilePath(board, "mbedtls_user_config.h")));
            Dictionary<string, string>[] table = Overlay.Table("mbedtls.csv");
            Assert.Empty(defines.Keys.Except(table.Select(each => each["macro"])));

            // What the firmware has is not said again: the compiler would warn, and the firmware takes warnings for
            // errors.
            string[] stock = [.. table.Where(each => each["chibios"] == "stock").Select(each => each["macro"])];
            Assert.Empty(defines.Keys.Intersect(stock));
            Assert.Empty(
                table.Where(each => each["need"] != "no").Select(each => each["macro"])
                .Except(stock.Concat(defines.Keys)));
            Assert.InRange(int.Parse(defines["MBEDTLS_SSL_IN_CONTENT_LEN"]), 512, 16384);
            Assert.InRange(int.Parse(defines["MBEDTLS_SSL_OUT_CONTENT_LEN"]), 512, 16384);

            // A key of a credential store fits.
            string header = File.ReadAllText(Path.Combine(Overlay.Root, "native-interop", "include", "tlsman_stack.h"));
            Assert.Equal(
                Regex.Match(header, "#define TLSMAN_MAX_KEY ([0-9]+)").Groups[1].Value, defines["MBEDTLS_PSK_MAX_LEN"]);
        }

        [Theory]
        [MemberData(nameof(ChibiOs))]
        public void FirmwareDefinitionsAreKnown(string board)
        {
            string text = WithoutComments(File.ReadAllText(Overlay.FilePath(board, "firmware.cmake")));
            Dictionary<string,
                string> definitions = Regex.Matches(text, @"add_compile_definitions\(([A-Z0-9_]+)=([^)]*)\)")
                .ToDictionary(each => each.Groups[1].Value, each => each.Groups[2].Value);
            Assert.Equal(Regex.Count(text, "add_compile_definitions"), definitions.Count);

            // The one way in: a file of the board's folder that no compile line names would have no effect.
            Assert.True(definitions.Remove("MBEDTLS_USER_CONFIG_FILE", out string file));
            Assert.Equal("\"${CMAKE_CURRENT_LIST_DIR}/mbedtls_user_config.h\"", file);
            Assert.NotEmpty(definitions);
            Assert.Empty(Overlay.Check("lwip", definitions));
        }

        [Theory]
        [MemberData(nameof(Esp32))]
        public void FirmwareTakesTheFragment(string board)
        {
            string text = WithoutComments(File.ReadAllText(Overlay.FilePath(board, "firmware.cmake")));
            Assert.Contains("file(READ ${CMAKE_CURRENT_LIST_DIR}/sdkconfig.nanotlsman tlsman_fragment)", text);
            Assert.Contains("set(SDK_CONFIG_FILE ${CMAKE_BINARY_DIR}/sdkconfig.nanotlsman)", text);
        }

        [Theory]
        [MemberData(nameof(All))]
        public void KconfigOverlayNamesOptionsOfTheInterpreter(string board)
        {
            Dictionary<string,
                string> options = Overlay.ParseKconfig(File.ReadAllText(Overlay.FilePath(board, "user-kconfig.conf")));
            Assert.Empty(Overlay.Check("nf", options));
            Assert.Equal("y", options["CONFIG_NF_SECURITY_MBEDTLS"]);
            Assert.Equal("y", options["CONFIG_API_SYSTEM_NET"]);
        }

        [Theory]
        [MemberData(nameof(All))]
        public void FirmwareFindsTheInteropAssembly(string board)
        {
            string text = WithoutComments(File.ReadAllText(Overlay.FilePath(board, "firmware.cmake")));
            Match folder = Regex.Match(text, @"set\(TLSMAN_DIR \$\{CMAKE_CURRENT_LIST_DIR\}/(\S+) CACHE PATH");
            string native = Path.GetFullPath(Overlay.FilePath(board, folder.Groups[1].Value));
            Assert.True(folder.Success && File.Exists(Path.Combine(native, "include", "tlsman.h")), native);
            Assert.Contains("list(APPEND CMAKE_MODULE_PATH ${TLSMAN_DIR}/nanoclr)", text);
            Assert.True(File.Exists(Path.Combine(native, "nanoclr", "FindINTEROP-nanoTlsMan.Native.cmake")));
        }

        [Theory]
        [MemberData(nameof(All))]
        public void PresetsNameWhatIsThere(string board)
        {
            using JsonDocument document =
                JsonDocument.Parse(File.ReadAllText(Overlay.FilePath(board, "CMakeUserPresets.json")));
            JsonElement[] presets = [.. document.RootElement.GetProperty("configurePresets").EnumerateArray()];
            Assert.NotEmpty(presets);
            foreach (JsonElement preset in presets)
            {
                string stock = preset.GetProperty("inherits").GetString();
                string name = preset.GetProperty("name").GetString();
                Assert.StartsWith(board, stock);
                Assert.Equal(stock + "-nanotlsman", name);
                JsonElement variables = preset.GetProperty("cacheVariables");
                Assert.Equal(
                    ["CMAKE_PROJECT_nanoFramework_INCLUDE", "NF_INTEROP_ASSEMBLIES", "NF_USER_KCONFIG_OVERLAY", "TARGET_NAME",
                    "TLSMAN_PUBLIC_KEYS", "TLSMAN_STACKS"],
                    variables.EnumerateObject().Select(each => each.Name).Order(StringComparer.Ordinal));

                // The firmware keeps the name of its target, or tools would not know it.
                Assert.Equal(stock, variables.GetProperty("TARGET_NAME").GetString());
                Assert.Equal("nanoTlsMan.Native", variables.GetProperty("NF_INTEROP_ASSEMBLIES").GetString());
                Assert.Equal("$env{NANOTLSMAN}/boards/" + board + "/firmware.cmake",
                    variables.GetProperty("CMAKE_PROJECT_nanoFramework_INCLUDE").GetString());
                Assert.Equal("$env{NANOTLSMAN}/boards/" + board + "/user-kconfig.conf",
                    variables.GetProperty("NF_USER_KCONFIG_OVERLAY").GetString());
                foreach (string stack in variables.GetProperty("TLSMAN_STACKS").GetString().Split(';'))
                {
                    Assert.True(Directory.Exists(Path.Combine(Overlay.Root, "native-interop", "stacks", stack)), stack);
                }

                Assert.Contains(
                    document.RootElement.GetProperty("buildPresets").EnumerateArray(), each =>
                    each.GetProperty("configurePreset").GetString() == name);
            }
        }

        [Theory]
        [MemberData(nameof(All))]
        public void ReadmeSpeaksOfEachFile(string board)
        {
            string readme = File.ReadAllText(Overlay.FilePath(board, "README.md"));
            foreach (string file in Directory.GetFiles(Path.Combine(Overlay.Root, "boards", board))
                .Select(Path.GetFileName).Where(each => each != "README.md"))
            {
                Assert.Contains("`" + file + "`", readme);
            }

            using JsonDocument document =
                JsonDocument.Parse(File.ReadAllText(Overlay.FilePath(board, "CMakeUserPresets.json")));
            foreach (JsonElement preset in document.RootElement.GetProperty("configurePresets").EnumerateArray())
            {
                Assert.Contains("cmake --preset " + preset.GetProperty("name").GetString() + "\n", readme);
            }
        }

        [Theory]
        [InlineData("CONFIG_MBEDTLS_KEY_EXCHANGE_PSKS=y")]
        [InlineData("CONFIG_MBEDTLS_KEY_EXCHANGE_PSK=yes")]
        [InlineData("CONFIG_MBEDTLS_KEY_EXCHANGE_PSK=n")]
        [InlineData("CONFIG_MBEDTLS_KEY_EXCHANGE_PSK = y")]
        [InlineData("")]
        public void AMisspeltOptionIsFound(string line)
        {
            string text = File.ReadAllText(Overlay.FilePath("ESP32_C3", "sdkconfig.nanotlsman"));
            Assert.Contains("CONFIG_MBEDTLS_KEY_EXCHANGE_PSK=y", text);
            List<string> faults = [];
            try
            {
                Dictionary<string,
                    string> options = Overlay.ParseKconfig(text.Replace("CONFIG_MBEDTLS_KEY_EXCHANGE_PSK=y", line));
                faults.AddRange(Overlay.Check("idf", options));
                faults.AddRange(MissingOnIdf(options));
            }
            catch (FormatException exception)
            {
                faults.Add(exception.Message);
            }

            Assert.NotEmpty(faults);
        }

        private static IEnumerable<string> MissingOnIdf(Dictionary<string, string> options) =>
            Overlay.Table("mbedtls.csv")
                .Where(
                    each => each["need"] != "no" && each["idf value"] != "always"
                    && options.GetValueOrDefault(each["idf option"], each["idf value"]) != "y")
                .Select(each => each["macro"]);

        private static string WithoutComments(string text) =>
            Regex.Replace(text, "^#.*$", string.Empty, RegexOptions.Multiline);
    }
}
