//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Ciphers.PublicKey
{
    /// <summary>
    /// RSAVP1 (RFC 8017, section 5.2.2): the power of a signature with a public exponent, bit by bit from the top.
    /// </summary>
    /// <remarks>
    /// The exponent is odd. So the last product is with the signature itself, not in Montgomery's form, which takes the
    /// result out of the form as well.
    /// </remarks>
    internal sealed class RsaPower
    {
        private readonly Montgomery _field;
        private readonly long _exponent;
        private readonly long[] _signature;
        private readonly MontgomeryEntry _entry;
        private long _bit;
        private bool _squared;

        /// <summary>Begins; the signature is less than the modulus.</summary>
        public RsaPower(RsaPublicKey key, long[] signature)
        {
            _field = key.Field;
            _exponent = key.Exponent;
            _signature = signature;
            _entry = new MontgomeryEntry(_field, (long[])signature.Clone());
        }

        /// <summary>Gets the power, less than the modulus, once all steps are done.</summary>
        public long[] Number { get; private set; }

        /// <summary>Does some of the products.</summary>
        /// <returns><see langword="true"/> once the power is there.</returns>
        public bool Step()
        {
            if (Number == null)
            {
                if (_entry.Step())
                {
                    Number = (long[])_entry.Number.Clone();
                    _bit = 1;
                    while (_bit << 1 <= _exponent)
                    {
                        _bit <<= 1;
                    }

                    _bit >>= 1;
                }

                return false;
            }

            if (!_squared)
            {
                _squared = _field.Step(Number, Number, Number);
                if (_squared && (_exponent & _bit) == 0)
                {
                    Next();
                }

                return false;
            }

            if (!_field.Step(Number, Number, _bit == 1 ? _signature : _entry.Number))
            {
                return false;
            }

            Next();
            if (_bit > 0)
            {
                return false;
            }

            _field.Reduce(Number);
            return true;
        }

        private void Next()
        {
            _bit >>= 1;
            _squared = false;
        }
    }
}
