//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Security.Cryptography;

namespace NanoTlsMan.Tests.Fuzz.Keyed;

/// <summary>
/// Signatures of certificates, by the curves that remember: ECDSA on P-256 only.
/// </summary>
internal sealed class RememberedSignatures(CurveProvider curves) : SignatureVerifier
{
    public override bool Supports(int scheme) => scheme == SignatureScheme.EcdsaSecp256r1Sha256;

    public override CurveOperation Verify(
        int scheme, byte[] key, int keyOffset, int keyCount, byte[] message, int messageOffset, int messageCount,
        byte[] signature, int signatureOffset, int signatureCount) =>
        Supports(scheme)
        ? curves.Verify(
            key, keyOffset, keyCount, SHA256.HashData(message.AsSpan(messageOffset, messageCount)), 0, signature,
            signatureOffset, signatureCount, SignatureForm.Der)
        : new RememberedOperation(null);
}
