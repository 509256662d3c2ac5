//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.X509.Der;

namespace NanoTlsMan.X509
{
    /// <summary>
    /// Digests of 32 bytes, one after the other in an array.
    /// </summary>
    internal static class Digests
    {
        /// <summary>
        /// Finds a digest.
        /// </summary>
        /// <returns>Where it begins; or -1.</returns>
        internal static int Find(byte[] digests, int count, byte[] digest)
        {
            for (int i = 0; i < count; i += TranscriptHash.DigestLength)
            {
                if (Stretch.AreEqual(digests, i, TranscriptHash.DigestLength, digest, 0, TranscriptHash.DigestLength))
                {
                    return i;
                }
            }

            return -1;
        }
    }
}
