//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.X509
{
    /// <summary>
    /// The rule by which a chain of certificates was refused.
    /// </summary>
    public enum CertificateRule
    {
        /// <summary>No rule is broken, or nothing is decided yet.</summary>
        None,

        /// <summary>The peer sent no certificate. Give it one, or do not ask for it.</summary>
        NoCertificate,

        /// <summary>A certificate or the list is not encoded as it has to be (DER, RFC 5280). Have it issued
        /// again.</summary>
        Malformed,

        /// <summary>A certificate is longer than <see cref="CertificateTrust.MaxCertificateLength"/>.</summary>
        TooLarge,

        /// <summary>The list has more certificates than <see cref="CertificateTrust.MaxCertificates"/>. Let the peer
        /// send those only that lead to an anchor.</summary>
        TooManyCertificates,

        /// <summary>The path has more certificates than <see cref="CertificateTrust.MaxDepth"/>. Trust an authority
        /// nearer to the peer, or allow more.</summary>
        TooDeep,

        /// <summary>The chain needs more signatures or comparisons than are allowed. Honest chains do not, unless
        /// several authorities have one name and no key identifiers.</summary>
        TooMuchWork,

        /// <summary>The peer's certificate is not of version 3 (RFC 5246, section 7.4.2). Have it issued
        /// again.</summary>
        UnsupportedVersion,

        /// <summary>What a certificate says of its signature's algorithm inside and outside of what is signed differs
        /// (RFC 5280, section 4.1.1.2).</summary>
        AlgorithmMismatch,

        /// <summary>A certificate has one extension twice (RFC 5280, section 4.2).</summary>
        DuplicateExtension,

        /// <summary>A certificate has a critical extension that is not known here, and may not be used without
        /// (RFC 5280, section 4.2).</summary>
        CriticalExtension,

        /// <summary>A DNS name of a certificate holds a zero, a space or what is not ASCII. Have it issued
        /// again.</summary>
        BadName,

        /// <summary>The peer's certificate is for other hosts. Connect to one of its names, or have it issued for this
        /// one. A wildcard stands for one label, and an IP address has to be there as such.</summary>
        WrongHost,

        /// <summary>The peer's certificate has no subjectAltName with hosts; the common name of its subject is not
        /// looked at (RFC 9525). Have it issued with one.</summary>
        NoNames,

        /// <summary>The program trusts an authority and named no host, so that everybody with a certificate of this
        /// authority would do. Name the host, pin the peer's key, or set
        /// <see cref="CertificateTrust.DangerousAllowAnyHost"/>.</summary>
        NoHost,

        /// <summary>The board's clock is not set. Set it (SNTP), or set
        /// <see cref="CertificateTrust.DangerousAllowNoClock"/>.</summary>
        NoClock,

        /// <summary>A certificate is not valid yet. Look at the clock.</summary>
        NotYetValid,

        /// <summary>A certificate is not valid any more. Renew it; or look at the clock.</summary>
        Expired,

        /// <summary>keyUsage does not let a key do what it does here: sign the handshake (digitalSignature), or
        /// certificates (keyCertSign).</summary>
        WrongKeyUsage,

        /// <summary>extendedKeyUsage does not name the peer's role, serverAuth or clientAuth, in its certificate or an
        /// authority's.</summary>
        WrongExtendedKeyUsage,

        /// <summary>A key is neither on P-256 or P-384 nor RSA of at most 4,096 bits.</summary>
        UnsupportedKey,

        /// <summary>A key is RSA of less than 2,048 bits.</summary>
        WeakKey,

        /// <summary>A signature's algorithm is not one of <see cref="SignatureScheme"/>, does not go with its key, or
        /// cannot be verified by this program.</summary>
        UnsupportedSignature,

        /// <summary>A certificate's signature is wrong: it was changed, or an authority of the same name has another
        /// key.</summary>
        BadSignature,

        /// <summary>Nobody has the name, and the key's identifier, of a certificate's issuer: neither an anchor nor a
        /// certificate of the list. Let the peer send its intermediate certificates, or trust the authority.</summary>
        UnknownIssuer,

        /// <summary>The chain ends in a self-signed certificate that is not trusted. Trust it, if it is the right
        /// one.</summary>
        SelfSigned,

        /// <summary>An issuer is no authority by its basicConstraints (RFC 5280, section 4.2.1.9).</summary>
        NotAnAuthority,

        /// <summary>More authorities are below one than its pathLenConstraint allows.</summary>
        PathTooLong,

        /// <summary>A name is outside of an authority's name constraints (RFC 5280, section 4.2.1.10).</summary>
        NameNotPermitted,

        /// <summary>An authority constrains names of a kind that a certificate below it has, and that is not judged
        /// here: all but DNS names, IP addresses and permitted directory names.</summary>
        UnsupportedConstraint,

        /// <summary>No key and no certificate of the path is pinned. If the peer's key was changed on purpose, pin the
        /// new one.</summary>
        NotPinned,
    }
}
