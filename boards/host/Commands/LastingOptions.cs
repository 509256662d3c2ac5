//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.CommandLine;
using System.CommandLine.Parsing;
using NanoTlsMan.Host.Lasting;

namespace NanoTlsMan.Host.Commands;

/// <summary>
/// The options by which a session outlives a move, a sleep and this program.
/// </summary>
internal sealed class LastingOptions
{
    private readonly Option<int?> _cid = new("--cid")
    {
        Description = "Negotiate connection IDs (RFC 9146): the peer's records carry N bytes, 0 to 20. Then the peer "
            + "may move to another address. DTLS only",
        HelpName = "N"
    };
    private readonly Option<string?> _save = new("--save")
    {
        Description = "At the end, save the open session into FILE instead of closing it. Implies --cid 0. DTLS only",
        HelpName = "FILE"
    };
    private readonly Option<string?> _resume = new("--resume")
    {
        Description = "Shorten the handshake by what the last one left in FILE, a ticket or a session ID, and leave "
            + "there what the next one can use",
        HelpName = "FILE"
    };
    private readonly Option<string?> _seal = new("--seal")
    {
        Description = "The key that FILE is sealed under, 16 bytes in hexadecimal; by default one of its own, in "
            + "FILE.key",
        HelpName = "HEX"
    };
    private readonly bool _isClient;

    /// <summary>
    /// Adds the options to a command.
    /// </summary>
    /// <param name="command">The command.</param>
    /// <param name="isClient">Whether it is the client's, which has all of them.</param>
    public LastingOptions(Command command, bool isClient)
    {
        _isClient = isClient;
        _cid.Validators.Add(
            result => ChannelOptions.CheckNumber(result, 0, TlsSessionOptions.MaxConnectionIdLength));
        command.Options.Add(_cid);

        if (!isClient)
        {
            return;
        }

        _seal.Validators.Add(result => Seal = ReadSeal(result));

        foreach (Option option in new Option[] { _save, Restore, _resume, _seal })
        {
            command.Options.Add(option);
        }

        foreach (Option<string?> file in new[] { _save, Restore, _resume })
        {
            file.Validators.Add(result =>
            {
                if (result.Tokens.Count > 0 && ChannelOptions.Text(result).Length == 0)
                {
                    result.AddError($"{result.Option.Name} takes the name of a file");
                }
            });
        }
    }

    /// <summary>The option that opens a saved session, for which no key is needed.</summary>
    public Option<string?> Restore { get; } = new("--restore")
    {
        Description = "Open the session that --save has left in FILE, once and without any handshake; no key is needed",
        HelpName = "FILE"
    };

    private byte[]? Seal { get; set; }

    /// <summary>
    /// Checks what goes together.
    /// </summary>
    public void Check(CommandResult result, bool isDatagram)
    {
        if (isDatagram)
        {
            return;
        }

        foreach (Option option in _isClient ? new Option[] { _cid, _save, Restore } : [_cid])
        {
            if (result.GetResult(option) is OptionResult { Implicit: false })
            {
                result.AddError($"{option.Name} needs --dtls: over TLS a session ends with its connection");
            }
        }
    }

    public LastingSettings Read(ParseResult result)
    {
        string? save = _isClient ? result.GetValue(_save) : null;
        int none = save == null ? TlsSessionOptions.NoConnectionId : 0;

        return _isClient
            ? new LastingSettings(
                result.GetValue(_cid) ?? none, save, result.GetValue(Restore), result.GetValue(_resume), Seal)
            : LastingSettings.None with { ConnectionIdLength = result.GetValue(_cid) ?? none };
    }

    private static byte[]? ReadSeal(OptionResult result)
    {
        byte[]? key = SealKey.Parse(ChannelOptions.Text(result));

        if (key == null)
        {
            result.AddError($"--seal takes {2 * SealKey.Length} hexadecimal digits");
        }

        return key;
    }
}
