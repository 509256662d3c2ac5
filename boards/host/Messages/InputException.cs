//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Host.Messages;

/// <summary>
/// What the user gave cannot be read.
/// </summary>
internal sealed class InputException(string message) : Exception(message);
