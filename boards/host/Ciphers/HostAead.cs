//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Security.Cryptography;

namespace NanoTlsMan.Host.Ciphers;

/// <summary>
/// One of .NET's ciphers, in place. .NET allows text and ciphertext to be the same memory.
/// </summary>
internal abstract class HostAead : AeadCipher
{
    /// <inheritdoc/>
    public override void Seal(
        byte[] nonce, int nonceOffset, byte[] aad, int aadOffset, int aadCount, byte[] buffer, int offset, int count)
    {
        CheckRanges(aad, aadOffset, aadCount, buffer, offset, count);
        Encrypt(
            nonce.AsSpan(nonceOffset, NonceLength), buffer.AsSpan(offset, count),
            buffer.AsSpan(offset + count, TagLength), aad.AsSpan(aadOffset, aadCount));
    }

    /// <inheritdoc/>
    public override bool Open(
        byte[] nonce, int nonceOffset, byte[] aad, int aadOffset, int aadCount, byte[] buffer, int offset, int count)
    {
        CheckRanges(aad, aadOffset, aadCount, buffer, offset, count);

        try
        {
            Decrypt(
                nonce.AsSpan(nonceOffset, NonceLength), buffer.AsSpan(offset, count),
                buffer.AsSpan(offset + count, TagLength), aad.AsSpan(aadOffset, aadCount));
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            // .NET has no other way to say it.
            buffer.AsSpan(offset, count).Clear();
            return false;
        }
    }

    /// <summary>Encrypts a text in place, and writes its tag.</summary>
    protected abstract void Encrypt(
        ReadOnlySpan<byte> nonce, Span<byte> text, Span<byte> tag, ReadOnlySpan<byte> additionalData);

    /// <summary>Checks a tag, and decrypts in place.</summary>
    protected abstract void Decrypt(
        ReadOnlySpan<byte> nonce, Span<byte> text, ReadOnlySpan<byte> tag, ReadOnlySpan<byte> additionalData);
}

/// <summary>AES-GCM (RFC 5288).</summary>
internal sealed class HostAesGcm(ReadOnlySpan<byte> key) : HostAead
{
    private const int Tag = 16;

    private readonly AesGcm _cipher = new(key, Tag);

    /// <inheritdoc/>
    public override int TagLength => Tag;

    /// <inheritdoc/>
    public override void Dispose() => _cipher.Dispose();

    /// <inheritdoc/>
    protected override void Encrypt(
        ReadOnlySpan<byte> nonce, Span<byte> text, Span<byte> tag, ReadOnlySpan<byte> additionalData) =>
        _cipher.Encrypt(nonce, text, text, tag, additionalData);

    /// <inheritdoc/>
    protected override void Decrypt(
        ReadOnlySpan<byte> nonce, Span<byte> text, ReadOnlySpan<byte> tag, ReadOnlySpan<byte> additionalData) =>
        _cipher.Decrypt(nonce, text, tag, text, additionalData);
}

/// <summary>AES-CCM, with tags of 8 or 16 bytes (RFC 6655).</summary>
internal sealed class HostAesCcm(ReadOnlySpan<byte> key, int tagLength) : HostAead
{
    private readonly AesCcm _cipher = new(key);

    /// <inheritdoc/>
    public override int TagLength => tagLength;

    /// <inheritdoc/>
    public override void Dispose() => _cipher.Dispose();

    /// <inheritdoc/>
    protected override void Encrypt(
        ReadOnlySpan<byte> nonce, Span<byte> text, Span<byte> tag, ReadOnlySpan<byte> additionalData) =>
        _cipher.Encrypt(nonce, text, text, tag, additionalData);

    /// <inheritdoc/>
    protected override void Decrypt(
        ReadOnlySpan<byte> nonce, Span<byte> text, ReadOnlySpan<byte> tag, ReadOnlySpan<byte> additionalData) =>
        _cipher.Decrypt(nonce, text, tag, text, additionalData);
}

/// <summary>ChaCha20-Poly1305 (RFC 7905).</summary>
internal sealed class HostChaCha20Poly1305(ReadOnlySpan<byte> key) : HostAead
{
    private readonly ChaCha20Poly1305 _cipher = new(key);

    /// <inheritdoc/>
    public override int TagLength => 16;

    /// <inheritdoc/>
    public override void Dispose() => _cipher.Dispose();

    /// <inheritdoc/>
    protected override void Encrypt(
        ReadOnlySpan<byte> nonce, Span<byte> text, Span<byte> tag, ReadOnlySpan<byte> additionalData) =>
        _cipher.Encrypt(nonce, text, text, tag, additionalData);

    /// <inheritdoc/>
    protected override void Decrypt(
        ReadOnlySpan<byte> nonce, Span<byte> text, ReadOnlySpan<byte> tag, ReadOnlySpan<byte> additionalData) =>
        _cipher.Decrypt(nonce, text, tag, text, additionalData);
}
