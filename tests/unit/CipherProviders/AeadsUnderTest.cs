//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// The authenticated ciphers of the providers under test, and bytes for them.
    /// </summary>
    internal static class AeadsUnderTest
    {
        internal const int AlgorithmCount = 4;

        /// <summary>Each algorithm that a provider has, for each provider, with a key that differs from seed to
        /// seed.</summary>
        internal static AeadCipher[] Create(int seed)
        {
            CipherProvider[] providers = ProvidersUnderTest.Create();
            AeadCipher[] found = new AeadCipher[AlgorithmCount * providers.Length];
            int count = 0;

            foreach (CipherProvider ciphers in providers)
            {
                for (int algorithm = 0; algorithm < AlgorithmCount; algorithm++)
                {
                    if (ciphers.Supports((AeadAlgorithm)algorithm))
                    {
                        found[count++] = ciphers.CreateAead(
                            (AeadAlgorithm)algorithm, CreateBytes(33, seed), 1, GetKeyLength((AeadAlgorithm)algorithm));
                    }
                }
            }

            AeadCipher[] aeads = new AeadCipher[count];

            Array.Copy(found, 0, aeads, 0, count);
            return aeads;
        }

        internal static int GetKeyLength(AeadAlgorithm algorithm)
        {
            return algorithm == AeadAlgorithm.ChaCha20Poly1305 ? 32 : 16;
        }

        internal static byte[] CreateBytes(int length, int seed)
        {
            byte[] bytes = new byte[length];

            for (int i = 0; i < length; i++)
            {
                bytes[i] = (byte)(i * 31 + seed);
            }

            return bytes;
        }

        internal static byte[] Clone(byte[] bytes)
        {
            byte[] copy = new byte[bytes.Length];

            Array.Copy(bytes, copy, bytes.Length);
            return copy;
        }
    }
}
