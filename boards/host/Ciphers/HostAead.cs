//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Security.Cryptography;

namespace NanoTlsMan.Host.Ciphers;

/// <summary>
/// One of .NET's ciphers, in place: .NET allows text and ciphertext to be the same memory. Its classes are alike and
/// have nothing in common, so that their methods are given one by one.
/// </summary>
/// <param name="cipher">The cipher, which is this object's from here on.</param>
/// <param name="tagLength">The length of its tags, in bytes.</param>
/// <param name="encrypt">Its method that encrypts.</param>
/// <param name="decrypt">Its method that decrypts.</param>
internal sealed class HostAead(
    IDisposable cipher, int tagLength, HostAead.Encryption encrypt, HostAead.Decryption decrypt) : AeadCipher
{
    /// <summary>Encrypts a text, and writes its tag.</summary>
    public delegate void Encryption(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plaintext, Span<byte> ciphertext, Span<byte> tag,
        ReadOnlySpan<byte> associatedData);

    /// <summary>Checks a tag, and decrypts.</summary>
    public delegate void Decryption(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> tag, Span<byte> plaintext,
        ReadOnlySpan<byte> associatedData);

    /// <inheritdoc/>
    public override int TagLength => tagLength;

    /// <inheritdoc/>
    public override void Seal(
        byte[] nonce, int nonceOffset, byte[] aad, int aadOffset, int aadCount, byte[] buffer, int offset, int count)
    {
        CheckRanges(aad, aadOffset, aadCount, buffer, offset, count);

        Span<byte> text = buffer.AsSpan(offset, count);

        encrypt(
            nonce.AsSpan(nonceOffset, NonceLength), text, text, buffer.AsSpan(offset + count, tagLength),
            aad.AsSpan(aadOffset, aadCount));
    }

    /// <inheritdoc/>
    public override bool Open(
        byte[] nonce, int nonceOffset, byte[] aad, int aadOffset, int aadCount, byte[] buffer, int offset, int count)
    {
        CheckRanges(aad, aadOffset, aadCount, buffer, offset, count);

        Span<byte> text = buffer.AsSpan(offset, count);

        try
        {
            decrypt(
                nonce.AsSpan(nonceOffset, NonceLength), text, buffer.AsSpan(offset + count, tagLength), text,
                aad.AsSpan(aadOffset, aadCount));
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            // .NET has no other way to say it.
            text.Clear();
            return false;
        }
    }

    /// <inheritdoc/>
    public override void Dispose() => cipher.Dispose();
}
