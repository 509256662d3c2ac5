//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Wire;

namespace NanoTlsMan
{
    /// <summary>
    /// HMAC-SHA-256 (RFC 2104) under one key, with the derivations that are made of it: for a secret that is used more
    /// than once, so that what depends on the key alone is computed once.
    /// </summary>
    /// <remarks>
    /// Holds the key or what was computed of it, and is as secret. Not thread-safe. Of no use once disposed of.
    /// </remarks>
    public abstract class HmacKey : IDisposable
    {
        /// <summary>
        /// Computes the code of a message.
        /// </summary>
        /// <param name="data">Holds the message.</param>
        /// <param name="dataOffset">Where the message begins.</param>
        /// <param name="dataCount">Length of the message, in bytes.</param>
        /// <param name="mac">Receives the 32-byte code.</param>
        /// <param name="macOffset">Where the code begins.</param>
        public abstract void ComputeMac(byte[] data, int dataOffset, int dataCount, byte[] mac, int macOffset);

        /// <summary>
        /// Computes the pseudorandom function of TLS 1.2 with SHA-256 (RFC 5246, section 5), with the key as its
        /// secret.
        /// </summary>
        /// <param name="label">The label, as ASCII bytes.</param>
        /// <param name="seed">Holds the seed.</param>
        /// <param name="seedOffset">Where the seed begins.</param>
        /// <param name="seedCount">Length of the seed, in bytes.</param>
        /// <param name="output">Receives the result; it may not overlap the seed.</param>
        /// <param name="outputOffset">Where the result begins.</param>
        /// <param name="outputCount">Length of the result, in bytes.</param>
        public abstract void ComputePrf(
            byte[] label, byte[] seed, int seedOffset, int seedCount, byte[] output, int outputOffset,
            int outputCount);

        /// <summary>
        /// Expands the key, a pseudorandom one, into others: HKDF-Expand with SHA-256 (RFC 5869, section 2.3).
        /// </summary>
        /// <param name="info">Holds what the output is for.</param>
        /// <param name="infoOffset">Where that begins.</param>
        /// <param name="infoCount">Its length, in bytes.</param>
        /// <param name="output">Receives the result; it may not overlap the information.</param>
        /// <param name="outputOffset">Where the result begins.</param>
        /// <param name="outputCount">Length of the result, in bytes; at most 255 times 32.</param>
        /// <exception cref="ArgumentOutOfRangeException"><paramref name="outputCount"/> is negative or too
        /// large.</exception>
        public void ExpandKey(
            byte[] info, int infoOffset, int infoCount, byte[] output, int outputOffset, int outputCount)
        {
            const int Length = TranscriptHash.DigestLength;

            if (outputCount < 0 || outputCount > 255 * Length)
            {
                throw new ArgumentOutOfRangeException();
            }

            // T(i - 1), which the first block goes without, the information and the number of the block.
            byte[] message = new byte[Length + infoCount + 1];
            byte[] block = new byte[Length];
            int start = Length;

            Array.Copy(info, infoOffset, message, Length, infoCount);
            for (int number = 1; outputCount > 0; number++)
            {
                message[message.Length - 1] = (byte)number;
                ComputeMac(message, start, message.Length - start, block, 0);
                Array.Copy(block, 0, message, 0, Length);
                start = 0;

                int taken = outputCount < Length ? outputCount : Length;
                Array.Copy(block, 0, output, outputOffset, taken);
                outputOffset += taken;
                outputCount -= taken;
            }

            Bytes.Wipe(message);
            Bytes.Wipe(block);
        }

        /// <summary>
        /// Wipes the key. May be called more than once.
        /// </summary>
        public abstract void Dispose();
    }
}
