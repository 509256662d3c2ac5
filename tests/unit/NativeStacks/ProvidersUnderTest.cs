//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// Of which providers the tests in CipherProviders are: each library of the native layer.
    /// </summary>
    internal static class ProvidersUnderTest
    {
        internal static CipherProvider[] Create()
        {
            return Natives.AllCiphers();
        }
    }
}
