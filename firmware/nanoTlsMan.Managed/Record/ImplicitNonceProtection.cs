//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Managed.Record
{
    /// <summary>
    /// Protects records whose nonce is made of their number alone, so that no part of it is sent (RFC 7905, section 2).
    /// A class of its own, so that records of AES suites pay for no field of it.
    /// </summary>
    internal sealed class ImplicitNonceProtection : RecordProtection
    {
        private readonly byte[] _mask = new byte[NumberLength];

        internal ImplicitNonceProtection(AeadCipher cipher, byte[] nonce, int nonceOffset)
            : base(cipher, nonce, nonceOffset)
        {
            Array.Copy(nonce, nonceOffset + SuiteParameters.SaltLength, _mask, 0, NumberLength);
        }

        /// <inheritdoc/>
        internal override int ExplicitNonceLength
        {
            get { return 0; }
        }

        /// <inheritdoc/>
        public override void Dispose()
        {
            base.Dispose();
            Array.Clear(_mask, 0, NumberLength);
        }

        /// <inheritdoc/>
        protected override void WriteNonce(byte[] number, int numberOffset, byte[] buffer, int offset)
        {
            MaskNumber(number, numberOffset);
        }

        /// <inheritdoc/>
        protected override void ReadNonce(byte[] number, int numberOffset, byte[] buffer, int offset)
        {
            MaskNumber(number, numberOffset);
        }

        // The number, with zeros before it, is combined with the nonce of the key block.
        private void MaskNumber(byte[] number, int offset)
        {
            byte[] scratch = Scratch;

            for (int i = 0; i < NumberLength; i++)
            {
                scratch[SuiteParameters.SaltLength + i] = (byte)(number[offset + i] ^ _mask[i]);
            }
        }
    }
}
