//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.CommandLine;
using System.CommandLine.Parsing;

namespace NanoTlsMan.Host.Commands;

/// <summary>
/// The options that choose a stack and its ciphers.
/// </summary>
internal sealed class StackOptions
{
    private readonly Option<string?> _stack =
        new("--stack")
        {
            Description = "The stack to use (see 'tlsman stacks'); by default the first that can",
            HelpName = "NAME"
        };
    private readonly Option<string> _ciphers =
        new("--ciphers")
        {
            Description = "The ciphers, and curves, that the managed stack runs on (see 'tlsman stacks')",
            HelpName = "NAME",
            DefaultValueFactory = _ => "managed"
        };

    public StackOptions(Command command)
    {
        _stack.Validators.Add(result => Check(result, "stack", HostStacks.Names));
        _ciphers.Validators.Add(result => Check(result, "ciphers", HostStacks.CipherNames));
        _stack.CompletionSources.Add([.. HostStacks.Names]);
        _ciphers.CompletionSources.Add([.. HostStacks.CipherNames]);
        command.Options.Add(_stack);
        command.Options.Add(_ciphers);
    }

    /// <summary>
    /// Reads what was given.
    /// </summary>
    /// <param name="result">What was parsed.</param>
    /// <param name="usesKeys">Whether public keys are used as well.</param>
    /// <returns>All stacks, and the one that was asked for, if any.</returns>
    public (HostStacks Stacks, TlsStack? Stack) Read(ParseResult result, bool usesKeys)
    {
        HostStacks stacks = new(result.GetValue(_ciphers)!, usesKeys);

        return (stacks, stacks.Find(result.GetValue(_stack)));
    }

    private static void Check(OptionResult result, string kind, IReadOnlyList<string> names)
    {
        string text = result.Tokens.Count > 0 ? result.Tokens[^1].Value : "";

        if (result.Tokens.Count > 0 && !names.Contains(text))
        {
            string native = HostStacks.HasNative ? "" : "; native ones need libtlsman, see native-interop/build.sh";

            result.AddError($"unknown {kind} '{text}'; there is {string.Join(", ", names)}{native}");
        }
    }
}
