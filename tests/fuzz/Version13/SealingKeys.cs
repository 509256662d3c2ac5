//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Buffers.Binary;
using NanoTlsMan.Ciphers;

namespace NanoTlsMan.Tests.Fuzz.Version13;

/// <summary>
/// The keys of one direction in one epoch, for a peer that protects with them whatever it wants.
/// </summary>
internal sealed class SealingKeys
{
    private static readonly ManagedCiphers s_ciphers = new();

    private readonly AeadCipher _cipher;
    private readonly RecordNumberCipher _numbers;
    private readonly byte[] _iv;

    public SealingKeys(Schedule13 schedule, int suite, byte[] secret)
    {
        AeadAlgorithm algorithm = suite switch
        {
            TlsCipherSuite.Aes128GcmSha256 => AeadAlgorithm.Aes128Gcm,
            TlsCipherSuite.Aes128CcmSha256 => AeadAlgorithm.Aes128Ccm,
            TlsCipherSuite.ChaCha20Poly1305Sha256 => AeadAlgorithm.ChaCha20Poly1305,
            _ => AeadAlgorithm.Aes128Ccm8,
        };
        int length = algorithm == AeadAlgorithm.ChaCha20Poly1305 ? 32 : 16;

        Secret = secret;
        _iv = schedule.Expand(secret, "iv", [], AeadCipher.NonceLength);
        _cipher = s_ciphers.CreateAead(algorithm, schedule.Expand(secret, "key", [], length), 0, length);
        _numbers = s_ciphers.CreateRecordNumberCipher(algorithm, schedule.Expand(secret, "sn", [], length), 0);
    }

    public byte[] Secret { get; }

    public int TagLength => _cipher.TagLength;

    /// <summary>The number of the next record.</summary>
    public ulong Next { get; set; }

    /// <summary>Encrypts, with the tag behind.</summary>
    public byte[] Seal(ulong number, byte[] header, byte[] inner)
    {
        byte[] sealedBytes = [.. inner, .. new byte[TagLength]];

        _cipher.Seal(GetNonce(number), 0, header, 0, header.Length, sealedBytes, 0, inner.Length);
        return sealedBytes;
    }

    /// <summary>Decrypts.</summary>
    /// <returns><see langword="null"/> if it is not authentic.</returns>
    public byte[] Open(ulong number, byte[] header, ReadOnlySpan<byte> sealedBytes)
    {
        byte[] inner = sealedBytes.ToArray();
        int count = inner.Length - TagLength;

        return count >= 0 && _cipher.Open(GetNonce(number), 0, header, 0, header.Length, inner, 0, count)
            ? inner[..count]
            : null;
    }

    /// <summary>Gets what hides a number of two bytes: of too little ciphertext, filled up with zeros.</summary>
    public int GetMask(ReadOnlySpan<byte> sealedBytes)
    {
        byte[] sample = new byte[RecordNumberCipher.SampleLength];

        sealedBytes[..Math.Min(sealedBytes.Length, sample.Length)].CopyTo(sample);
        return _numbers.GetMask(sample, 0);
    }

    // RFC 9846, section 5.3.
    private byte[] GetNonce(ulong number)
    {
        byte[] nonce = [.. _iv];
        Span<byte> low = nonce.AsSpan(nonce.Length - 8);

        BinaryPrimitives.WriteUInt64BigEndian(low, BinaryPrimitives.ReadUInt64BigEndian(low) ^ number);
        return nonce;
    }
}
