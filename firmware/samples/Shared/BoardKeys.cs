//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

#if NANOFRAMEWORK_1_0 && PUBLIC_KEYS
using NanoTlsMan.Ciphers;
using NanoTlsMan.Ciphers.PublicKey;
using NanoTlsMan.Managed;
using NanoTlsMan.Managed.PublicKey;
#if CERTIFICATES
using NanoTlsMan.X509;
#endif

namespace NanoTlsMan.Samples
{
    /// <summary>
    /// Public keys in place of a pre-shared one, for projects that define PUBLIC_KEYS: raw ones, or certificates where
    /// CERTIFICATES is defined as well. Without the symbols nothing here is compiled, so that a program with a
    /// pre-shared key needs none of the assemblies.
    /// </summary>
    internal static class BoardKeys
    {
        /// <summary>
        /// Creates a manager whose stack has public keys.
        /// </summary>
        /// <returns>The manager.</returns>
        public static TlsMan CreateManager()
        {
            CipherProvider ciphers = new ManagedCiphers();
            RandomSource random = new BoardRandom();
            TlsMan man = new TlsMan(ciphers, random);
#if CERTIFICATES
            ManagedSignatures signatures = new ManagedSignatures(ciphers);
            PublicKeyExchanges exchanges = new PublicKeyExchanges(
                new ManagedCurves(ciphers), signatures, new X509Verifier(signatures, ciphers));
#else
            PublicKeyExchanges exchanges = new PublicKeyExchanges(new ManagedCurves(ciphers));
#endif

            man.LoadStack(new ManagedStack(ciphers, random, exchanges));
            return man;
        }

        /// <summary>
        /// Creates the options of a server that lets in only those whom it trusts.
        /// </summary>
        /// <returns>The options.</returns>
        public static TlsSessionOptions CreateServerOptions()
        {
            return new TlsSessionOptions { ClientAuthentication = TlsClientAuthentication.Required };
        }

        /// <summary>
        /// Reads what the board has.
        /// </summary>
        /// <returns>Its own key, and whom it trusts. A client that trusts an authority sets TargetHost as
        /// well.</returns>
        public static CredentialStore ReadCredentials()
        {
            CredentialStore keys = new CredentialStore();

#if CERTIFICATES
            keys.AddCertificate(1, Board.ReadPrivateKey(), Board.ReadCertificates());
            keys.TrustAnchor(2, Board.ReadAuthority());
#else
            keys.AddKeyPair(1, Board.ReadPrivateKey(), Board.ReadPublicKey());
            keys.TrustKey(2, Board.ReadPeerKey());
#endif
            return keys;
        }
    }
}
#endif
