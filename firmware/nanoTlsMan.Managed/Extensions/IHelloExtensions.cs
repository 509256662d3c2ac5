//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed.Extensions
{
    /// <summary>
    /// Extensions that belong to a way of exchanging keys: who does not load it does not pay for them.
    /// </summary>
    internal interface IHelloExtensions
    {
        /// <summary>Gets a value indicating whether there is anything to write.</summary>
        bool IsEmpty { get; }

        /// <summary>
        /// Writes what is offered, or answered.
        /// </summary>
        /// <param name="writer">Receives it.</param>
        void Write(WireWriter writer);

        /// <summary>
        /// Reads an extension.
        /// </summary>
        /// <param name="type">Its type.</param>
        /// <param name="reader">Stands at its data and ends with it.</param>
        /// <param name="error">Receives what is wrong, or <see cref="TlsErrorCause.None"/>.</param>
        /// <returns><see langword="false"/> if it is none of these; otherwise, <see langword="true"/>.</returns>
        bool TryRead(int type, WireReader reader, out TlsErrorCause error);
    }
}
