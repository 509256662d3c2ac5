//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Security.Cryptography;

namespace NanoTlsMan.Host.Ciphers;

/// <summary>
/// Hides record numbers with .NET's AES: the mask is the encrypted sample (RFC 9147, section 4.2.3).
/// </summary>
internal sealed class HostRecordNumberCipher : RecordNumberCipher
{
    private readonly byte[] _mask = new byte[SampleLength];
    private readonly ICryptoTransform _encryptor;

    public HostRecordNumberCipher(ReadOnlySpan<byte> key)
    {
        using Aes aes = Aes.Create();

        aes.SetKey(key);

        // One block at a time, each for itself, is what the mask asks for.
        aes.Mode = CipherMode.ECB;
        aes.Padding = PaddingMode.None;
        _encryptor = aes.CreateEncryptor();
    }

    /// <inheritdoc/>
    public override int GetMask(byte[] buffer, int offset)
    {
        _encryptor.TransformBlock(buffer, offset, SampleLength, _mask, 0);
        return (_mask[0] << 8) | _mask[1];
    }

    /// <inheritdoc/>
    public override void Dispose() => _encryptor.Dispose();
}
