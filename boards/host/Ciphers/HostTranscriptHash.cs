//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Security.Cryptography;

namespace NanoTlsMan.Host.Ciphers;

/// <summary>
/// A running SHA-256 of .NET's.
/// </summary>
internal sealed class HostTranscriptHash : TranscriptHash
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <inheritdoc/>
    public override void Update(byte[] buffer, int offset, int count) => _hash.AppendData(buffer, offset, count);

    /// <inheritdoc/>
    public override void GetDigest(byte[] digest, int offset) =>
        _hash.GetCurrentHash(digest.AsSpan(offset, DigestLength));

    /// <inheritdoc/>
    public override void Reset()
    {
        Span<byte> forgotten = stackalloc byte[DigestLength];

        _hash.GetHashAndReset(forgotten);
        CryptographicOperations.ZeroMemory(forgotten);
    }

    /// <inheritdoc/>
    public override void Dispose() => _hash.Dispose();
}
