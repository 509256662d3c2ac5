//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Tests.Fuzz;

/// <summary>
/// What a test breaks on purpose, to see that an oracle notices.
/// </summary>
internal enum Sabotage
{
    None,

    /// <summary>The replay window forgets.</summary>
    NoReplayWindow,

    /// <summary>Whatever Finished comes is right.</summary>
    AnyFinished,

    /// <summary>The next sequence number is the last one.</summary>
    RepeatedNonce,

    /// <summary>The key goes out with an alert.</summary>
    LeakedKey,

    /// <summary>Application data goes out as it is.</summary>
    NoEncryption,

    /// <summary>A handshake has no deadline.</summary>
    NoDeadline,

    /// <summary>Time passes and nothing ends.</summary>
    EndlessHandshake,

    /// <summary>Polling never comes to an end.</summary>
    EndlessPoll,

    /// <summary>The end is told twice.</summary>
    SecondEnd,

    /// <summary>A record that was opened is delivered twice.</summary>
    DoubleData,

    /// <summary>An unknown content type throws.</summary>
    Throws,

    /// <summary>Each input stays in memory.</summary>
    Hoards,

    /// <summary>The keys stay after the end.</summary>
    KeepsKeys,

    /// <summary>A record that is not authentic ends the session.</summary>
    EndsOnNoise,

    /// <summary>An endpoint takes in more sessions than it may.</summary>
    NoLimit,

    /// <summary>The channel is open with the first input.</summary>
    ConnectsEarly,

    /// <summary>What was sent once is sent over and over.</summary>
    Floods,

    /// <summary>An open channel sends an alert in the clear.</summary>
    PlainAlert,

    /// <summary>No open session is ever idle enough to make room.</summary>
    NeverStale,
}
