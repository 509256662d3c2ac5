//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// A chain that openssl made: P-256 throughout, valid from 26 November 2026 for a hundred years, the server's for
    /// device.example.com, *.things.example.com, 192.0.2.7 and 2001:db8::7.
    /// </summary>
    internal static class Fixtures
    {
        /// <summary>A time at which all are valid, in 2033.</summary>
        internal const long Now = 2000000000;

        /// <summary>A self-signed authority.</summary>
        internal const string Root =
            "-----BEGIN CERTIFICATE-----\n"
            + "MIIBjzCCATWgAwIBAgIUFgTF5cJ/HQ7j7l0sp2xRgQLFS78wCgYIKoZIzj0EAwIw\n"
            + "FDESMBAGA1UEAwwJVGVzdCByb290MCAXDTI2MTEyNjIxMDk1MloYDzIxMjYxMTAy\n"
            + "MjEwOTUyWjAUMRIwEAYDVQQDDAlUZXN0IHJvb3QwWTATBgcqhkjOPQIBBggqhkjO\n"
            + "PQMBBwNCAAS8Y7BO2qrOceGuQYxu/77lDTiF2ROQ1QycMsJtUboocSj/Uc12sPWW\n"
            + "3RY2496vpUwOt+n4Hqru/K4/jrjbg9P1o2MwYTAdBgNVHQ4EFgQUEhPf6lYMBOqg\n"
            + "Ugrq9a+zKlErT/YwHwYDVR0jBBgwFoAUEhPf6lYMBOqgUgrq9a+zKlErT/YwDwYD\n"
            + "VR0TAQH/BAUwAwEB/zAOBgNVHQ8BAf8EBAMCAQYwCgYIKoZIzj0EAwIDSAAwRQIg\n"
            + "DrhTYAP8UmhRTbVYw74zWATY67XM+DKCZY6PxJXyjGYCIQDflaTRXj2z2qyz1+am\n"
            + "piiQLynqm8pbTLPDfpEsDiqehA==\n"
            + "-----END CERTIFICATE-----\n";

        /// <summary>An authority below it, with pathlen 0.</summary>
        internal const string Intermediate =
            "-----BEGIN CERTIFICATE-----\n"
            + "MIIBhjCCAS2gAwIBAgIBAjAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlUZXN0IHJv\n"
            + "b3QwIBcNMjYxMTI2MjEwOTUyWhgPMjEyNTA2MjAyMTA5NTJaMBwxGjAYBgNVBAMM\n"
            + "EVRlc3QgaW50ZXJtZWRpYXRlMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEifBM\n"
            + "5aKNEaF1p+Noeg5tgHpR2c8PjboUtNY5ieQQGGmJyzBFdWY3NOgAUWzLIzdECVeP\n"
            + "XcnZspmOw45E9kFHgaNmMGQwEgYDVR0TAQH/BAgwBgEB/wIBADAOBgNVHQ8BAf8E\n"
            + "BAMCAgQwHQYDVR0OBBYEFBIbF9vzYhrmJ4qdaEkArtmTgj+TMB8GA1UdIwQYMBaA\n"
            + "FBIT3+pWDATqoFIK6vWvsypRK0/2MAoGCCqGSM49BAMCA0cAMEQCIFO5qiCJzPFH\n"
            + "tQVX9IJxm13XP6Gzs2tH4sgOmXqLmSDBAiAGUCx0InuvclajtLTP+4fVhrx3/NJl\n"
            + "+gxDWiVXFVp85A==\n"
            + "-----END CERTIFICATE-----\n";

        /// <summary>A server's.</summary>
        internal const string Server =
            "-----BEGIN CERTIFICATE-----\n"
            + "MIIB1jCCAXugAwIBAgIBAzAKBggqhkjOPQQDAjAcMRowGAYDVQQDDBFUZXN0IGlu\n"
            + "dGVybWVkaWF0ZTAgFw0yNjExMjYyMTA5NTJaGA8yMTIyMDkyNDIxMDk1MlowEjEQ\n"
            + "MA4GA1UEAwwHaWdub3JlZDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABCR0uXIa\n"
            + "Im28SvGDKgULoBTysz+f9tSzIuQExvFzHSvyVKOl97E6Y9/ZVLpSS/rfJkhfTTnJ\n"
            + "mKo5pajfcTmnV72jgbUwgbIwDgYDVR0PAQH/BAQDAgeAMBMGA1UdJQQMMAoGCCsG\n"
            + "AQUFBwMBMEsGA1UdEQREMEKCEmRldmljZS5leGFtcGxlLmNvbYIUKi50aGluZ3Mu\n"
            + "ZXhhbXBsZS5jb22HBMAAAgeHECABDbgAAAAAAAAAAAAAAAcwHQYDVR0OBBYEFF40\n"
            + "vKPCKt3zWduYSNpAjHpJZL++MB8GA1UdIwQYMBaAFBIbF9vzYhrmJ4qdaEkArtmT\n"
            + "gj+TMAoGCCqGSM49BAMCA0kAMEYCIQCNl5Z1gWlJqUwnup4PVGBGrJqx/fNNxfvw\n"
            + "XiKaScC76wIhAJu1F7JqVdEbO93J9f5sAx/m+HCwUfyHdOcFQ+iBlzTA\n"
            + "-----END CERTIFICATE-----\n";

        /// <summary>The server's key in PKCS #8.</summary>
        internal const string Pkcs8 =
            "-----BEGIN PRIVATE KEY-----\n"
            + "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg8MT8/IEJojFP79VQ\n"
            + "Al9XUSV/mg6VxeDCXQqaxoVGV1WhRANCAAQkdLlyGiJtvErxgyoFC6AU8rM/n/bU\n"
            + "syLkBMbxcx0r8lSjpfexOmPf2VS6Ukv63yZIX005yZiqOaWo33E5p1e9\n"
            + "-----END PRIVATE KEY-----\n";

        /// <summary>The server's key in SEC 1.</summary>
        internal const string Sec1 =
            "-----BEGIN EC PRIVATE KEY-----\n"
            + "MHcCAQEEIPDE/PyBCaIxT+/VUAJfV1Elf5oOlcXgwl0KmsaFRldVoAoGCCqGSM49\n"
            + "AwEHoUQDQgAEJHS5choibbxK8YMqBQugFPKzP5/21LMi5ATG8XMdK/JUo6X3sTpj\n"
            + "39lUulJL+t8mSF9NOcmYqjmlqN9xOadXvQ==\n"
            + "-----END EC PRIVATE KEY-----\n";

        /// <summary>The server's private key.</summary>
        internal const string PrivateKey = "f0c4fcfc8109a2314fefd550025f5751257f9a0e95c5e0c25d0a9ac685465755";

        /// <summary>The server's SubjectPublicKeyInfo.</summary>
        internal const string PublicKeyInfo =
            "3059301306072a8648ce3d020106082a8648ce3d030107034200"
            + "042474b9721a226dbc4af1832a050ba014f2b33f9ff6d4b322e404c6f1731d2bf2"
            + "54a3a5f7b13a63dfd954ba524bfadf26485f4d39c998aa39a5a8df7139a757bd";

        /// <summary>Reads the one certificate of a text.</summary>
        internal static byte[] Read(string pem)
        {
            return NanoTlsMan.X509.Pem.ReadAll(pem, NanoTlsMan.X509.Pem.CertificateLabel)[0];
        }

        /// <summary>Joins certificates as a Certificate message has them.</summary>
        internal static byte[] Join(params byte[][] certificates)
        {
            int count = 0;

            for (int i = 0; i < certificates.Length; i++)
            {
                count += 3 + certificates[i].Length;
            }

            byte[] list = new byte[count];
            int position = 0;
            for (int i = 0; i < certificates.Length; i++)
            {
                int length = certificates[i].Length;

                list[position] = (byte)(length >> 16);
                list[position + 1] = (byte)(length >> 8);
                list[position + 2] = (byte)length;
                System.Array.Copy(certificates[i], 0, list, position + 3, length);
                position += 3 + length;
            }

            return list;
        }
    }
}
