//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// GCM on the first test cases of its specification (McGrew and Viega, appendix B).
    /// </summary>
    [TestClass]
    public class GcmVectorTests
    {
        [TestMethod]
        public static void GcmMatchesTestCase1()
        {
            AeadVector.Check(
                AeadAlgorithm.Aes128Gcm,
                "00000000000000000000000000000000",
                "000000000000000000000000",
                string.Empty,
                string.Empty,
                "58e2fccefa7e3061367f1d57a4e7455a");
        }

        [TestMethod]
        public static void GcmMatchesTestCase2()
        {
            AeadVector.Check(
                AeadAlgorithm.Aes128Gcm,
                "00000000000000000000000000000000",
                "000000000000000000000000",
                string.Empty,
                "00000000000000000000000000000000",
                "0388dace60b6a392f328c2b971b2fe78ab6e47d42cec13bdf53a67b21257bddf");
        }

        [TestMethod]
        public static void GcmMatchesTestCase3()
        {
            AeadVector.Check(
                AeadAlgorithm.Aes128Gcm,
                "feffe9928665731c6d6a8f9467308308",
                "cafebabefacedbaddecaf888",
                string.Empty,
                "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255",
                "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091473f5985"
                + "4d5c2af327cd64a62cf35abd2ba6fab4");
        }

        [TestMethod]
        public static void GcmMatchesTestCase4()
        {
            AeadVector.Check(
                AeadAlgorithm.Aes128Gcm,
                "feffe9928665731c6d6a8f9467308308",
                "cafebabefacedbaddecaf888",
                "feedfacedeadbeeffeedfacedeadbeefabaddad2",
                "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
                "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091"
                + "5bc94fbc3221a5db94fae95ae7121a47");
        }
    }
}
