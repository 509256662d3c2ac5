//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Managed.PublicKey
{
    /// <summary>
    /// How a cipher suite exchanges keys, and who authenticates.
    /// </summary>
    internal enum ExchangeKind
    {
        /// <summary>With a pre-shared key alone (RFC 4279).</summary>
        Psk,

        /// <summary>With key shares, and a pre-shared key that authenticates both (RFC 5489).</summary>
        EcdhePsk,

        /// <summary>With key shares, and an ECDSA key that authenticates the server (RFC 8422).</summary>
        EcdheEcdsa,

        /// <summary>With key shares, and an RSA key that authenticates the server (RFC 8422).</summary>
        EcdheRsa,
    }
}
