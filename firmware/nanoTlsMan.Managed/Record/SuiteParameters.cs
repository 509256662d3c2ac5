//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Managed.Record
{
    /// <summary>
    /// What the cipher suites mean for the record layer (RFC 6655, RFC 5487). All of them use SHA-256 and 16-byte keys.
    /// </summary>
    internal static class SuiteParameters
    {
        internal const int KeyLength = 16;
        internal const int SaltLength = 4;

        internal static AeadAlgorithm GetAlgorithm(int suite)
        {
            switch (suite)
            {
                case TlsCipherSuite.PskWithAes128Ccm8:
                    return AeadAlgorithm.Aes128Ccm8;
                case TlsCipherSuite.PskWithAes128Ccm:
                    return AeadAlgorithm.Aes128Ccm;
                default:
                    return AeadAlgorithm.Aes128Gcm;
            }
        }
    }
}
