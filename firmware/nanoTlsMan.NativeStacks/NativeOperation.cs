//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Native;

namespace NanoTlsMan.NativeStacks
{
    /// <summary>
    /// A calculation with one key: what it takes is kept here, and the one step hands it over, calculates and wipes. No
    /// handle lives longer than that step.
    /// </summary>
    internal class NativeOperation : CurveOperation
    {
        private readonly int _ciphers;
        private readonly int _curve;
        private readonly int _goal;
        private readonly int _maxLength;
        private readonly byte[] _key;
        private int _firstId;
        private byte[] _first;
        private int _secondId;
        private byte[] _second;
        private byte[] _result;
        private bool _isHopeless;
        private bool _hasEnded;
        private bool _succeeded;

        /// <summary>Begins.</summary>
        /// <param name="ciphers">The place of the provider.</param>
        /// <param name="curve">The native number of the curve.</param>
        /// <param name="key">The key, which is kept, and wiped in the end.</param>
        /// <param name="goal">What is to be had of it, one of enum tlsman_curve_value.</param>
        /// <param name="maxLength">How long that is at most, in bytes.</param>
        internal NativeOperation(int ciphers, int curve, byte[] key, int goal, int maxLength)
        {
            _ciphers = ciphers;
            _curve = curve;
            _key = key;
            _goal = goal;
            _maxLength = maxLength;
        }

        /// <inheritdoc/>
        public override bool Succeeded
        {
            get { return _succeeded; }
        }

        /// <inheritdoc/>
        public override int ResultLength
        {
            get { return _result == null ? 0 : _result.Length; }
        }

        /// <summary>Gets the private or public key that the calculation is with.</summary>
        protected byte[] Key
        {
            get { return _key; }
        }

        /// <summary>
        /// Adds what the calculation takes beside the key; twice at most.
        /// </summary>
        /// <param name="id">What it is, one of enum tlsman_curve_value.</param>
        /// <param name="bytes">The bytes, which are kept, and wiped in the end.</param>
        /// <param name="isGood">Whether they can be what they are said to be; if not, the calculation fails.</param>
        internal void Add(int id, byte[] bytes, bool isGood)
        {
            _isHopeless |= !isGood;

            if (_first == null)
            {
                _firstId = id;
                _first = bytes;
            }
            else
            {
                _secondId = id;
                _second = bytes;
            }
        }

        /// <inheritdoc/>
        /// <exception cref="OutOfMemoryException">The firmware has no memory left.</exception>
        public override bool Step()
        {
            if (!_hasEnded)
            {
                // Whatever happens, it happens once.
                _hasEnded = true;

                if (!_isHopeless)
                {
                    Calculate();
                }

                Wipe();
            }

            return true;
        }

        /// <inheritdoc/>
        public override void GetResult(byte[] buffer, int offset)
        {
            if (_result == null)
            {
                throw new InvalidOperationException();
            }

            Array.Copy(_result, 0, buffer, offset, _result.Length);
        }

        /// <inheritdoc/>
        public override void Dispose()
        {
            _hasEnded = true;
            _succeeded = false;
            Wipe();
            Clear(_result);
            _result = null;
        }

        /// <summary>Does the one calculation, and ends with <see cref="End"/> if it succeeds.</summary>
        protected virtual void Calculate()
        {
            byte[] result = new byte[_maxLength];
            int status = Run(result, 0);

            if (_goal == NativeId.CurveIsSigned)
            {
                _succeeded = status == 1;
            }
            else if (status > 0)
            {
                End(result, status);
            }
        }

        /// <summary>
        /// Hands everything over, and gets what is to be had.
        /// </summary>
        /// <param name="result">Receives it.</param>
        /// <param name="offset">Where it begins.</param>
        /// <returns>Its length, or the answer; negative where the library refuses key, peer or signature.</returns>
        protected int Run(byte[] result, int offset)
        {
            int handle = Check(NativeCalls.AeadOpen(_ciphers, _curve, _key, 0, _key.Length));

            if (handle < 0)
            {
                return handle;
            }

            int status = Set(handle, _firstId, _first);

            status = status < 0 ? status : Set(handle, _secondId, _second);

            if (status >= 0)
            {
                status = _goal == NativeId.CurveIsSigned
                    ? NativeCalls.GetNumber(handle, _goal, 0)
                    : NativeCalls.GetBytes(handle, _goal, result, offset, result.Length - offset);
            }

            NativeCalls.FreeCipher(handle);
            return Check(status);
        }

        /// <summary>Keeps a result.</summary>
        protected void End(byte[] result, int length)
        {
            _result = new byte[length];
            Array.Copy(result, 0, _result, 0, length);
            Clear(result);
            _succeeded = true;
        }

        /// <summary>Wipes bytes, if there are any.</summary>
        protected static void Clear(byte[] bytes)
        {
            if (bytes != null)
            {
                Array.Clear(bytes, 0, bytes.Length);
            }
        }

        private static int Set(int handle, int id, byte[] bytes)
        {
            return bytes == null ? 0 : NativeCalls.SetBytes(handle, id, bytes, 0, bytes.Length);
        }

        /// <summary>What a peer can bring about is no exception.</summary>
        private static int Check(int status)
        {
            return status == NativeId.StatusBadArgument ? status : NativeCiphers.Check(status);
        }

        private void Wipe()
        {
            Clear(_key);
            Clear(_first);
            Clear(_second);
        }
    }
}
