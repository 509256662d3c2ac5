//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.CommandLine;
using System.CommandLine.Parsing;

namespace NanoTlsMan.Host.Commands;

/// <summary>
/// The options that say which versions may be used, and how a pre-shared key is used in 1.3.
/// </summary>
internal sealed class VersionOptions
{
    private const string Old = "1.2";
    private const string New = "1.3";
    private const string Alone = "ke";
    private const string WithShare = "dhe";

    private readonly Option<string> _least = new("--version-min")
    {
        Description = "The oldest version that may be used: 1.2 or 1.3",
        HelpName = "VERSION",
        DefaultValueFactory = _ => Old,
    };
    private readonly Option<string> _most = new("--version-max")
    {
        Description = "The newest version that may be used: 1.2 or 1.3",
        HelpName = "VERSION",
        DefaultValueFactory = _ => Old,
    };
    private readonly Option<string?> _pskMode = new("--psk-mode")
    {
        Description = "How 1.3 uses a pre-shared key: alone (ke), or with key shares (dhe) for forward secrecy",
        HelpName = "ke|dhe",
    };

    /// <summary>
    /// Adds the options to a command.
    /// </summary>
    public VersionOptions(Command command)
    {
        _least.AcceptOnlyFromAmong(Old, New);
        _most.AcceptOnlyFromAmong(Old, New);
        _pskMode.AcceptOnlyFromAmong(Alone, WithShare);
        command.Options.Add(_least);
        command.Options.Add(_most);
        command.Options.Add(_pskMode);
        command.Validators.Add(result =>
        {
            if (IsNew(result, _least) && !IsNew(result, _most) && result.GetResult(_most) is { Implicit: false })
            {
                result.AddError("--version-min is newer than --version-max");
            }
        });
    }

    /// <summary>
    /// Reads which versions may be used.
    /// </summary>
    public TlsVersions Read(ParseResult result)
    {
        bool isOnlyNew = result.GetValue(_least) == New;
        bool hasNew = isOnlyNew || result.GetValue(_most) == New;

        return (isOnlyNew ? TlsVersions.None : TlsVersions.Dtls12 | TlsVersions.Tls12)
            | (hasNew ? TlsVersions.Dtls13 | TlsVersions.Tls13 : TlsVersions.None);
    }

    /// <summary>
    /// Reads how pre-shared keys are used.
    /// </summary>
    public TlsPskModes ReadPskModes(ParseResult result) => result.GetValue(_pskMode) switch
    {
        Alone => TlsPskModes.PskOnly,
        WithShare => TlsPskModes.WithKeyShare,
        _ => TlsPskModes.None,
    };

    private static bool IsNew(CommandResult result, Option<string> option) => result.GetValue(option) == New;
}
