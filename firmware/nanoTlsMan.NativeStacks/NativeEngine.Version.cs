//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Native;

namespace NanoTlsMan.NativeStacks
{
    /// <summary>
    /// Which version a session has become.
    /// </summary>
    internal sealed partial class NativeEngine
    {
        private TlsVersions _version;

        /// <inheritdoc/>
        public override TlsVersions Version
        {
            get { return _version; }
        }

        private TlsVersions GetVersion()
        {
            bool isDatagram = _kind == TlsTransportKind.Datagram;

            return NativeCalls.GetNumber(_handle, NativeId.NumberVersion, 0) == NativeId.Version13
                ? (isDatagram ? TlsVersions.Dtls13 : TlsVersions.Tls13)
                : (isDatagram ? TlsVersions.Dtls12 : TlsVersions.Tls12);
        }
    }
}
