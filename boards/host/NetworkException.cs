//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Host;

/// <summary>
/// The network, not the protocol, is in the way.
/// </summary>
internal sealed class NetworkException(string message) : Exception(message);
