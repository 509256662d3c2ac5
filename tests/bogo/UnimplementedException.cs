//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Bogo;

/// <summary>
/// A flag asks for something that this library does not have.
/// </summary>
internal sealed class UnimplementedException(string message) : Exception(message);
