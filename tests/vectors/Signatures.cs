//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Ciphers;
using NanoTlsMan.Ciphers.PublicKey;

namespace NanoTlsMan.Tests.Vectors;

/// <summary>
/// Asks the managed verifier, which has to be asked with offsets of its own each time.
/// </summary>
internal static class Signatures
{
    private static readonly ManagedSignatures s_signatures = new(new ManagedCiphers());

    public static bool Verify(int scheme, byte[] key, byte[] message, byte[] signature)
    {
        // Each behind bytes, and before some, that are not its own.
        byte[] paddedKey = [0x30, 2, .. key, 7];
        byte[] paddedMessage = [1, 2, 3, .. message, 4];
        byte[] paddedSignature = [0x30, .. signature, 0];

        using CurveOperation operation = s_signatures.Verify(
            scheme, paddedKey, 2, key.Length, paddedMessage, 3, message.Length, paddedSignature, 1, signature.Length);

        Curves.Run(operation);
        return operation.Succeeded;
    }
}
