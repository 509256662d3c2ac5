//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;

namespace NanoTlsMan.Tests.Fuzz.Engines;

/// <summary>
/// Stands between an engine and its ciphers, and sees each nonce that is put to use, whichever session and whichever
/// object it is of: under one key none may seal two different texts.
/// </summary>
internal sealed class NonceWatch
{
    private readonly Dictionary<string, Dictionary<UInt128, int>> _keys = [];

    /// <summary>What was seen. It is kept, because a product that catches exceptions would swallow it.</summary>
    public Finding Finding { get; private set; }

    /// <summary>What the watch itself has allocated, in bytes: no part of what a session costs.</summary>
    public long Allocated { get; private set; }

    public AeadCipher Watch(AeadCipher cipher, ReadOnlySpan<byte> key)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        string name = Convert.ToHexString(key);

        if (!_keys.TryGetValue(name, out Dictionary<UInt128, int> nonces))
        {
            _keys[name] = nonces = [];
        }

        AeadCipher watched = new WatchedAead(this, cipher, nonces);

        Allocated += GC.GetAllocatedBytesForCurrentThread() - before;
        return watched;
    }

    private void Note(Dictionary<UInt128, int> nonces, ReadOnlySpan<byte> nonce, HashCode contents)
    {
        Span<byte> padded = stackalloc byte[16];

        nonce.CopyTo(padded);

        UInt128 number = System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(padded);
        int code = contents.ToHashCode();

        long before = GC.GetAllocatedBytesForCurrentThread();

        // A flight that is sent once more may be sealed once more, if it is the same to the last bit.
        if (!nonces.TryAdd(number, code) && nonces[number] != code)
        {
            Finding ??= new Finding(Oracle.Nonce, $"nonce {Convert.ToHexStringLower(nonce)} was used twice");
        }

        Allocated += GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private sealed class WatchedAead(NonceWatch watch, AeadCipher cipher, Dictionary<UInt128, int> nonces) : AeadCipher
    {
        public override int TagLength => cipher.TagLength;

        public override void Seal(
            byte[] nonce, int nonceOffset, byte[] aad, int aadOffset, int aadCount, byte[] buffer, int offset,
            int count)
        {
            HashCode contents = default;

            contents.AddBytes(aad.AsSpan(aadOffset, aadCount));
            contents.AddBytes(buffer.AsSpan(offset, count));
            watch.Note(nonces, nonce.AsSpan(nonceOffset, NonceLength), contents);
            cipher.Seal(nonce, nonceOffset, aad, aadOffset, aadCount, buffer, offset, count);
        }

        public override bool Open(
            byte[] nonce, int nonceOffset, byte[] aad, int aadOffset, int aadCount, byte[] buffer, int offset,
            int count) =>
            cipher.Open(nonce, nonceOffset, aad, aadOffset, aadCount, buffer, offset, count);

        public override void Dispose() => cipher.Dispose();
    }
}
