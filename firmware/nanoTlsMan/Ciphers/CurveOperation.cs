//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan
{
    /// <summary>
    /// One calculation with keys, cut into steps, so that whoever serves several peers can turn to another between two
    /// of them.
    /// </summary>
    public abstract class CurveOperation : IDisposable
    {
        /// <summary>
        /// Gets a value indicating whether the calculation has ended well: a key or signature was made, a shared secret
        /// agreed, a signature found right. False before the end.
        /// </summary>
        public abstract bool Succeeded { get; }

        /// <summary>
        /// Gets the length of the result, in bytes; 0 before the end, after a failure, and for a verification.
        /// </summary>
        public abstract int ResultLength { get; }

        /// <summary>
        /// Does the next piece of the work.
        /// </summary>
        /// <returns><see langword="true"/> once the calculation has ended.</returns>
        public abstract bool Step();

        /// <summary>
        /// Copies the result, of <see cref="ResultLength"/> bytes: for a key pair the 32-byte private key and after it
        /// the public key.
        /// </summary>
        /// <param name="buffer">Receives the result.</param>
        /// <param name="offset">Where it begins.</param>
        public abstract void GetResult(byte[] buffer, int offset);

        /// <summary>
        /// Wipes what is secret. May be called at any time, and more than once.
        /// </summary>
        public abstract void Dispose();
    }
}
