//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

#if !NANOFRAMEWORK_1_0
using System;
using System.Security.Cryptography;

namespace NanoTlsMan.Ciphers.Device
{
    /// <summary>
    /// The firmware's class Aes on a PC, as its sources have it (System.Security.Cryptography 100.0.0.4): AES-128
    /// without padding, a new array for each call, no state between calls. HMACSHA256 and CipherMode of .NET serve as
    /// they are.
    /// </summary>
    internal sealed class Aes
    {
        internal Aes(CipherMode mode)
        {
            Mode = mode;

            if (mode == CipherMode.CBC)
            {
                IV = RandomNumberGenerator.GetBytes(16);
            }
        }

        internal CipherMode Mode { get; }

        internal byte[] Key { get; set; }

        internal byte[] IV { get; set; }

        internal byte[] Encrypt(byte[] data)
        {
            if (Key == null)
            {
                throw new InvalidOperationException();
            }

            if (Key.Length != 16 || data.Length % 16 != 0)
            {
                throw new ArgumentException();
            }

            using (System.Security.Cryptography.Aes aes = System.Security.Cryptography.Aes.Create())
            {
                aes.Key = Key;
                return Mode == CipherMode.ECB
                    ? aes.EncryptEcb(data, PaddingMode.None)
                    : aes.EncryptCbc(data, IV, PaddingMode.None);
            }
        }
    }
}
#endif
