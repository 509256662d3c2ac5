//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Security.Cryptography;
using ManagedCiphers = NanoTlsMan.Ciphers.ManagedCiphers;

namespace NanoTlsMan.Host.Ciphers;

/// <summary>
/// The ciphers of .NET, which are the operating system's: for a PC as a gateway, where the managed ones would be the
/// slowest part. What is derived, and in which order, is still the managed stack's.
/// </summary>
/// <remarks>
/// A forged record costs an exception of .NET's, some ten microseconds, which is caught here. Copies that the system's
/// library makes of keys are that library's to wipe, when a cipher is disposed of.
/// </remarks>
internal sealed class HostCiphers : CipherProvider
{
    private const int AesKeyLength = 16;
    private const int ChaChaKeyLength = 32;
    private const int LongTag = 16;
    private const int ShortTag = 8;

    /// <inheritdoc/>
    public override string Name => "host";

    /// <inheritdoc/>
    public override bool Supports(AeadAlgorithm algorithm) => algorithm switch
    {
        AeadAlgorithm.Aes128Gcm => AesGcm.IsSupported,
        AeadAlgorithm.Aes128Ccm or AeadAlgorithm.Aes128Ccm8 => AesCcm.IsSupported,
        AeadAlgorithm.ChaCha20Poly1305 => ChaCha20Poly1305.IsSupported,
        _ => false,
    };

    /// <inheritdoc/>
    public override AeadCipher CreateAead(AeadAlgorithm algorithm, byte[] key, int offset, int count)
    {
        if (!Supports(algorithm))
        {
            throw new NotSupportedException($"{algorithm} is not among this system's ciphers.");
        }

        ArgumentOutOfRangeException.ThrowIfNotEqual(count, GetKeyLength(algorithm));

        ReadOnlySpan<byte> own = key.AsSpan(offset, count);

        switch (algorithm)
        {
            case AeadAlgorithm.Aes128Gcm:
                AesGcm gcm = new(own, LongTag);

                return new HostAead(gcm, LongTag, gcm.Encrypt, gcm.Decrypt);

            case AeadAlgorithm.ChaCha20Poly1305:
                ChaCha20Poly1305 chaCha = new(own);

                return new HostAead(chaCha, LongTag, chaCha.Encrypt, chaCha.Decrypt);

            default:
                AesCcm ccm = new(own);

                return new HostAead(
                    ccm, algorithm == AeadAlgorithm.Aes128Ccm8 ? ShortTag : LongTag, ccm.Encrypt, ccm.Decrypt);
        }
    }

    /// <inheritdoc/>
    public override RecordNumberCipher CreateRecordNumberCipher(AeadAlgorithm algorithm, byte[] key, int offset)
    {
        // .NET has ChaCha20 together with Poly1305 only.
        return algorithm == AeadAlgorithm.ChaCha20Poly1305
            ? new ManagedCiphers().CreateRecordNumberCipher(algorithm, key, offset)
            : new HostRecordNumberCipher(key.AsSpan(offset, AesKeyLength));
    }

    /// <inheritdoc/>
    public override TranscriptHash CreateTranscriptHash() => new HostTranscriptHash();

    /// <inheritdoc/>
    public override HmacKey CreateHmacKey(byte[] key, int offset, int count) =>
        new HostHmacKey(key.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void ComputeHmac(
        byte[] key, int keyOffset, int keyCount, byte[] data, int dataOffset, int dataCount, byte[] mac, int macOffset)
    {
        HMACSHA256.HashData(
            key.AsSpan(keyOffset, keyCount), data.AsSpan(dataOffset, dataCount),
            mac.AsSpan(macOffset, TranscriptHash.DigestLength));
    }

    /// <inheritdoc/>
    public override void ComputePrf(
        byte[] secret, int secretOffset, int secretCount, byte[] label, byte[] seed, int seedOffset, int seedCount,
        byte[] output, int outputOffset, int outputCount)
    {
        using HostHmacKey key = new(secret.AsSpan(secretOffset, secretCount));

        key.ComputePrf(label, seed, seedOffset, seedCount, output, outputOffset, outputCount);
    }

    private static int GetKeyLength(AeadAlgorithm algorithm) =>
        algorithm == AeadAlgorithm.ChaCha20Poly1305 ? ChaChaKeyLength : AesKeyLength;
}
