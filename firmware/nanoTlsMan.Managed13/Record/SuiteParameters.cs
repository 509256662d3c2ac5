//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Managed13.Record
{
    /// <summary>
    /// What the cipher suites of 1.3 mean for the record layer (RFC 9846, appendix B.4). All of them use SHA-256.
    /// </summary>
    internal static class SuiteParameters
    {
        // RFC 9147, section 4.5.3: after so many records keys are renewed. It is the limit of CCM, the least of all,
        // and a quarter of it at that.
        internal const ulong WriteLimit = 1UL << 21;

        // And after so many forgeries the session ends. CCM_8 has no such number: eight bytes are not enough for one,
        // and TlsSessionOptions.BadRecordLimit says how many are.
        private const int ForgeryLimit = 1 << 23;

        private const int AesKeyLength = 16;
        private const int ChaChaKeyLength = 32;

        internal static AeadAlgorithm GetAlgorithm(int suite)
        {
            switch (suite)
            {
                case TlsCipherSuite.Aes128GcmSha256:
                    return AeadAlgorithm.Aes128Gcm;
                case TlsCipherSuite.ChaCha20Poly1305Sha256:
                    return AeadAlgorithm.ChaCha20Poly1305;
                case TlsCipherSuite.Aes128CcmSha256:
                    return AeadAlgorithm.Aes128Ccm;
                default:
                    return AeadAlgorithm.Aes128Ccm8;
            }
        }

        internal static int GetKeyLength(int suite)
        {
            return suite == TlsCipherSuite.ChaCha20Poly1305Sha256 ? ChaChaKeyLength : AesKeyLength;
        }

        /// <summary>
        /// Gets how many records may fail authentication.
        /// </summary>
        /// <returns>The number, or 0 for any.</returns>
        internal static int GetForgeryLimit(int suite)
        {
            return suite == TlsCipherSuite.Aes128Ccm8Sha256 ? 0 : ForgeryLimit;
        }
    }
}
