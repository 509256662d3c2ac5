//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.NativeStacks
{
    /// <summary>
    /// A key pair (FIPS 186-4, section B.4.2: by testing candidates).
    /// </summary>
    internal sealed class NativeKeyGeneration : NativeOperation
    {
        // A source whose candidates are all refused is broken: one in 2^32 is.
        private const int MaxTries = 4;

        private readonly RandomSource _random;
        private readonly int _publicLength;

        /// <summary>Begins.</summary>
        internal NativeKeyGeneration(int ciphers, int curve, int scalarLength, int publicLength, RandomSource random)
            : base(ciphers, curve, new byte[scalarLength], NativeId.CurvePublicKey, publicLength)
        {
            _random = random;
            _publicLength = publicLength;
        }

        /// <inheritdoc/>
        protected override void Calculate()
        {
            byte[] key = Key;
            byte[] pair = new byte[key.Length + _publicLength];

            for (int i = 0; i < MaxTries && _random.TryFill(key, 0, key.Length); i++)
            {
                if (Run(pair, key.Length) > 0)
                {
                    System.Array.Copy(key, 0, pair, 0, key.Length);
                    End(pair, pair.Length);
                    return;
                }
            }
        }
    }
}
