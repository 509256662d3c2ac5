//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.CommandLine;

namespace NanoTlsMan.Host.Commands;

/// <summary>
/// How much a DTLS server takes on.
/// </summary>
internal sealed class LimitOptions
{
    // What a PC has room for; a board's program sets its own.
    private const int DefaultSessions = 1000;
    private const int DefaultHalfOpen = 100;
    private const double DefaultIdle = 300;

    private readonly Option<int> _sessions = new("--max-sessions")
    {
        Description = "How many DTLS sessions there may be",
        HelpName = "N",
        DefaultValueFactory = _ => DefaultSessions,
    };

    private readonly Option<int> _halfOpen = new("--max-half-open")
    {
        Description = "How many DTLS handshakes may be under way at once",
        HelpName = "N",
        DefaultValueFactory = _ => DefaultHalfOpen,
    };

    private readonly Option<double> _idle = new("--idle-timeout")
    {
        Description = "After how long an idle DTLS session may lose its place to a new one",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => DefaultIdle,
    };

    private int _maxSessions;
    private int _maxHalfOpen;
    private int _idleMilliseconds;

    public LimitOptions(Command command)
    {
        _sessions.Validators.Add(result => ChannelOptions.CheckNumber(result, 1, 1_000_000));
        _halfOpen.Validators.Add(result => ChannelOptions.CheckNumber(result, 1, 1_000_000));
        _idle.Validators.Add(result => ChannelOptions.CheckNumber(result, 0.001, 1_000_000));
        command.Options.Add(_sessions);
        command.Options.Add(_halfOpen);
        command.Options.Add(_idle);
    }

    public void Read(ParseResult result)
    {
        _maxSessions = result.GetValue(_sessions);
        _maxHalfOpen = result.GetValue(_halfOpen);
        _idleMilliseconds = (int)(result.GetValue(_idle) * 1000);
    }

    public void Apply(TlsLimits limits)
    {
        limits.MaxSessions = _maxSessions;
        limits.MaxHalfOpen = _maxHalfOpen;
        limits.IdleTimeout = _idleMilliseconds;
    }
}
