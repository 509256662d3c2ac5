//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace System.Security.Cryptography
{
    public enum CipherMode
    {
        None = 0,
        CBC = 1,
        ECB = 2
    }

    public class Aes
    {
        public extern Aes(CipherMode mode);

        public extern CipherMode Mode { get; set; }

        public extern byte[] Key { get; set; }

        public extern byte[] IV { get; set; }

        public extern void GenerateIV();

        public extern byte[] Encrypt(byte[] data);

        public extern byte[] Decrypt(byte[] data);
    }

    public class HMACSHA256 : IDisposable
    {
        public extern HMACSHA256();

        public extern HMACSHA256(byte[] key);

        public extern byte[] Hash { get; }

        public extern byte[] Key { get; set; }

        public static extern byte[] HashData(byte[] key, byte[] source);

        public extern byte[] ComputeHash(byte[] buffer);

        public extern void Dispose();
    }
}
