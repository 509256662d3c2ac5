//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Ciphers;

namespace NanoTlsMan.Host.Decoding;

/// <summary>
/// Opens the protected records of a conversation of 1.2 with the master secret of a key log. It sees the hellos pass,
/// and makes the keys of them, with the ciphers that a board runs.
/// </summary>
internal sealed class Opener12(TlsTransportKind kind, KeyLog? keys, ISet<string> notes)
{
    private const int RandomLength = 32;
    private const int VersionLength = 2;
    private const int AesKeyLength = 16;
    private const int AesSaltLength = 4;
    private const int ChaChaKeyLength = 32;
    private const int NumberLength = 8;

    private static readonly ManagedCiphers s_ciphers = new();

    private readonly ulong[] _sequences = new ulong[2];
    private byte[]? _clientRandom;
    private byte[]? _serverRandom;
    private AeadCipher[]? _ciphers;
    private byte[] _keyBlock = [];
    private int _keyLength;
    private int _saltLength;

    // RFC 7905: nothing of the nonce is in the record, for it is made of the record's number.
    private bool HasImplicitNonce => _saltLength == AeadCipher.NonceLength;

    /// <summary>
    /// Takes a handshake message, from its body on.
    /// </summary>
    public void See(int type, ReadOnlySpan<byte> body)
    {
        if (body.Length < VersionLength + RandomLength)
        {
            return;
        }

        byte[] random = body.Slice(VersionLength, RandomLength).ToArray();

        if (type == HandshakeType.ClientHello)
        {
            _clientRandom = random;
        }
        else if (type == HandshakeType.ServerHello && _clientRandom != null
            && !(_serverRandom ?? []).AsSpan().SequenceEqual(random))
        {
            _serverRandom = random;
            Begin(body[(VersionLength + RandomLength)..]);
        }
    }

    /// <summary>
    /// Opens a record.
    /// </summary>
    /// <param name="isClient">Whether the client sent it.</param>
    /// <param name="record">The record.</param>
    /// <param name="header">The length of its header, with the connection ID if it has one.</param>
    /// <returns>Its content type and plaintext; <see langword="null"/> if it cannot be opened.</returns>
    public (byte Type, byte[] Plain)? Open(bool isClient, ReadOnlySpan<byte> record, int header)
    {
        int direction = isClient ? 0 : 1;
        byte[] number = new byte[NumberLength];

        if (kind == TlsTransportKind.Datagram)
        {
            record.Slice(3, NumberLength).CopyTo(number);
        }
        else
        {
            System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(number, _sequences[direction]++);
        }

        byte[]? plain = Open(direction, record, header, number);

        return plain == null ? null
            : record[0] == ContentType.Tls12ConnectionId ? RecordOpener.Unpad(plain) : (record[0], plain);
    }

    // RFC 5246, section 6.2.3.3, and RFC 9146, section 5.3.
    private static byte[] GetAad(ReadOnlySpan<byte> record, int header, byte[] number, int length)
    {
        byte high = (byte)(length >> 8);

        if (record[0] != ContentType.Tls12ConnectionId)
        {
            return [.. number, .. record[..3], high, (byte)length];
        }

        ReadOnlySpan<byte> id = record[RecordHeader.ConnectionIdOffset..(header - 2)];

        return
        [
            .. Enumerable.Repeat((byte)0xFF, 8), record[0], (byte)id.Length,
            .. record[..RecordHeader.ConnectionIdOffset], .. id, high, (byte)length,
        ];
    }

    private static AeadAlgorithm? GetAlgorithm(int suite) => suite switch
    {
        TlsCipherSuite.PskWithAes128Ccm8 or TlsCipherSuite.EcdhePskWithAes128Ccm8Sha256
            or TlsCipherSuite.EcdheEcdsaWithAes128Ccm8 => AeadAlgorithm.Aes128Ccm8,
        TlsCipherSuite.PskWithAes128Ccm or TlsCipherSuite.EcdhePskWithAes128CcmSha256
            or TlsCipherSuite.EcdheEcdsaWithAes128Ccm => AeadAlgorithm.Aes128Ccm,
        TlsCipherSuite.PskWithAes128GcmSha256 or TlsCipherSuite.EcdhePskWithAes128GcmSha256
            or TlsCipherSuite.EcdheEcdsaWithAes128GcmSha256
            or TlsCipherSuite.EcdheRsaWithAes128GcmSha256 => AeadAlgorithm.Aes128Gcm,
        TlsCipherSuite.EcdhePskWithChaCha20Poly1305Sha256 or TlsCipherSuite.EcdheEcdsaWithChaCha20Poly1305Sha256
            or TlsCipherSuite.EcdheRsaWithChaCha20Poly1305Sha256 => AeadAlgorithm.ChaCha20Poly1305,
        _ => null,
    };

    private void Begin(ReadOnlySpan<byte> sessionAndSuite)
    {
        _ciphers = null;
        _sequences.AsSpan().Clear();

        int suiteOffset = sessionAndSuite.Length > 0 ? 1 + sessionAndSuite[0] : 0;

        if (sessionAndSuite.Length < suiteOffset + 2 || suiteOffset == 0)
        {
            return;
        }

        int suite = sessionAndSuite[suiteOffset] << 8 | sessionAndSuite[suiteOffset + 1];

        if (GetAlgorithm(suite) is not AeadAlgorithm algorithm)
        {
            notes.Add($"the cipher suite {SuiteNames.Get((ushort)suite)} is none of those that can be opened");
            return;
        }

        if (keys?.Find(_clientRandom!) is not byte[] secret)
        {
            notes.Add(
                $"the key log has no secret for the client random {Convert.ToHexStringLower(_clientRandom!)[..16]}...");
            return;
        }

        // RFC 5246, section 6.3.
        byte[] seed = [.. _serverRandom!, .. _clientRandom!];

        bool isChaCha = algorithm == AeadAlgorithm.ChaCha20Poly1305;

        _keyLength = isChaCha ? ChaChaKeyLength : AesKeyLength;
        _saltLength = isChaCha ? AeadCipher.NonceLength : AesSaltLength;
        _keyBlock = new byte[2 * (_keyLength + _saltLength)];
        s_ciphers.ComputePrf(
            secret, 0, secret.Length, "key expansion"u8.ToArray(), seed, 0, seed.Length, _keyBlock, 0,
            _keyBlock.Length);
        _ciphers =
        [
            s_ciphers.CreateAead(algorithm, _keyBlock, 0, _keyLength),
            s_ciphers.CreateAead(algorithm, _keyBlock, _keyLength, _keyLength),
        ];
    }

    private byte[] GetNonce(int direction, ReadOnlySpan<byte> content, byte[] number)
    {
        byte[] salt = _keyBlock.AsSpan(2 * _keyLength + direction * _saltLength, _saltLength).ToArray();

        // The salt, and the eight bytes in front of the text (RFC 5288); or the salt with the number (RFC 7905).
        if (!HasImplicitNonce)
        {
            return [.. salt, .. content[..NumberLength]];
        }

        for (int i = 0; i < NumberLength; i++)
        {
            salt[AesSaltLength + i] ^= number[i];
        }

        return salt;
    }

    private byte[]? Open(int direction, ReadOnlySpan<byte> record, int header, byte[] number)
    {
        if (_ciphers == null)
        {
            if (_serverRandom == null)
            {
                notes.Add("both hellos are needed to open records, and are not there");
            }

            return null;
        }

        AeadCipher cipher = _ciphers[direction];
        int explicitLength = HasImplicitNonce ? 0 : NumberLength;
        int length = record.Length - header - explicitLength - cipher.TagLength;

        if (length < 0)
        {
            notes.Add("a record is too short to be protected");
            return null;
        }

        byte[] nonce = GetNonce(direction, record[header..], number);
        byte[] aad = GetAad(record, header, number, length);
        byte[] text = record[(header + explicitLength)..].ToArray();

        if (!cipher.Open(nonce, 0, aad, 0, aad.Length, text, 0, length))
        {
            notes.Add("records cannot be opened with the key log's secret: it is a wrong one, or they are damaged");
            return null;
        }

        return text[..length];
    }
}
