//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using System.Net.Sockets;
using NanoTlsMan.Host.Keys;
using NanoTlsMan.Host.Lasting;
using NanoTlsMan.Host.Messages;
using NanoTlsMan.Sockets;

namespace NanoTlsMan.Host.Commands;

/// <summary>
/// The options that client and server share, and what they mean.
/// </summary>
internal sealed class ChannelOptions
{
    private const int MaxTimeoutSeconds = 86400;

    private readonly Option<bool> _dtls = new("--dtls") { Description = "DTLS over UDP" };
    private readonly Option<bool> _tls = new("--tls") { Description = "TLS over TCP" };
    private readonly Option<string[]> _suites =
        new("--suite")
        {
            Description = "A cipher suite, by its IANA name; may be repeated, best first",
            HelpName = "NAME"
        };
    private readonly Option<double> _timeout = new("--timeout")
    {
        Description = "How long a handshake may take",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => 15
    };
    private readonly Option<string?> _keyLog =
        new("--keylog") { Description = "Append the session secrets to FILE (SSLKEYLOGFILE format); whoever has it reads everything", HelpName = "FILE" };
    private readonly Option<bool> _legacyMasterSecret = new("--dangerous-allow-legacy-master-secret")
    {
        Description = "Take peers without extended_master_secret (RFC 7627), such as node-dtls-client"
    };
    private readonly Option<bool> _secureRenegotiation = new("--require-secure-renegotiation")
    {
        Description = "Refuse peers without secure renegotiation (RFC 5746), such as wolfSSL as it is shipped"
    };
    private readonly Option<bool> _trace = new("--trace") { Description = "Show every flight on standard error" };
    private readonly Option<string> _endPoint;
    private readonly PskOptions _psk;
    private readonly KeyOptions _keys;
    private readonly LastingOptions _lasting;
    private readonly VersionOptions _versions;
    private readonly StackOptions _stacks;
    private readonly bool _isClient;

    /// <summary>
    /// Adds the options to a command.
    /// </summary>
    /// <param name="command">The command.</param>
    /// <param name="endPoint">The option that names the address.</param>
    /// <param name="isClient">Whether it is the client's.</param>
    public ChannelOptions(Command command, Option<string> endPoint, bool isClient)
    {
        _endPoint = endPoint;
        _isClient = isClient;
        _suites.Validators.Add(CheckSuites);
        _suites.CompletionSources.Add([.. SuiteNames.All]);
        _keyLog.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && Text(result).Length == 0)
            {
                result.AddError("--keylog takes the name of a file");
            }
        });
        _timeout.Validators.Add(result => CheckNumber(result, 0.001, MaxTimeoutSeconds));

        foreach (Option option in new Option[] { _dtls, _tls, _endPoint })
        {
            command.Options.Add(option);
        }

        LastingOptions lasting = new(command, isClient);

        _lasting = lasting;
        _keys = new KeyOptions(command, isClient);
        _psk = new PskOptions(
            command,
            result => (isClient && result.GetResult(lasting.Restore) != null) || _keys.ReplacePsk(result));

        _versions = new VersionOptions(command);

        foreach (Option option in new Option[]
            { _suites, _timeout, _legacyMasterSecret, _secureRenegotiation, _keyLog, _trace })
        {
            command.Options.Add(option);
        }

        _stacks = new StackOptions(command);
        command.Validators.Add(result =>
        {
            // What was saved is DTLS.
            bool isRestored = isClient && result.GetResult(lasting.Restore) != null;

            if (result.GetValue(_dtls) == result.GetValue(_tls) && (result.GetValue(_tls) || !isRestored))
            {
                result.AddError("one of --dtls and --tls is needed");
            }

            if (isClient && !isRestored && result.GetResult(_endPoint) == null)
            {
                result.AddError($"Option '{_endPoint.Name}' is required.");
            }

            lasting.Check(result, !result.GetValue(_tls));
        });
    }

    /// <summary>
    /// Reads what was given; the options were checked while they were parsed.
    /// </summary>
    /// <exception cref="NetworkException">The host's name cannot be resolved.</exception>
    public ChannelSettings Read(ParseResult result)
    {
        LastingSettings lasting = _lasting.Read(result);
        string? given = result.GetValue(_endPoint);
        IPEndPoint[] endPoints = given == null ? [FindSaved(lasting.RestorePath!)] : ResolveAll(given);
        string endPoint = given ?? endPoints[0].ToString();
        string[]? suites = result.GetValue(_suites);
        KeySettings keys = _keys.Read(result);
        ushort[]? chosen = suites is { Length: > 0 } ? [.. suites.Select(ParseSuite)] : null;

        // Who names nothing that needs public keys has hellos as short as they can be.
        TlsVersions versions = _versions.Read(result);
        TlsPskModes pskModes = _versions.ReadPskModes(result);

        // 1.3 uses key shares with every kind of key, unless it is told otherwise.
        bool isNew = (versions & (TlsVersions.Dtls13 | TlsVersions.Tls13)) != 0;
        bool usesKeys = (isNew && pskModes != TlsPskModes.PskOnly) || keys.HasOwn || keys.HasTrust
            || keys.Protocols != null || keys.Curves != null
            || chosen?.Any(suite => !TlsCipherSuite.Is13(suite) && SuiteNames.HasKeyShares(suite)) == true;
        (HostStacks stacks, TlsStack? stack) = _stacks.Read(result, usesKeys);

        return new ChannelSettings
        {
            Kind = result.GetValue(_tls) ? TlsTransportKind.Stream : TlsTransportKind.Datagram,
            Lasting = lasting,
            EndPoint = Prefer(endPoints),
            EndPoints = endPoints,
            EndPointText = endPoint,
            Stacks = stacks,
            Stack = stack,
            Identity = _psk.GetIdentity(result),
            Key = _psk.Key,
            Suites = chosen,
            Versions = versions,
            PskModes = pskModes,
            Keys = keys,
            ServerHost = given == null ? null : GetHost(given),
            IsClient = _isClient,
            TimeoutMilliseconds = (int)Math.Ceiling(result.GetValue(_timeout) * 1000),
            KeyLogPath = result.GetValue(_keyLog),
            IsTraced = result.GetValue(_trace),
            TakesLegacyMasterSecret = result.GetValue(_legacyMasterSecret),
            RequiresSecureRenegotiation = result.GetValue(_secureRenegotiation),
        };
    }

    /// <summary>
    /// Finds where the server of a saved session was.
    /// </summary>
    /// <exception cref="InputException">There is no such session.</exception>
    private static IPEndPoint FindSaved(string path)
    {
        byte[]? peer = TlsManSession.PeekAddress(new FileSessionStore(path), FileSessionStore.Name);

        return peer == null || peer[0] == 0
            ? throw new InputException($"there is no saved session in {path}")
            : PeerEndPoint.ToEndPoint(peer);
    }

    /// <summary>
    /// Checks that an option holds HOST:PORT.
    /// </summary>
    public static void CheckEndPoint(OptionResult result)
    {
        if (result.Tokens.Count > 0 && !TrySplit(Text(result), out _, out _))
        {
            result.AddError(
                $"{result.Option.Name} takes HOST:PORT, as 127.0.0.1:5684 or [::1]:5684, not '{Text(result)}'");
        }
    }

    /// <summary>
    /// Checks that an option holds a number within limits.
    /// </summary>
    public static void CheckNumber(OptionResult result, double least, double most)
    {
        if (result.Tokens.Count > 0
            && !(double.TryParse(Text(result), System.Globalization.CultureInfo.InvariantCulture, out double value)
            && value >= least && value <= most))
        {
            result.AddError($"{result.Option.Name} takes a number from {least} to {most}, not '{Text(result)}'");
        }
    }

    /// <summary>
    /// Checks that an option, where it is given, holds a text of at least one byte and not too many.
    /// </summary>
    public static void CheckText(OptionResult result, int most)
    {
        if (result.Tokens.Count > 0)
        {
            CheckLength(result, System.Text.Encoding.UTF8.GetByteCount(Text(result)), most);
        }
    }

    /// <summary>
    /// Finds all addresses of HOST:PORT, in the order in which they are tried.
    /// </summary>
    /// <exception cref="NetworkException">The host's name cannot be resolved.</exception>
    private static IPEndPoint[] ResolveAll(string text)
    {
        TrySplit(text, out string host, out int port);

        try
        {
            return [.. HostAddresses.Resolve(host).Select(address => new IPEndPoint(address, port))];
        }
        catch (SecureSockException)
        {
            throw new NetworkException($"cannot resolve '{host}'");
        }
    }

    /// <summary>
    /// Finds the address of HOST:PORT; of several one of IPv4, if there is one.
    /// </summary>
    /// <exception cref="NetworkException">The host's name cannot be resolved.</exception>
    public static IPEndPoint Resolve(string text) => Prefer(ResolveAll(text));

    public static string GetHost(string text)
    {
        TrySplit(text, out string host, out _);
        return host;
    }

    private static IPEndPoint Prefer(IPEndPoint[] endPoints) =>
        endPoints.FirstOrDefault(each => each.AddressFamily == AddressFamily.InterNetwork) ?? endPoints[0];

    public static string Text(OptionResult result) => result.Tokens.Count > 0 ? result.Tokens[^1].Value : "";

    private static ushort ParseSuite(string name) => SuiteNames.TryParse(name, out ushort suite)
        ? suite
        : throw new InvalidOperationException(name);

    private static bool TrySplit(string text, out string host, out int port)
    {
        int colon = text.LastIndexOf(':');

        host = colon > 0 ? text[..colon].TrimStart('[').TrimEnd(']') : "";
        port = -1;
        return host.Length > 0 && (!host.Contains(':') || text[0] == '[')
            && int.TryParse(text[(colon + 1)..], System.Globalization.NumberStyles.None, null, out port)
            && port <= IPEndPoint.MaxPort;
    }

    public static void CheckLength(OptionResult result, int length, int most)
    {
        if (length < 1 || length > most)
        {
            result.AddError($"{result.Option.Name} takes 1 to {most} bytes, not {length}");
        }
    }

    private static void CheckSuites(OptionResult result)
    {
        foreach (Token token in result.Tokens.Where(token => !SuiteNames.TryParse(token.Value, out _)))
        {
            result.AddError($"unknown cipher suite '{token.Value}'; there are {string.Join(", ", SuiteNames.All)}");
        }
    }
}
