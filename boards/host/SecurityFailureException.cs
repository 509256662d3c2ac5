//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Host;

/// <summary>
/// A handshake or a session failed.
/// </summary>
internal sealed class SecurityFailureException(string message) : Exception(message);
