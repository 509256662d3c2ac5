//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// ECDSA on P-384 with SHA-384: the key and signature of RFC 6979, appendix A.2.6, and messages of the same key
    /// whose lengths try the hash's padding.
    /// </summary>
    [TestClass]
    public class P384Tests
    {
        private const string PublicKey = P384Vectors.PublicKey;
        private const string Signature = P384Vectors.Signature;
        private const string X = P384Vectors.X;
        private const string Y = P384Vectors.Y;
        private const string R = P384Vectors.R;
        private const string S = P384Vectors.S;

        private const string Order =
            "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973";

        private const string Prime =
            "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffff";

        [TestMethod]
        public static void TheSignatureOfTheRfc()
        {
            Assert.IsTrue(Verifies(PublicKey, "sample", Signature));
            Assert.IsFalse(Verifies(PublicKey, "Sample", Signature));
            Assert.IsFalse(
                SignatureRun.Verifies(SignatureScheme.EcdsaSecp256r1Sha256, PublicKey, "sample", Signature));
        }

        [TestMethod]
        [DataRow(
            0,
            "3065023100d9856ff30d25aadddf2cc16d39bd9f48bb60147dd8e17284133b3aa9da3fefaf6e1a1691ea9d07647f9b84"
            + "7541ca560602303ef55d791a39005389cf49136590032c1d2dd6658a96b4b3fa38dc901d47a208b4e639870bd7ea1779"
            + "9308577829ea54")]
        [DataRow(
            111,
            "3066023100bdbc8ff5bdc4e67357e8127f5c7377d0e7d6d6ad147fbd04e7dacef704b6483a39d08be8fa0e16b9b5a919"
            + "218920d70a023100f21eb0ab39065de9bd9a37751fb9fb41f15f4421fac33ce62d9780c21cfb2d0fe093d6b932706443"
            + "e114c6525fae5e87")]
        [DataRow(
            112,
            "3066023100b4c18e61d838e69cb34e612c397792906869dbcbafa7284cc2949675a5d6d7f7a367a340385e8a359fe596"
            + "e525b8b319023100ba3089850738d84442686bf15b320ef8bc6669f5bcb38ea4571931eb9d74392962288b0b1bbf5ca8"
            + "f573cfaba9b53c1c")]
        [DataRow(
            127,
            "3065023017612f34e137e101d55ec1b9684cc82da315dcd4ae5207cd3453003685e5cd9882d95faf3912b3e70295e9d7"
            + "2b6ad945023100db4301357fb4770a99aee9870d3f420759c797697093f3749af0349624bf2c74a823b0ce3e60c303bf"
            + "85f278f26e9353")]
        [DataRow(
            128,
            "30650231008b381187711e92f573bf6e6f705aded6baed3d9cded9dc941558de631f1e4f535b6991ee571e4cfd6f310d"
            + "60d087a65d0230209f6977f4f454b31457cd13e32cd093811c1eb96389d6834da4c0d1dc20bed217b3a1f616f90ead6f"
            + "0bd2380baeb6b5")]
        [DataRow(
            240,
            "3065023056bef024357646a15ec37bc280d5fa53e5706063ade6b6b9d4075893ce6ebf85199bda4b0218592771684a29"
            + "1e5c339a023100ae9b6aa11cca62a00bbf1d1331645c1fad8e9a120d3396067853bd2341b6b9022cf016b2622bf441a3"
            + "69393d0dad1074")]
        [DataRow(
            600,
            "3064023031577d7143f3396c5311e33313e0afec3d781dd24a109d14c1ff689bdb3b2cea254e1e4c36ecd4466c5a72ac"
            + "584993ab02303cb8b6fc4684c8bc530bdc3fb181e9ace009410575e64c4515a39434f1c2c8605709d61bee31486f899a"
            + "11ea5fb276cf")]
        public static void MessagesOfAllLengths(int length, string signature)
        {
            byte[] message = new byte[length];

            for (int i = 0; i < length; i++)
            {
                message[i] = (byte)(7 * i + length);
            }

            Assert.IsTrue(
                SignatureRun.Verifies(SignatureScheme.EcdsaSecp384r1Sha384, PublicKey, message, signature));
            if (length > 0)
            {
                message[length - 1]++;
                Assert.IsFalse(
                    SignatureRun.Verifies(SignatureScheme.EcdsaSecp384r1Sha384, PublicKey, message, signature));
            }
        }

        [TestMethod]
        [DataRow("3066023100" + S + "023100" + R)]
        [DataRow("3066023100" + R + "023100" + S + "00")]
        [DataRow("308166023100" + R + "023100" + S)]
        [DataRow("30650230" + R + "023100" + S)]
        [DataRow("306702320000" + R + "023100" + S)]
        [DataRow("3066023100" + Order + "023100" + S)]
        [DataRow("3066023100" + R + "023100" + Order)]
        [DataRow("3036020100023100" + S)]
        [DataRow("3036023100" + R + "020100")]
        [DataRow(R + S)]
        [DataRow("")]
        public static void ASignatureOfAnotherFormIsRefused(string signature)
        {
            Assert.IsFalse(Verifies(PublicKey, "sample", signature));
        }

        [TestMethod]
        [DataRow("04" + Y + X)]
        [DataRow("05" + X + Y)]
        [DataRow("03" + X)]
        [DataRow("04" + X + Y + "00")]
        [DataRow("04" + Prime + Y)]
        [DataRow("04" + X + Prime)]
        [DataRow("")]
        public static void WhatIsNoPointIsRefused(string key)
        {
            Assert.IsFalse(Verifies(key, "sample", Signature));
        }

        private static bool Verifies(string key, string message, string signature)
        {
            return SignatureRun.Verifies(SignatureScheme.EcdsaSecp384r1Sha384, key, message, signature);
        }
    }
}
