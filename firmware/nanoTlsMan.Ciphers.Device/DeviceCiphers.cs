//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Security.Cryptography;

namespace NanoTlsMan.Ciphers.Device
{
    /// <summary>
    /// Ciphers on the classes of stock firmware, nanoFramework.System.Security.Cryptography: AES in native code, with
    /// two native calls for each KiB of a record, and HMAC in native code. SHA-256 of the transcript is managed, for
    /// the firmware has none.
    /// </summary>
    /// <remarks>
    /// <para>Stock firmware of ESP32 boards, ORGPAL_PALTHREE and ST_STM32F769I_DISCOVERY has these classes. A firmware
    /// without them refuses the assembly.</para>
    /// <para>There is no GCM: the classes have none, and a GHASH of its own would outweigh what they save.</para>
    /// <para>The classes take and give whole arrays, so each call allocates, unlike those of other providers:</para>
    /// <list type="bullet">
    /// <item>a record: for each KiB two arrays as the classes take them and two as they give them, each of the record's
    /// length plus 16 to 48 bytes;</item>
    /// <item>an HMAC: copies of key and message, and the code;</item>
    /// <item>a PRF: a copy of the secret, two arrays of 32 bytes more than label and seed, two of 32 bytes, and for
    /// each 32 bytes of output two codes.</item>
    /// </list>
    /// <para>All of them are wiped after use. The firmware's own work buffers, which hold keystream and codes, are
    /// freed unwiped and out of reach.</para>
    /// </remarks>
    public sealed class DeviceCiphers : CipherProvider
    {
        /// <inheritdoc/>
        public override string Name
        {
            get { return "device"; }
        }

        /// <inheritdoc/>
        public override bool Supports(AeadAlgorithm algorithm)
        {
            return algorithm == AeadAlgorithm.Aes128Ccm || algorithm == AeadAlgorithm.Aes128Ccm8;
        }

        /// <inheritdoc/>
        public override AeadCipher CreateAead(AeadAlgorithm algorithm, byte[] key, int offset, int count)
        {
            if (!Supports(algorithm))
            {
                throw new NotSupportedException();
            }

            if (count != DeviceAesCcm.KeyLength)
            {
                throw new ArgumentOutOfRangeException();
            }

            return new DeviceAesCcm(key, offset, algorithm == AeadAlgorithm.Aes128Ccm8 ? 8 : 16);
        }

        /// <inheritdoc/>
        public override RecordNumberCipher CreateRecordNumberCipher(AeadAlgorithm algorithm, byte[] key, int offset)
        {
            return new DeviceRecordNumberCipher(key, offset);
        }

        /// <inheritdoc/>
        public override TranscriptHash CreateTranscriptHash()
        {
            return new Sha256();
        }

        /// <inheritdoc/>
        public override void ComputeHmac(
            byte[] key, int keyOffset, int keyCount, byte[] data, int dataOffset, int dataCount, byte[] mac,
            int macOffset)
        {
            byte[] wholeKey = Copy(key, keyOffset, keyCount);
            byte[] message = Copy(data, dataOffset, dataCount);

            ComputeHmac(wholeKey, message, mac, macOffset, TranscriptHash.DigestLength);
            Array.Clear(wholeKey, 0, wholeKey.Length);
            Array.Clear(message, 0, message.Length);
        }

        /// <inheritdoc/>
        public override void ComputePrf(
            byte[] secret,
            int secretOffset,
            int secretCount,
            byte[] label,
            byte[] seed,
            int seedOffset,
            int seedCount,
            byte[] output,
            int outputOffset,
            int outputCount)
        {
            // P_SHA256 (RFC 5246, section 5): A(i) is the code of A(i - 1), A(0) is label and seed, and a block of
            // output is the code of all three.
            byte[] key = Copy(secret, secretOffset, secretCount);
            byte[] a = new byte[TranscriptHash.DigestLength];
            byte[] first = new byte[label.Length + seedCount];
            byte[] message = new byte[a.Length + first.Length];

            Array.Copy(label, 0, first, 0, label.Length);
            Array.Copy(seed, seedOffset, first, label.Length, seedCount);
            Array.Copy(first, 0, message, a.Length, first.Length);
            ComputeHmac(key, first, a, 0, a.Length);

            while (true)
            {
                int taken = outputCount < a.Length ? outputCount : a.Length;

                Array.Copy(a, 0, message, 0, a.Length);
                ComputeHmac(key, message, output, outputOffset, taken);
                outputOffset += taken;
                outputCount -= taken;

                if (outputCount == 0)
                {
                    break;
                }

                ComputeHmac(key, a, a, 0, a.Length);
            }

            Array.Clear(key, 0, key.Length);
            Array.Clear(a, 0, a.Length);
            Array.Clear(first, 0, first.Length);
            Array.Clear(message, 0, message.Length);
        }

        private static void ComputeHmac(byte[] key, byte[] message, byte[] mac, int offset, int count)
        {
            byte[] code = HMACSHA256.HashData(key, message);

            Array.Copy(code, 0, mac, offset, count);
            Array.Clear(code, 0, code.Length);
        }

        private static byte[] Copy(byte[] source, int offset, int count)
        {
            byte[] copy = new byte[count];

            Array.Copy(source, offset, copy, 0, count);
            return copy;
        }
    }
}
