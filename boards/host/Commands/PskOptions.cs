//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;

namespace NanoTlsMan.Host.Commands;

/// <summary>
/// The options that say who this side is: the identity and the key.
/// </summary>
internal sealed class PskOptions
{
    private readonly Option<string> _identity =
        new("--psk-identity") { Description = "The PSK identity, as text", HelpName = "ID" };
    private readonly Option<string> _key = new("--psk")
    {
        Description = "The pre-shared key, in hexadecimal, 1 to 64 bytes",
        HelpName = "HEX"
    };

    /// <summary>
    /// Adds the options to a command.
    /// </summary>
    /// <param name="command">The command.</param>
    /// <param name="isReplaced">Tells whether something else is given that does without a pre-shared key.</param>
    public PskOptions(Command command, Func<CommandResult, bool> isReplaced)
    {
        _identity.Validators.Add(result => ChannelOptions.CheckText(result, CredentialStore.MaxIdentityLength));
        _key.Validators.Add(result => Key = ReadKey(result));
        command.Options.Add(_identity);
        command.Options.Add(_key);
        command.Validators.Add(result => Require(result, isReplaced(result)));
    }

    /// <summary>The key, once the options are checked.</summary>
    public byte[] Key { get; private set; } = [];

    public byte[] GetIdentity(ParseResult result) => Encoding.UTF8.GetBytes(result.GetValue(_identity) ?? "");

    // Both or, where something else is given, none.
    private void Require(CommandResult result, bool isReplaced)
    {
        bool isAny = result.GetResult(_identity) != null || result.GetResult(_key) != null;

        foreach (Option option in new Option[] { _identity, _key })
        {
            if ((isAny || !isReplaced) && result.GetResult(option) == null)
            {
                result.AddError($"Option '{option.Name}' is required.");
            }
        }
    }

    /// <summary>
    /// Checks that an option holds a key in hexadecimal digits.
    /// </summary>
    /// <returns>The key; nothing where it is wrong.</returns>
    public static byte[] ReadKey(OptionResult result)
    {
        string text = ChannelOptions.Text(result);

        if (text.Length % 2 != 0)
        {
            result.AddError($"{result.Option.Name} has an odd number of hexadecimal digits ({text.Length})");
            return [];
        }

        try
        {
            byte[] key = Convert.FromHexString(text);

            ChannelOptions.CheckLength(result, key.Length, CredentialStore.MaxKeyLength);
            return key;
        }
        catch (FormatException)
        {
            result.AddError($"{result.Option.Name} takes hexadecimal digits only");
            return [];
        }
    }
}
