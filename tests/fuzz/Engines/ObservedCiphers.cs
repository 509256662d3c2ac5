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
    private const int ExpandedLabelOffset = 3;

    private readonly ManagedCiphers _ciphers = new();
    private long _noted;

    /// <summary>Master secrets, key blocks, keys.</summary>
    public SecretSet Secrets { get; } = new();

    /// <summary>Which nonces were used.</summary>
    public NonceWatch Nonces { get; } = new();

    /// <summary>What watching has allocated, in bytes: no part of what a session costs.</summary>
    public long Allocated => Nonces.Allocated + _noted;

    /// <summary>How many keys were put to use.</summary>
    public int KeyCount { get; private set; }

    /// <summary>The master secret made last.</summary>
    public byte[] Master { get; private set; }

    /// <summary>For sabotage: what verify_data is to be, whatever was said; asked with the label.</summary>
    public Func<byte[], byte[]> Impostor { get; set; }

    /// <summary>The same of 1.3; asked with the key of the Finished.</summary>
    public Func<byte[], byte[]> ImpostorOfKey { get; set; }

    public override string Name => _ciphers.Name;

    public override bool Supports(AeadAlgorithm algorithm) => _ciphers.Supports(algorithm);

    public override AeadCipher CreateAead(AeadAlgorithm algorithm, byte[] key, int offset, int count)
    {
        KeyCount++;
        Note(key.AsSpan(offset, count));
        return Nonces.Watch(_ciphers.CreateAead(algorithm, key, offset, count), key.AsSpan(offset, count));
    }

    public override RecordNumberCipher CreateRecordNumberCipher(AeadAlgorithm algorithm, byte[] key, int offset) =>
        _ciphers.CreateRecordNumberCipher(algorithm, key, offset);

    public override TranscriptHash CreateTranscriptHash() => _ciphers.CreateTranscriptHash();

    public override void ComputeHmac(
        byte[] key,
        int keyOffset,
        int keyCount,
        byte[] data,
        int dataOffset,
        int dataCount,
        byte[] mac,
        int macOffset)
    {
        _ciphers.ComputeHmac(key, keyOffset, keyCount, data, dataOffset, dataCount, mac, macOffset);

        if (IsExpansion(data.AsSpan(dataOffset, dataCount)))
        {
            Note(key.AsSpan(keyOffset, keyCount));
            Note(mac.AsSpan(macOffset, TranscriptHash.DigestLength));
        }
        else if (ImpostorOfKey != null && dataCount == TranscriptHash.DigestLength)
        {
            ImpostorOfKey(key.AsSpan(keyOffset, keyCount).ToArray())?.CopyTo(mac, macOffset);
        }
    }

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

        Note(made);
        Master = label.AsSpan().EndsWith("master secret"u8) ? made : Master;
    }

    private void Note(ReadOnlySpan<byte> secret)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();

        Secrets.Add(secret);
        _noted += GC.GetAllocatedBytesForCurrentThread() - before;
    }

    // HKDF-Expand-Label (RFC 9846, section 7.1): what goes in is a secret, and so is what comes out.
    private static bool IsExpansion(ReadOnlySpan<byte> data) => data.Length > ExpandedLabelOffset
        && (data[ExpandedLabelOffset..].StartsWith("tls13 "u8) || data[ExpandedLabelOffset..].StartsWith("dtls13"u8));
}
