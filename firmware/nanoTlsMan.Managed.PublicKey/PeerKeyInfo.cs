//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed.PublicKey
{
    /// <summary>
    /// Finds the key within a SubjectPublicKeyInfo (RFC 5280, section 4.1.2.7) that a certificate verifier has read.
    /// </summary>
    internal static class PeerKeyInfo
    {
        private const byte Sequence = 0x30;
        private const byte BitString = 0x03;

        /// <summary>
        /// Finds the key, if it is one for signatures of a scheme.
        /// </summary>
        /// <param name="info">The SubjectPublicKeyInfo.</param>
        /// <param name="scheme">The scheme.</param>
        /// <returns>Where the content of the BIT STRING begins, which ends with the array; or -1.</returns>
        internal static int FindKey(byte[] info, int scheme)
        {
            byte[] algorithm = GetAlgorithm(scheme);
            int offset = SkipHead(info, 0, Sequence);

            if (offset < 0 || offset + algorithm.Length > info.Length)
            {
                return -1;
            }

            for (int i = 0; i < algorithm.Length; i++)
            {
                if (info[offset + i] != algorithm[i])
                {
                    return -1;
                }
            }

            offset = SkipHead(info, offset + algorithm.Length, BitString);

            // No unused bits.
            return offset < 0 || offset >= info.Length || info[offset] != 0 ? -1 : offset + 1;
        }

        // The AlgorithmIdentifier: id-ecPublicKey with secp384r1 (RFC 5480, section 2.1), or rsaEncryption (RFC 3279,
        // section 2.3.1).
        private static byte[] GetAlgorithm(int scheme)
        {
            if (scheme == SignatureScheme.EcdsaSecp384r1Sha384)
            {
                return new byte[]
                {
                    0x30, 0x10, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01, 0x06, 0x05, 0x2B, 0x81, 0x04,
                    0x00, 0x22,
                };
            }

            return new byte[]
            {
                0x30, 0x0D, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01, 0x05, 0x00,
            };
        }

        // The head's lengths reach to the end, in the shortest form.
        private static int SkipHead(byte[] info, int offset, int tag)
        {
            if (offset + 4 > info.Length || info[offset] != tag)
            {
                return -1;
            }

            int first = info[offset + 1];

            if (first == 0x82)
            {
                return WireReader.GetUInt16(info, offset + 2) == info.Length - offset - 4 ? offset + 4 : -1;
            }

            if (first == 0x81)
            {
                return info[offset + 2] == info.Length - offset - 3 ? offset + 3 : -1;
            }

            return first == info.Length - offset - 2 ? offset + 2 : -1;
        }
    }
}
