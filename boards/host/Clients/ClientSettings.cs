//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Host.Messages;

namespace NanoTlsMan.Host.Clients;

/// <summary>
/// What a client was told on the command line, beside what servers are told as well.
/// </summary>
/// <param name="Texts">What to send; nothing if standard input says it.</param>
/// <param name="WaitMilliseconds">How long to wait for the answer to each message.</param>
/// <param name="IsReconnecting">Whether a lost server is connected to again.</param>
/// <param name="Format">What messages look like.</param>
/// <param name="Status">Takes the lines that say how things are.</param>
internal sealed record ClientSettings(
    IReadOnlyList<string> Texts, int WaitMilliseconds, bool IsReconnecting, MessageFormat Format,
    Action<string> Status);
