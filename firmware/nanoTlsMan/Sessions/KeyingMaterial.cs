//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Wire;

namespace NanoTlsMan
{
    /// <summary>
    /// Keying material from a session of version 1.2 (RFC 5705, section 4).
    /// </summary>
    internal static class KeyingMaterial
    {
        internal const int MasterSecretLength = 48;
        internal const int RandomsLength = 2 * ClientHelloView.RandomLength;

        private const int MaxContextLength = 65535;

        /// <summary>
        /// Checks what a caller asks for.
        /// </summary>
        /// <exception cref="ArgumentNullException">Label or output is missing.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The context is too long, or the stretch is not inside the
        /// output.</exception>
        /// <exception cref="ArgumentException">The label is the protocol's own.</exception>
        internal static void Check(byte[] label, byte[] context, byte[] output, int offset, int count)
        {
            if (label == null || output == null)
            {
                throw new ArgumentNullException();
            }

            if ((context != null && context.Length > MaxContextLength) || offset < 0 || count < 0
                || count > output.Length - offset)
            {
                throw new ArgumentOutOfRangeException();
            }

            // RFC 5705, section 4, and RFC 7627, section 4: with one of these the output would be a secret of the
            // protocol's.
            if (IsText(label, "client finished") || IsText(label, "server finished")
                || IsText(label, "master secret") || IsText(label, "key expansion")
                || IsText(label, "extended master secret"))
            {
                throw new ArgumentException();
            }
        }

        /// <summary>
        /// Makes the keying material.
        /// </summary>
        /// <param name="ciphers">Computes it.</param>
        /// <param name="masterSecret">Holds the master secret.</param>
        /// <param name="randoms">Holds the client's and the server's random value.</param>
        /// <param name="label">What the material is for.</param>
        /// <param name="context">What it is bound to, or <see langword="null"/>.</param>
        /// <param name="output">Receives it.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="count">How many bytes there are to be.</param>
        internal static void Derive(
            CipherProvider ciphers, byte[] masterSecret, byte[] randoms, byte[] label, byte[] context, byte[] output,
            int offset, int count)
        {
            byte[] seed = randoms;

            // No context and an empty one differ: the length is there or not.
            if (context != null)
            {
                seed = new byte[RandomsLength + 2 + context.Length];
                Array.Copy(randoms, 0, seed, 0, RandomsLength);
                WireWriter.PutUInt16(seed, RandomsLength, context.Length);
                Array.Copy(context, 0, seed, RandomsLength + 2, context.Length);
            }

            ciphers.ComputePrf(
                masterSecret, 0, MasterSecretLength, label, seed, 0, seed.Length, output, offset, count);
        }

        private static bool IsText(byte[] label, string text)
        {
            return AsciiText.IsAt(text, label, 0, label.Length);
        }
    }
}
