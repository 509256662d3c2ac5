//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// The pseudorandom function of TLS 1.2 on the vector for SHA-256 that was posted to the working group's list
    /// ("TLS 1.2 PRF test vectors", M. D'Errico, 2008), which RFC 5246 itself lacks.
    /// </summary>
    [TestClass]
    public class PrfTests
    {
        private const string Secret = "9bbe436ba940f017b17652849a71db35";
        private const string Seed = "a0ba9f936cda311827a6f796ffd5198c";
        private const string Output = "e3f229ba727be17b8d122620557cd453c2aab21d07c3d495329b52d4e61edb5a"
            + "6b301791e90d35c9c9a46b4e14baf9af0fa022f7077def17abfd3797c0564bab"
            + "4fbc91666e9def9b97fce34f796789baa48082d122ee42c5a72e5a5110fff701"
            + "87347b66";

        [TestMethod]
        [DataRow(100)]
        [DataRow(96)]
        [DataRow(48)]
        [DataRow(32)]
        [DataRow(12)]
        [DataRow(1)]
        public static void ExpandsTheSecret(int count)
        {
            byte[] secret = Hex.Parse(Secret);
            byte[] seed = Hex.Parse(Seed);

            foreach (CipherProvider ciphers in ProvidersUnderTest.Create())
            {
                byte[] output = new byte[count + 2];

                ciphers.ComputePrf(
                    secret, 0, secret.Length, Hex.FromText("test label"), seed, 0, seed.Length, output, 1, count);
                Assert.AreEqual("00" + Output.Substring(0, 2 * count) + "00", Hex.Format(output));
            }
        }

        [TestMethod]
        public static void SecretAndSeedMayLieAnywhere()
        {
            byte[] buffer = Hex.Parse("ff" + Secret + "ffff" + Seed + "ff");

            foreach (CipherProvider ciphers in ProvidersUnderTest.Create())
            {
                byte[] output = new byte[100];

                ciphers.ComputePrf(buffer, 1, 16, Hex.FromText("test label"), buffer, 19, 16, output, 0, output.Length);
                Assert.AreEqual(Output, Hex.Format(output));
            }
        }
    }
}
