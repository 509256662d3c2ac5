//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Managed.Extensions;
using NanoTlsMan.Managed.PublicKey.Extensions;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed13.Extensions
{
    /// <summary>
    /// What a server answers in EncryptedExtensions of keys, names and protocols (RFC 9846, section 4.3.1).
    /// </summary>
    internal sealed class KeyAnswers : IHelloExtensions
    {
        private readonly HelloKeys _keys;

        internal KeyAnswers(HelloKeys keys)
        {
            _keys = keys;
        }

        /// <inheritdoc/>
        public bool IsEmpty
        {
            get { return _keys.Present == 0; }
        }

        /// <inheritdoc/>
        public void Write(WireWriter writer)
        {
            ServerNameExtension.Write(writer, _keys);
            ApplicationProtocolsExtension.Write(writer, _keys);
            CertificateTypeExtension.Write(writer, _keys);
        }

        /// <inheritdoc/>
        public bool TryRead(int type, WireReader reader, out TlsErrorCause error)
        {
            error = TlsErrorCause.None;
            return false;
        }
    }
}
