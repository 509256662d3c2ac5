//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Security.Cryptography;

namespace NanoTlsMan.Host.Ciphers;

/// <summary>
/// .NET's HMAC-SHA-256 under one key, which it prepares once: that is two thirds of what a short message costs.
/// </summary>
internal sealed class HostHmacKey(ReadOnlySpan<byte> key) : HmacKey
{
    private readonly IncrementalHash _hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);

    /// <inheritdoc/>
    public override void ComputeMac(byte[] data, int dataOffset, int dataCount, byte[] mac, int macOffset) =>
        Compute(data.AsSpan(dataOffset, dataCount), mac.AsSpan(macOffset, TranscriptHash.DigestLength));

    /// <inheritdoc/>
    public override void ComputePrf(
        byte[] label, byte[] seed, int seedOffset, int seedCount, byte[] output, int outputOffset, int outputCount)
    {
        // P_SHA256 (RFC 5246, section 5): A(i) is the code of A(i - 1), A(0) is label and seed, and a block of output
        // is the code of all three.
        Span<byte> left = output.AsSpan(outputOffset, outputCount);
        byte[] message = [.. new byte[TranscriptHash.DigestLength], .. label, .. seed.AsSpan(seedOffset, seedCount)];
        Span<byte> a = message.AsSpan(0, TranscriptHash.DigestLength);
        Span<byte> block = stackalloc byte[TranscriptHash.DigestLength];

        Compute(message.AsSpan(a.Length), a);

        while (left.Length > 0)
        {
            Compute(message, block);

            int taken = Math.Min(left.Length, block.Length);

            block[..taken].CopyTo(left);
            left = left[taken..];

            if (left.Length > 0)
            {
                Compute(a, a);
            }
        }

        CryptographicOperations.ZeroMemory(message);
        CryptographicOperations.ZeroMemory(block);
    }

    /// <inheritdoc/>
    public override void Dispose() => _hmac.Dispose();

    private void Compute(ReadOnlySpan<byte> message, Span<byte> mac)
    {
        _hmac.AppendData(message);
        _hmac.GetHashAndReset(mac);
    }
}
