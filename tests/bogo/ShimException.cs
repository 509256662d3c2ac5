//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Bogo;

/// <summary>
/// A connection did not go as the flags say that it should.
/// </summary>
internal sealed class ShimException(string message) : Exception(message);
