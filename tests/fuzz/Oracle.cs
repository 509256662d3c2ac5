//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Tests.Fuzz;

/// <summary>
/// What a run is checked for, after each step.
/// </summary>
internal enum Oracle
{
    /// <summary>Connected although a Finished was not right, or the two do not have the same keys.</summary>
    WronglyConnected,

    /// <summary>An event after the final one, a second one, or none at the end.</summary>
    Events,

    /// <summary>A key, or plaintext, in what was sent.</summary>
    Secret,

    /// <summary>Two different records with one nonce.</summary>
    Nonce,

    /// <summary>Application data that was not sealed, twice, or in another order.</summary>
    Data,

    /// <summary>Never idle.</summary>
    Endless,

    /// <summary>A handshake without a deadline, or past it.</summary>
    Deadline,

    /// <summary>An exception that came out.</summary>
    Exception,

    /// <summary>More memory than the input may cost.</summary>
    Growth,

    /// <summary>Secrets or buffers that stay after the end.</summary>
    Retained,

    /// <summary>An open session over datagrams ended by what nobody authenticated.</summary>
    Noise,

    /// <summary>More sessions than the limits allow, or more bytes to a stranger than came from there.</summary>
    Limits,

    /// <summary>One who knows the key does not get in.</summary>
    LockedOut,
}
