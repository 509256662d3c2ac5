//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// ChaCha20-Poly1305 on the examples of RFC 8439.
    /// </summary>
    [TestClass]
    public class ChaCha20Poly1305Tests
    {
        [TestMethod]
        public static void TheExampleOfSection282()
        {
            AeadVector.Check(
                AeadAlgorithm.ChaCha20Poly1305,
                "808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f",
                "070000004041424344454647",
                "50515253c0c1c2c3c4c5c6c7",
                "4c616469657320616e642047656e746c656d656e206f662074686520636c617373206f66202739393a204966204920636f756c64206f666665722079"
                + "6f75206f6e6c79206f6e652074697020666f7220746865206675747572652c2073756e73637265656e20776f756c642062652069742e",
                "d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d63dbea45e8ca9671282fafb69da92728b1a71de0a9e060b2905d6a5b6"
                + "7ecd3b3692ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc3ff4def08e4b7a9de576d26586cec64b6116"
                + "1ae10b594f09e26a7e902ecbd0600691");
        }

        [TestMethod]
        public static void TheExampleOfAppendixA5()
        {
            byte[] key = Hex.Parse("1c9240a5eb55d38af333888604f6b5f0473917c1402b80099dca5cbc207075c0");
            byte[] nonce = Hex.Parse("000000000102030405060708");
            byte[] aad = Hex.Parse("f33388860000000000004e91");
            byte[] record = Hex.Parse(
                "64a0861575861af460f062c79be643bd5e805cfd345cf389f108670ac76c8cb24c6cfc18755d43eea09ee94e382d26b0"
                + "bdb7b73c321b0100d4f03b7f355894cf332f830e710b97ce98c8a84abd0b948114ad176e008d33bd60f982b1ff37c855"
                + "9797a06ef4f0ef61c186324e2b3506383606907b6a7c02b0f9f6157b53c867e4b9166c767b804d46a59b5216cde7a4e9"
                + "9040c5a40433225ee282a1b0a06c523eaf4534d7f83fa1155b0047718cbc546a0d072b04b3564eea1b422273f548271a"
                + "0bb2316053fa76991955ebd63159434ecebb4e466dae5a1073a6727627097a1049e617d91d361094fa68f0ff77987130"
                + "305beaba2eda04df997b714d6c6f2c29a6ad5cb4022b02709beead9d67890cbb22392336fea1851f38");
            byte[] start = Hex.FromText("Internet-Drafts are draft documents valid for a maximum");

            foreach (CipherProvider ciphers in ProvidersUnderTest.Create())
            {
                AeadCipher aead = ciphers.CreateAead(AeadAlgorithm.ChaCha20Poly1305, key, 0, key.Length);
                byte[] buffer = AeadsUnderTest.Clone(record);

                Assert.IsTrue(aead.Open(nonce, 0, aad, 0, aad.Length, buffer, 0, buffer.Length - 16));
                Assert.AreEqual(Hex.Format(start), Hex.Format(buffer, 0, start.Length));
                aead.Dispose();
            }
        }
    }
}
