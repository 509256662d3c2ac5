//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Ciphers.PublicKey
{
    /// <summary>
    /// Arithmetic modulo a prime, on nine limbs of 29 bits (P-384: fourteen of 28) in a <see cref="long"/> each,
    /// signed: the products of a column fit without a carry, so that a product costs four instructions of the
    /// interpreter, and a difference needs no multiple of the prime in front.
    /// </summary>
    /// <remarks>
    /// A factor's limbs are less than 2^29 and an eighth in magnitude; those of one of the two may be twice that, as a
    /// sum's are. Nothing branches on a value. Results may replace arguments.
    /// </remarks>
    internal abstract class Field
    {
        /// <summary>Gets how many limbs a number has.</summary>
        public virtual int Count
        {
            get { return Limbs.Count; }
        }

        /// <summary>Makes the prime.</summary>
        public abstract long[] CreateModulus();

        /// <summary>Makes the number with which a plain number is multiplied to enter the field's form.</summary>
        public abstract long[] CreateEntry();

        /// <summary>Makes the powers that lead to the inverse, as <see cref="FieldPower"/> reads them.</summary>
        public abstract byte[] CreateInversion();

        /// <summary>Adds without carries.</summary>
        public virtual void Add(long[] r, long[] a, long[] b)
        {
            Limbs.Add(r, a, b);
        }

        /// <summary>Subtracts without carries.</summary>
        public virtual void Subtract(long[] r, long[] a, long[] b)
        {
            Limbs.Subtract(r, a, b);
        }

        /// <summary>Multiplies.</summary>
        public abstract void Multiply(long[] r, long[] a, long[] b);

        /// <summary>Squares; the limbs may not be those of a sum.</summary>
        public abstract void Square(long[] r, long[] a);

        /// <summary>
        /// Adds two numbers times small ones, with carries, so that the result may be a factor anywhere.
        /// </summary>
        public abstract void Combine(long[] r, long[] a, long forA, long[] b, long forB);
    }
}
