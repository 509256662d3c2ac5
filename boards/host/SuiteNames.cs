//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Host;

/// <summary>
/// The cipher suites' names, as IANA registers them.
/// </summary>
internal static class SuiteNames
{
    private static readonly Dictionary<string, ushort> s_numbers = new(StringComparer.OrdinalIgnoreCase)
    {
        ["TLS_PSK_WITH_AES_128_CCM_8"] = TlsCipherSuite.PskWithAes128Ccm8,
        ["TLS_PSK_WITH_AES_128_CCM"] = TlsCipherSuite.PskWithAes128Ccm,
        ["TLS_PSK_WITH_AES_128_GCM_SHA256"] = TlsCipherSuite.PskWithAes128GcmSha256,
    };

    public static IEnumerable<string> All => s_numbers.Keys;

    public static bool TryParse(string name, out ushort suite) => s_numbers.TryGetValue(name, out suite);

    public static string Get(ushort suite) =>
        s_numbers.FirstOrDefault(pair => pair.Value == suite).Key ?? $"0x{suite:X4}";
}
