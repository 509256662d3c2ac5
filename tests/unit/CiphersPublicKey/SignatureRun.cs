//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Ciphers;
using NanoTlsMan.Ciphers.PublicKey;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// Asks a managed verifier about keys and signatures in hexadecimal digits.
    /// </summary>
    internal static class SignatureRun
    {
        internal static ManagedSignatures Create()
        {
            return new ManagedSignatures(new ManagedCiphers());
        }

        internal static bool Verifies(int scheme, string key, string message, string signature)
        {
            return Verifies(scheme, key, Hex.FromText(message), signature);
        }

        internal static bool Verifies(int scheme, string key, byte[] message, string signature)
        {
            byte[] keyBytes = Hex.Parse(key);
            byte[] signatureBytes = Hex.Parse(signature);

            return Run.Succeeds(
                Create().Verify(
                    scheme, keyBytes, 0, keyBytes.Length, message, 0, message.Length, signatureBytes, 0,
                    signatureBytes.Length));
        }
    }
}
