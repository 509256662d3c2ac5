//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.CommandLine;
using NanoTlsMan.Host.Messages;

namespace NanoTlsMan.Host.Commands;

/// <summary>
/// The options that say how messages go in and out, and how much is said beside them.
/// </summary>
internal sealed class MessageOptions
{
    private readonly Option<bool> _raw =
        new("--raw") { Description = "Bytes go in and out as they are; nothing else is written to standard output" };
    private readonly Option<bool> _hex =
        new("--hex") { Description = "A message is a line of hexadecimal digits, in and out" };
    private readonly Option<bool> _quiet = new("--quiet") { Description = "Say nothing but data and errors" };

    public MessageOptions(Command command)
    {
        command.Options.Add(_raw);
        command.Options.Add(_hex);
        command.Options.Add(_quiet);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_raw) && result.GetValue(_hex))
            {
                result.AddError("only one of --raw and --hex can be");
            }
        });
    }

    public MessageFormat GetFormat(ParseResult result) => result.GetValue(_raw)
        ? MessageFormat.Raw
        : result.GetValue(_hex) ? MessageFormat.Hex : MessageFormat.Text;

    /// <summary>
    /// Gets what takes the lines that say how things are; what is wrong is said in any case.
    /// </summary>
    public Action<string> GetStatusLog(ParseResult result) =>
        result.GetValue(_quiet) ? _ => { }
    : Console.Error.WriteLine;

    /// <summary>
    /// Gets what takes the line that says where a server listens, which a program may wait for on standard output.
    /// </summary>
    public Action<string> GetAnnouncer(ParseResult result) =>
        result.GetValue(_quiet) || result.GetValue(_raw) ? GetStatusLog(result) : Console.WriteLine;
}
