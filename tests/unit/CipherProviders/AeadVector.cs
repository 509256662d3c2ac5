//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using nanoFramework.TestFramework;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// A published vector, for each provider under test.
    /// </summary>
    internal static class AeadVector
    {
        internal static void Check(
            AeadAlgorithm algorithm, string key, string nonce, string aad, string plaintext, string expected)
        {
            byte[] nonceBytes = Hex.Parse(nonce);
            byte[] aadBytes = Hex.Parse(aad);
            byte[] plain = Hex.Parse(plaintext);

            foreach (CipherProvider ciphers in ProvidersUnderTest.Create())
            {
                AeadCipher aead =
                    ciphers.CreateAead(algorithm, Hex.Parse(key), 0, AeadsUnderTest.GetKeyLength(algorithm));
                byte[] buffer = new byte[plain.Length + aead.TagLength];

                Array.Copy(plain, 0, buffer, 0, plain.Length);
                aead.Seal(nonceBytes, 0, aadBytes, 0, aadBytes.Length, buffer, 0, plain.Length);
                Assert.AreEqual(expected, Hex.Format(buffer));
                Assert.IsTrue(aead.Open(nonceBytes, 0, aadBytes, 0, aadBytes.Length, buffer, 0, plain.Length));
                Assert.AreEqual(plaintext, Hex.Format(buffer, 0, plain.Length));
                aead.Dispose();
            }
        }
    }
}
