//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Host;

/// <summary>
/// The cipher suites' names, as IANA registers them, and what else a channel has agreed on.
/// </summary>
internal static class SuiteNames
{
    private static readonly Dictionary<string, ushort> s_numbers = new(StringComparer.OrdinalIgnoreCase)
    {
        ["TLS_PSK_WITH_AES_128_CCM_8"] = TlsCipherSuite.PskWithAes128Ccm8,
        ["TLS_PSK_WITH_AES_128_CCM"] = TlsCipherSuite.PskWithAes128Ccm,
        ["TLS_PSK_WITH_AES_128_GCM_SHA256"] = TlsCipherSuite.PskWithAes128GcmSha256,
        ["TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8"] = TlsCipherSuite.EcdheEcdsaWithAes128Ccm8,
        ["TLS_ECDHE_ECDSA_WITH_AES_128_CCM"] = TlsCipherSuite.EcdheEcdsaWithAes128Ccm,
        ["TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"] = TlsCipherSuite.EcdheEcdsaWithAes128GcmSha256,
        ["TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"] = TlsCipherSuite.EcdheEcdsaWithChaCha20Poly1305Sha256,
        ["TLS_ECDHE_PSK_WITH_AES_128_CCM_8_SHA256"] = TlsCipherSuite.EcdhePskWithAes128Ccm8Sha256,
        ["TLS_ECDHE_PSK_WITH_AES_128_CCM_SHA256"] = TlsCipherSuite.EcdhePskWithAes128CcmSha256,
        ["TLS_ECDHE_PSK_WITH_AES_128_GCM_SHA256"] = TlsCipherSuite.EcdhePskWithAes128GcmSha256,
        ["TLS_ECDHE_PSK_WITH_CHACHA20_POLY1305_SHA256"] = TlsCipherSuite.EcdhePskWithChaCha20Poly1305Sha256,
        ["TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"] = TlsCipherSuite.EcdheRsaWithAes128GcmSha256,
        ["TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"] = TlsCipherSuite.EcdheRsaWithChaCha20Poly1305Sha256,
        ["TLS_AES_128_GCM_SHA256"] = TlsCipherSuite.Aes128GcmSha256,
        ["TLS_CHACHA20_POLY1305_SHA256"] = TlsCipherSuite.ChaCha20Poly1305Sha256,
        ["TLS_AES_128_CCM_SHA256"] = TlsCipherSuite.Aes128CcmSha256,
        ["TLS_AES_128_CCM_8_SHA256"] = TlsCipherSuite.Aes128Ccm8Sha256,
    };

    /// <summary>Tells whether a suite needs more than a pre-shared key.</summary>
    public static bool HasKeyShares(ushort suite) =>
        suite is not (TlsCipherSuite.PskWithAes128Ccm8 or TlsCipherSuite.PskWithAes128Ccm
            or TlsCipherSuite.PskWithAes128GcmSha256);

    public static IEnumerable<string> All => s_numbers.Keys;

    public static bool TryParse(string name, out ushort suite) => s_numbers.TryGetValue(name, out suite);

    /// <summary>Tells behind a suite's name which application protocol was agreed, if one was.</summary>
    public static string DescribeProtocol(TlsManSession session) =>
        session.ApplicationProtocol is string protocol ? $", application protocol {protocol}" : "";

    /// <summary>Gets a suite's name; for 0, which is no suite, that a firmware does not tell it.</summary>
    public static string Get(ushort suite) => suite == 0
        ? "a suite that the platform does not tell"
        : s_numbers.FirstOrDefault(pair => pair.Value == suite).Key ?? $"0x{suite:X4}";
}
