//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Security.Cryptography;

namespace NanoTlsMan.Host.Keys;

/// <summary>
/// A key pair on P-256.
/// </summary>
/// <param name="PrivateKey">The private key, 32 bytes.</param>
/// <param name="PublicKey">The point, 65 bytes.</param>
internal sealed record KeyPair(byte[] PrivateKey, byte[] PublicKey)
{
    /// <summary>
    /// Makes a new one.
    /// </summary>
    public static KeyPair Generate()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        return From(key.ExportParameters(true));
    }

    /// <summary>
    /// Takes the numbers of a key on P-256.
    /// </summary>
    public static KeyPair From(ECParameters parameters) =>
        new(parameters.D!, [4, .. parameters.Q.X!, .. parameters.Q.Y!]);
}
