//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Security.Cryptography;
using System.Text;

namespace NanoTlsMan.Tests.Fuzz.Version13;

/// <summary>
/// The secrets of 1.3 (RFC 9846, section 7.1) as .NET computes them: nothing of it is the library's.
/// </summary>
internal sealed class Schedule13(TlsTransportKind kind)
{
    public const int HashLength = 32;

    private static readonly byte[] s_emptyHash = SHA256.HashData([]);

    private byte[] _secret = new byte[HashLength];

    /// <summary>Begins with a pre-shared key, and computes the key of its binder.</summary>
    public byte[] Begin(byte[] key, string binder)
    {
        _secret = HKDF.Extract(HashAlgorithmName.SHA256, key, new byte[HashLength]);
        return Expand(_secret, binder, s_emptyHash, HashLength);
    }

    /// <summary>Goes on to the next secret: of the handshake, or of data.</summary>
    public void Advance(byte[] input) => _secret = HKDF.Extract(
        HashAlgorithmName.SHA256, input ?? new byte[HashLength],
        Expand(_secret, "derived", s_emptyHash, HashLength));

    /// <summary>Derives from the present secret.</summary>
    public byte[] Derive(string label, byte[] digest) => Expand(_secret, label, digest, HashLength);

    /// <summary>Computes what Finished, or a binder, has to say.</summary>
    public byte[] ComputeFinished(byte[] secret, byte[] digest) => HMACSHA256.HashData(GetFinishedKey(secret), digest);

    public byte[] GetFinishedKey(byte[] secret) => Expand(secret, "finished", [], HashLength);

    /// <summary>HKDF-Expand-Label, whose prefix has no space over datagrams (RFC 9147, section 5.9).</summary>
    public byte[] Expand(byte[] secret, string label, byte[] context, int count)
    {
        byte[] full = Encoding.ASCII.GetBytes((kind == TlsTransportKind.Datagram ? "dtls13" : "tls13 ") + label);
        byte[] info =
            [(byte)(count >> 8), (byte)count, (byte)full.Length, .. full, (byte)context.Length, .. context];

        return HKDF.Expand(HashAlgorithmName.SHA256, secret, count, info);
    }
}
