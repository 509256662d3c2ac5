//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Native;

namespace NanoTlsMan.NativeStacks
{
    /// <summary>
    /// The ciphers of a native library, so that the managed stack runs on them: one native call for each record or
    /// derivation.
    /// </summary>
    public sealed class NativeCiphers : CipherProvider
    {
        private readonly int _index;
        private readonly string _name;

        private NativeCiphers(int index)
        {
            _index = index;
            _name = NativeText.GetCipherName(index);
        }

        /// <summary>
        /// Gets how many providers the firmware has; 0 if it has no native layer.
        /// </summary>
        public static int Count
        {
            get { return NativeProbe.IsPresent ? NativeCalls.GetCipherCount() : 0; }
        }

        /// <inheritdoc/>
        public override string Name
        {
            get { return _name; }
        }

        /// <summary>
        /// Gets the provider's place.
        /// </summary>
        internal int Index
        {
            get { return _index; }
        }

        /// <summary>
        /// Gets a provider by its place.
        /// </summary>
        /// <param name="index">The place, from 0 to <see cref="Count"/> - 1.</param>
        /// <returns>The provider, or <see langword="null"/> if there is none.</returns>
        public static NativeCiphers Get(int index)
        {
            return index < 0 || index >= Count ? null : new NativeCiphers(index);
        }

        /// <summary>
        /// Finds a provider by its name.
        /// </summary>
        /// <param name="name">The name of its library, as <c>mbedtls</c>.</param>
        /// <returns>The provider, or <see langword="null"/> if the firmware lacks it.</returns>
        public static NativeCiphers Find(string name)
        {
            int count = Count;

            for (int i = 0; i < count; i++)
            {
                if (NativeText.GetCipherName(i) == name)
                {
                    return new NativeCiphers(i);
                }
            }

            return null;
        }

        /// <inheritdoc/>
        public override bool Supports(AeadAlgorithm algorithm)
        {
            return NativeCalls.AeadSupports(_index, (int)algorithm) > 0;
        }

        /// <inheritdoc/>
        public override AeadCipher CreateAead(AeadAlgorithm algorithm, byte[] key, int offset, int count)
        {
            if (!Supports(algorithm))
            {
                throw new NotSupportedException();
            }

            return new NativeAead(Check(NativeCalls.AeadOpen(_index, (int)algorithm, key, offset, count)), algorithm);
        }

        /// <inheritdoc/>
        public override TranscriptHash CreateTranscriptHash()
        {
            return new NativeHash(Check(NativeCalls.HashOpen(_index)));
        }

        /// <inheritdoc/>
        public override void ComputeHmac(
            byte[] key, int keyOffset, int keyCount, byte[] data, int dataOffset, int dataCount, byte[] mac,
            int macOffset)
        {
            Check(
                NativeCalls.ComputeHmac(_index, key, keyOffset, keyCount, data, dataOffset, dataCount, mac, macOffset));
        }

        /// <inheritdoc/>
        public override void ComputePrf(
            byte[] secret, int secretOffset, int secretCount, byte[] label, byte[] seed, int seedOffset, int seedCount,
            byte[] output, int outputOffset, int outputCount)
        {
            Check(
                NativeCalls.ComputePrf(
                    _index, secret, secretOffset, secretCount, label, seed, seedOffset, seedCount, output,
                    outputOffset, outputCount));
        }

        /// <summary>
        /// Throws where a native call failed that only a fault of the caller's, or memory that ran out, can make fail.
        /// </summary>
        internal static int Check(int status)
        {
            if (status == NativeId.StatusNoMemory)
            {
                throw new OutOfMemoryException();
            }

            if (status == NativeId.StatusBadArgument)
            {
                throw new ArgumentOutOfRangeException();
            }

            if (status == NativeId.StatusBadHandle)
            {
                throw new ObjectDisposedException(null);
            }

            if (status < 0)
            {
                throw new InvalidOperationException();
            }

            return status;
        }
    }
}
