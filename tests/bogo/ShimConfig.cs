//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Text;

namespace NanoTlsMan.Bogo;

/// <summary>
/// What the runner's flags say of one connection.
/// </summary>
internal sealed class ShimConfig
{
    // Flags that say what is so anyway, or ask for what is not seen from outside.
    private static readonly HashSet<string> s_ignored =
    [
        "-async", "-implicit-handshake", "-use-early-callback", "-use-old-client-cert-callback",
        "-use-custom-verify-callback", "-expect-extended-master-secret", "-expect-secure-renegotiation",
        "-forbid-renegotiation-after-handshake", "-no-tls1", "-no-tls11", "-server-preference", "-peek-then-read",
        "-expect-no-session-id", "-use-client-ca-list-empty", "-no-op-extra-handshake", "-handshake-twice",
        "-expect-no-server-name-ack", "-verify-prefs-ignored", "-no-legacy-server-connect",
        "-install-ddos-callback", "-permute-extensions", "-use-ticket-callback", "-jdk11-workaround",
        "-write-different-record-sizes", "-fips-202205-ignored", "-allow-false-start-without-alpn",
        "-expect-cipher-aes",
        "-expect-cipher-no-aes", "-enable-ocsp-stapling-ignored", "-expect-not-resumable-across-names",
        "-renegotiate-ignore-ignored",
    ];

    // Likewise, with a value.
    private static readonly HashSet<string> s_ignoredValues =
    [
        "-expect-total-renegotiations", "-expect-peer-signature-algorithm", "-expect-curve-id", "-expect-verify-result",
        "-read-size", "-max-cert-list", "-cert-file", "-resumption-delay", "-expect-cipher", "-expect-peer-cert-file",
        "-write-settings", "-expect-peer-verify-pref",
    ];

    private readonly Dictionary<string, string> _flags = [];

    public bool IsServer { get; private set; }

    public bool IsDatagram { get; private set; }

    public bool UsesIpv6 { get; private set; }

    public int Port { get; private set; }

    public ulong ShimId { get; private set; }

    public int ResumeCount { get; private set; }

    public int MinVersion { get; private set; }

    public int MaxVersion { get; private set; } = int.MaxValue;

    public bool HasNo12 { get; private set; }

    public bool HasNo13 { get; private set; }

    public List<int> Curves { get; } = [];

    /// <summary>Gets the types of certificates that are taken; none where the flags say nothing.</summary>
    public List<int> AcceptedTypes { get; } = [];

    public string? KeyFile { get; private set; }

    public string? CertificateFile { get; private set; }

    public bool IsRawKey { get; private set; }

    public string? PskIdentity { get; private set; }

    public string? Psk { get; private set; }

    public byte[]? ImporterKey { get; private set; }

    public byte[]? ImporterIdentity { get; private set; }

    /// <summary>Tells whether a flag was given.</summary>
    public bool Has(string name) => _flags.ContainsKey(name);

    /// <summary>Gets a flag's value, or <see langword="null"/>.</summary>
    public string? Get(string name) => _flags.GetValueOrDefault(name);

    /// <summary>Gets a flag's number.</summary>
    public int GetNumber(string name, int otherwise) => Get(name) is string text ? int.Parse(text) : otherwise;

    /// <summary>
    /// Reads the flags of a connection.
    /// </summary>
    /// <param name="args">The arguments.</param>
    /// <param name="index">Which connection it is, from 0.</param>
    /// <exception cref="UnimplementedException">A flag is not known here.</exception>
    public static ShimConfig Parse(string[] args, int index)
    {
        ShimConfig config = new();

        for (int i = 0; i < args.Length; i++)
        {
            string name = args[i];
            bool isMeant = TakePrefix(ref name, "-on-initial", index == 0)
                & TakePrefix(ref name, "-on-resume", index > 0)
                & TakePrefix(ref name, "-on-retry", false) & TakePrefix(ref name, "-on-shim", true)
                & TakePrefix(ref name, "-on-handshaker", false);
            bool hasValue = HasValue(name, i + 1 < args.Length);
            string? value = hasValue && i + 1 < args.Length ? args[++i] : null;

            if (isMeant)
            {
                config.Take(name, value);
            }
        }

        return config;
    }

    private static bool TakePrefix(ref string name, string prefix, bool isMeant)
    {
        if (!name.StartsWith(prefix + "-", StringComparison.Ordinal))
        {
            return true;
        }

        name = name[prefix.Length..];
        return isMeant;
    }

    private static readonly HashSet<string> s_values =
    [
        "-port", "-shim-id", "-resume-count", "-min-version", "-max-version", "-curves", "-key-file", "-psk",
        "-psk-identity", "-psk-importer-key", "-psk-importer-identity", "-psk-importer-context", "-expect-version",
        "-export-keying-material", "-export-label", "-export-context", "-advertise-alpn", "-select-alpn",
        "-expect-alpn",
        "-expect-advertised-alpn", "-host-name", "-expect-server-name", "-mtu", "-initial-timeout-duration-ms",
        "-key-shares", "-accepted-peer-cert-types", "-available-client-cert-types", "-expect-peer-certificate-type",
        "-expect-peer-rpk-sha256", "-trust-cert", "-cipher", "-max-send-fragment", "-expect-msg-callback",
        "-expect-ticket-age-skew", "-signing-prefs", "-verify-prefs", "-ticket-key", "-expect-selected-credential",
        "-server-supported-groups-hint", "-curves-flags", "-expect-certificate-types", "-expect-early-data-reason",
        "-select-next-proto", "-advertise-npn", "-expect-next-proto", "-srtp-profiles", "-ocsp-response",
        "-signed-cert-timestamps", "-expect-ocsp-response", "-expect-signed-cert-timestamps", "-application-settings",
        "-expect-peer-application-settings", "-ech-server-config", "-ech-server-key", "-ech-is-retry-config",
        "-ech-config-list", "-quic-transport-params", "-expect-quic-transport-params", "-quic-use-legacy-codepoint",
        "-use-client-ca-list", "-expect-client-ca-list", "-expect-session-id", "-send-channel-id", "-expect-channel-id",
        "-quic-early-data-context", "-early-write-after-message", "-delegated-credential", "-pake-context",
        "-pake-client-id", "-pake-server-id", "-pake-password", "-cert-properties", "-expect-ech-name-override",
        "-expect-ech-retry-configs", "-requested-trust-anchors", "-available-trust-anchors",
        "-expect-peer-available-trust-anchors", "-shim-initial-write", "-repeat-shim-initial-write",
        "-install-one-cert-compression-alg", "-private-key-delay-ms", "-handshaker-path", "-request-server-padding",
    ];

    private static bool HasValue(string name, bool isThere) =>
        isThere && (s_values.Contains(name) || s_ignoredValues.Contains(name));

    private void Take(string name, string? value)
    {
        _flags[name] = value ?? "";

        switch (name)
        {
            case "-port":
                Port = int.Parse(value!);
                break;
            case "-shim-id":
                ShimId = ulong.Parse(value!);
                break;
            case "-ipv6":
                UsesIpv6 = true;
                break;
            case "-server":
                IsServer = true;
                break;
            case "-dtls":
                IsDatagram = true;
                break;
            case "-resume-count":
                ResumeCount = int.Parse(value!);
                break;
            case "-min-version":
                MinVersion = Normalise(int.Parse(value!));
                break;
            case "-max-version":
                MaxVersion = Normalise(int.Parse(value!));
                break;
            case "-no-tls12":
                HasNo12 = true;
                break;
            case "-no-tls13":
                HasNo13 = true;
                break;
            case "-curves":
                Curves.Add(int.Parse(value!));
                break;
            case "-key-file":
                KeyFile = value;
                break;
            case "-cert-file":
                CertificateFile = value;
                break;
            case "-new-x509-credential":
                IsRawKey = false;
                break;
            case "-new-rpk-credential":
                IsRawKey = true;
                break;
            case "-psk":
                Psk = value;
                break;
            case "-psk-identity":
                PskIdentity = value;
                break;
            case "-psk-importer-key":
                ImporterKey = Convert.FromBase64String(value!);
                break;
            case "-psk-importer-identity":
                ImporterIdentity = Convert.FromBase64String(value!);
                break;
            case "-new-psk-credential":
            case "-psk-importer-sha256":
            case "-expect-version":
            case "-export-keying-material":
            case "-export-label":
            case "-export-context":
            case "-use-export-context":
            case "-advertise-alpn":
            case "-select-alpn":
            case "-decline-alpn":
            case "-expect-alpn":
            case "-expect-advertised-alpn":
            case "-host-name":
            case "-expect-server-name":
            case "-expect-no-server-name":
            case "-mtu":
            case "-initial-timeout-duration-ms":
            case "-shim-writes-first":
            case "-shim-shuts-down":
            case "-check-close-notify":
            case "-verify-peer":
            case "-require-any-client-certificate":
            case "-expect-session-miss":
            case "-expect-hrr":
            case "-expect-no-hrr":
            case "-no-ticket":
            case "-expect-no-session":
            case "-key-update":
            case "-key-update-before-read":
            case "-handshake-never-done":
            case "-trust-cert":
            case "-expect-no-peer-cert":
            case "-expect-peer-certificate-type":
            case "-available-client-cert-types":
                break;
            case "-accepted-peer-cert-types":
                AcceptedTypes.Add(int.Parse(value!));
                break;
            case "-signing-prefs":
            case "-verify-prefs":
                // ECDSA with SHA-256 on P-256 is what there is.
                if (value != "1027")
                {
                    throw new UnimplementedException($"{name} {value}");
                }

                break;
            default:
                if (!s_ignored.Contains(name) && !s_ignoredValues.Contains(name))
                {
                    throw new UnimplementedException(name);
                }

                break;
        }
    }

    // As versions of a stream, whatever the transport.
    private static int Normalise(int version) => version switch
    {
        0xFEFC => 0x0304,
        0xFEFD => 0x0303,
        0xFEFF => 0x0302,
        _ => version,
    };

    /// <summary>Gets the bytes of a text.</summary>
    public static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);
}
