//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Ciphers;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// Of which providers the tests in CipherProviders are.
    /// </summary>
    internal static class ProvidersUnderTest
    {
        internal static CipherProvider[] Create()
        {
            return new CipherProvider[]
            {
                new ManagedCiphers(),
                new ManagedCiphers(AesKind.OneTable),
                new ManagedCiphers(AesKind.ConstantTime),
            };
        }
    }
}
