//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Tests.Fuzz.Engines;

/// <summary>
/// What is to become a record: not sealed yet.
/// </summary>
internal sealed record Draft(int Type, int Epoch, byte[] Content);
