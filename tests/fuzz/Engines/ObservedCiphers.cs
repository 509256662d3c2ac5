//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Ciphers;

namespace NanoTlsMan.Tests.Fuzz.Engines;

/// <summary>
/// Managed ciphers that note each secret which an engine makes, so that it can be looked for where it must not be.
/// </summary>
internal sealed class ObservedCiphers : CipherProvider
{
    private const int LabelTail = 9;

    private readonly ManagedCiphers _ciphers = new();

    /// <summary>Master secrets, key blocks, keys.</summary>
    public SecretSet Secrets { get; } = new();

    /// <summary>Which nonces were used.</summary>
    public NonceWatch Nonces { get; } = new();

    /// <summary>The master secret made last.</summary>
    public byte[] Master { get; private set; }

    /// <summary>For sabotage: what verify_data is to be, whatever was said; asked with the label.</summary>
    public Func<byte[], byte[]> Impostor { get; set; }

    public override string Name => _ciphers.Name;

    public override bool Supports(AeadAlgorithm algorithm) => _ciphers.Supports(algorithm);

    public override AeadCipher CreateAead(AeadAlgorithm algorithm, byte[] key, int offset, int count)
    {
        Secrets.Add(key.AsSpan(offset, count));
        return Nonces.Watch(_ciphers.CreateAead(algorithm, key, offset, count), key.AsSpan(offset, count));
    }

    public override TranscriptHash CreateTranscriptHash() => _ciphers.CreateTranscriptHash();

    public override void ComputeHmac(
        byte[] key,
        int keyOffset,
        int keyCount,
        byte[] data,
        int dataOffset,
        int dataCount,
        byte[] mac,
        int macOffset) =>
        _ciphers.ComputeHmac(key, keyOffset, keyCount, data, dataOffset, dataCount, mac, macOffset);

    public override void ComputePrf(
        byte[] secret,
        int secretOffset,
        int secretCount,
        byte[] label,
        byte[] seed,
        int seedOffset,
        int seedCount,
        byte[] output,
        int outputOffset,
        int outputCount)
    {
        _ciphers.ComputePrf(
            secret, secretOffset, secretCount, label, seed, seedOffset, seedCount, output, outputOffset, outputCount);

        byte[] made = output.AsSpan(outputOffset, outputCount).ToArray();

        // "client finished" and "server finished" make what is no secret.
        if (label.AsSpan().EndsWith(" finished"u8[..LabelTail]))
        {
            Impostor?.Invoke(label)?.CopyTo(output, outputOffset);
            return;
        }

        Secrets.Add(made);
        Master = label.AsSpan().EndsWith("master secret"u8) ? made : Master;
    }
}
