//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// CCM on published vectors with a 12-byte nonce. The packet vectors of RFC 3610 have 13-byte nonces, which TLS
    /// never uses, so CCM is held against NIST SP 800-38C and, for 16-byte tags, Wycheproof.
    /// </summary>
    [TestClass]
    public class CcmVectorTests
    {
        [TestMethod]
        public static void Ccm8MatchesExample3OfSp80038C()
        {
            AeadVector.Check(
                AeadAlgorithm.Aes128Ccm8,
                "404142434445464748494a4b4c4d4e4f",
                "101112131415161718191a1b",
                "000102030405060708090a0b0c0d0e0f10111213",
                "202122232425262728292a2b2c2d2e2f3031323334353637",
                "e3b201a9f5b71a7a9b1ceaeccd97e70b6176aad9a4428aa5484392fbc1b09951");
        }

        [TestMethod]
        public static void CcmMatchesWycheproofsTest26()
        {
            AeadVector.Check(
                AeadAlgorithm.Aes128Ccm,
                "55e04c122780be52ed9328928039008c",
                "0c908e58cddad69dea1a32c3",
                "25591707c004f506f4b51e85e29f6a",
                "26eb70672eef03667b34cc7d0df05872",
                "89166dcd7d74a445dfd3526c5180d8258b8ed5f97a168881c3b6efe91cfe7043");
        }
    }
}
