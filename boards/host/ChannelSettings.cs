//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Net;
using NanoTlsMan.Host.Keys;
using NanoTlsMan.Host.Lasting;

namespace NanoTlsMan.Host;

/// <summary>
/// What client and server were told on the command line.
/// </summary>
internal sealed class ChannelSettings
{
    /// <summary>
    /// The tag of the pre-shared key.
    /// </summary>
    public const int PskTag = 1;

    public required TlsTransportKind Kind { get; init; }

    /// <summary>Gets the addresses of the host, in the order in which a client tries them.</summary>
    public required IReadOnlyList<IPEndPoint> EndPoints { get; init; }

    /// <summary>Gets or sets the one that is tried now, or that a server listens on.</summary>
    public required IPEndPoint EndPoint { get; set; }

    public required string EndPointText { get; init; }

    public required HostStacks Stacks { get; init; }

    public required TlsStack? Stack { get; init; }

    public required byte[] Identity { get; init; }

    public required byte[] Key { get; init; }

    public required ushort[]? Suites { get; init; }

    public required TlsVersions Versions { get; init; }

    public required TlsPskModes PskModes { get; init; }

    public required KeySettings Keys { get; init; }

    /// <summary>Gets the host that a client was told to reach, if it was told one.</summary>
    public required string? ServerHost { get; init; }

    public required bool IsClient { get; init; }

    public required int TimeoutMilliseconds { get; init; }

    public required string? KeyLogPath { get; init; }

    public required bool IsTraced { get; init; }

    public required bool TakesLegacyMasterSecret { get; init; }

    public required bool RequiresSecureRenegotiation { get; init; }

    public required LastingSettings Lasting { get; init; }

    public CredentialStore CreateCredentials()
    {
        CredentialStore credentials = new();

        // A session that is restored needs none.
        if (Key.Length > 0)
        {
            credentials.AddPsk(PskTag, Identity, Key);
        }

        Keys.AddTo(credentials);

        return credentials;
    }

    public TlsSessionOptions CreateOptions()
    {
        TlsSessionOptions options = Keys.CreateOptions(IsClient, ServerHost);

        options.CipherSuites = Suites;
        options.Versions = Versions;
        options.PskModes = PskModes;
        options.HandshakeTimeout = TimeoutMilliseconds;
        options.DangerousAllowLegacyMasterSecret = TakesLegacyMasterSecret;
        options.RequireSecureRenegotiation = RequiresSecureRenegotiation;
        options.ConnectionIdLength = Lasting.ConnectionIdLength;
        options.KeepMasterSecret = Lasting.SavePath != null;

        if (KeyLogPath != null)
        {
            KeyLogFile log = KeyLogFile.Open(KeyLogPath);

            options.DangerousKeyLog = log.Write;
            options.DangerousSecretLog = log.Write;
        }

        return options;
    }
}
