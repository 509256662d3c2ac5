//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Linq;
using System.Security.Cryptography;
using NanoTlsMan.Tests.Chains.Cases;
using NanoTlsMan.Tests.Chains.Making;
using NanoTlsMan.X509;
using Xunit;

namespace NanoTlsMan.Tests.Chains
{
    /// <summary>
    /// Files that .NET wrote, whole and damaged: read, or refused in one way.
    /// </summary>
    public sealed class FileTests
    {
        [Fact]
        public void CertificatesOfNetAreRead()
        {
            byte[][] certificates = AllCases.Find("six-deep").Certificates;

            Assert.Equal(certificates, Pem.ReadAll(Program.Pem(certificates), Pem.CertificateLabel));
        }

        [Fact]
        public void EachLengthOfBase64IsRead()
        {
            for (int length = 0; length < 200; length++)
            {
                byte[] content = RandomNumberGenerator.GetBytes(length);

                Assert.Equal([content], Pem.ReadAll(PemEncoding.WriteString("X", content), "X"));
            }
        }

        [Fact]
        public void KeysOfNetAreRead()
        {
            for (int round = 0; round < 50; round++)
            {
                using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

                CheckKey(key, Pem.ReadAll(key.ExportPkcs8PrivateKeyPem(), Pem.PrivateKeyLabel)[0]);
                CheckKey(key, Pem.ReadAll(key.ExportECPrivateKeyPem(), Pem.EcPrivateKeyLabel)[0]);

                byte[] info = Pem.ReadAll(key.ExportSubjectPublicKeyInfoPem(), Pem.PublicKeyLabel)[0];
                Assert.Equal(26, SubjectPublicKeyInfo.FindPoint(info, 0, info.Length));
            }
        }

        [Fact]
        public void OtherKeysOfNetAreRefused()
        {
            foreach (AsymmetricAlgorithm key in (AsymmetricAlgorithm[])[Keys.P384, Keys.P521, Keys.Rsa])
            {
                byte[] info = Keys.Info(key);

                Assert.Throws<FormatException>(() => PrivateKeyInfo.Read(key.ExportPkcs8PrivateKey()));
                Assert.Equal(-1, SubjectPublicKeyInfo.FindPoint(info, 0, info.Length));
            }

            Assert.Throws<FormatException>(() => PrivateKeyInfo.Read(((ECDsa)Keys.P384).ExportECPrivateKey()));
            Assert.Throws<FormatException>(() => PrivateKeyInfo.Read(((RSA)Keys.Rsa).ExportRSAPrivateKey()));
            Assert.Throws<FormatException>(() => PrivateKeyInfo.Read(
                Keys.Leaf.ExportEncryptedPkcs8PrivateKey(
                    "secret", new PbeParameters(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1))));
        }

        [Fact]
        public void DamagedFilesAreReadOrRefused()
        {
            var random = new Random(6);
            byte[] text = [.. Program.Pem(AllCases.Find("good").Certificates).Select(each => (byte)each)];
            byte[] key = Keys.Leaf.ExportPkcs8PrivateKey();

            for (int round = 0; round < 20000; round++)
            {
                Try(() => Pem.ReadAll(Damage(random, text), Pem.CertificateLabel));
                Try(() => PrivateKeyInfo.Read(Damage(random, key)).Dispose());
            }

            static void Try(Action read)
            {
                try
                {
                    read();
                }
                catch (FormatException)
                {
                }
            }
        }

        private static byte[] Damage(Random random, byte[] bytes)
        {
            byte[] damaged = bytes[..random.Next(bytes.Length + 1)];

            for (int i = random.Next(1, 5); i > 0 && damaged.Length > 0; i--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            return random.Next(2) == 0 ? damaged : [.. damaged, .. bytes[damaged.Length..]];
        }

        private static void CheckKey(ECDsa key, byte[] der)
        {
            using PrivateKeyInfo read = PrivateKeyInfo.Read(der);
            ECParameters parameters = key.ExportParameters(true);
            byte[] privateKey = new byte[32];
            byte[] publicKey = new byte[65];

            read.CopyPrivateKey(privateKey, 0);
            read.CopyPublicKey(publicKey, 0);
            Assert.Equal(parameters.D, privateKey);
            Assert.Equal([4, .. parameters.Q.X!, .. parameters.Q.Y!], publicKey);
        }
    }
}
