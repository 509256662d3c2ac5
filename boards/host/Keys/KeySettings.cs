//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Host.Keys;

/// <summary>
/// What the command line says of public keys: our own, and whom to trust.
/// </summary>
internal sealed class KeySettings
{
    // A pre-shared key has the tag 1.
    private const int FirstTag = 2;

    /// <summary>Gets our own key pair that peers know by its raw public key, if there is one.</summary>
    public KeyPair? RawKey { get; init; }

    /// <summary>Gets our own key pair that has certificates, if there is one.</summary>
    public KeyPair? CertifiedKey { get; init; }

    /// <summary>Gets our certificates in DER, our own first.</summary>
    public IReadOnlyList<byte[]> Certificates { get; init; } = [];

    /// <summary>Gets the peers' keys that are trusted: SubjectPublicKeyInfo in DER, or SHA-256 values.</summary>
    public IReadOnlyList<byte[]> TrustedKeys { get; init; } = [];

    /// <summary>Gets the peers' certificates that are trusted, in DER.</summary>
    public IReadOnlyList<byte[]> TrustedCertificates { get; init; } = [];

    /// <summary>Gets the authorities' certificates in DER.</summary>
    public IReadOnlyList<byte[]> Anchors { get; init; } = [];

    /// <summary>Gets the name that is sent to the server instead of the host's.</summary>
    public string? ServerName { get; init; }

    /// <summary>Gets the application protocols, best first.</summary>
    public string[]? Protocols { get; init; }

    /// <summary>Gets the curves for key shares, best first.</summary>
    public NamedCurve[]? Curves { get; init; }

    /// <summary>Gets a value indicating whether anybody is trusted by a key or certificate.</summary>
    public bool HasTrust => TrustedKeys.Count + TrustedCertificates.Count + Anchors.Count > 0;

    /// <summary>Gets a value indicating whether there is a key pair of our own.</summary>
    public bool HasOwn => RawKey != null || CertifiedKey != null;

    /// <summary>
    /// Makes the options of sessions that it decides.
    /// </summary>
    /// <param name="isClient">Whether the sessions are a client's.</param>
    /// <param name="host">The host that a client was told to reach, if it was told one.</param>
    public TlsSessionOptions CreateOptions(bool isClient, string? host) => new()
    {
        // An authority has certified many servers, and this is to be the one that was asked for.
        TargetHost = isClient && Anchors.Count > 0 ? host : null,

        // A server that is told whom to trust lets nobody else in.
        ClientAuthentication = !isClient && HasTrust
            ? TlsClientAuthentication.Required
            : TlsClientAuthentication.None,
        ServerName = ServerName,
        ApplicationProtocols = Protocols,
        Curves = Curves,
    };

    /// <summary>
    /// Adds all of it to a store.
    /// </summary>
    public void AddTo(CredentialStore store)
    {
        int tag = FirstTag;

        if (CertifiedKey != null)
        {
            store.AddCertificate(tag++, CertifiedKey.PrivateKey, [.. Certificates]);
        }

        if (RawKey != null)
        {
            store.AddKeyPair(tag++, RawKey.PrivateKey, RawKey.PublicKey);
        }

        foreach (byte[] key in TrustedKeys)
        {
            store.TrustKey(tag++, key);
        }

        foreach (byte[] certificate in TrustedCertificates)
        {
            store.TrustCertificate(tag++, certificate);
        }

        foreach (byte[] anchor in Anchors)
        {
            store.TrustAnchor(tag++, anchor);
        }
    }
}
