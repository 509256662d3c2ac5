//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.X509;

namespace NanoTlsMan.Bogo;

/// <summary>
/// Reads certificates as ever, and trusts them: what a test thinks of them is told by flags.
/// </summary>
internal sealed class TrustingVerifier(SignatureVerifier signatures, CipherProvider ciphers)
    : X509Verifier(signatures, ciphers);
