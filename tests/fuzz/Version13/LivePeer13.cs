//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using NanoTlsMan.Tests.Fuzz.Keyed;

namespace NanoTlsMan.Tests.Fuzz.Version13;

/// <summary>
/// A peer of 1.3 that has the key and shares no protocol code with the library, so that both cannot be wrong in the
/// same way. It says whatever a test wants, in any order.
/// </summary>
internal sealed partial class LivePeer13
{
    public const int HandshakeEpoch = 2;
    public const int DataEpoch = 3;

    private readonly TlsRole _role;
    private readonly TlsTransportKind _kind;
    private readonly Schedule13 _schedule;
    private readonly byte[] _random = new byte[32];
    private readonly MemoryStream _transcript = new();
    private readonly SortedDictionary<int, SealingKeys> _writers = [];
    private readonly SortedDictionary<int, SealingKeys> _readers = [];
    private readonly int _seed;
    private byte[] _clientHandshake;
    private byte[] _serverHandshake;
    private byte[] _resumption;

    public LivePeer13(TlsRole role, TlsTransportKind kind, int seed)
    {
        _role = role;
        _kind = kind;
        _seed = seed;
        _schedule = new Schedule13(kind);
        new TestRandom(seed).TryFill(_random, 0, _random.Length);
    }

    /// <summary>The suite that a client offers, and a server chooses.</summary>
    public int Suite { get; set; } = TlsCipherSuite.Aes128Ccm8Sha256;

    public byte[] Key { get; set; } = Psk.Key;

    /// <summary>What the key is known by, or a ticket.</summary>
    public byte[] Identity { get; set; } = Psk.Identity;

    /// <summary>Whether <see cref="Identity"/> is a ticket.</summary>
    public bool IsResuming { get; set; }

    /// <summary>Whether the key comes with key shares.</summary>
    public bool UsesShare { get; set; }

    /// <summary>The curve that a client has a share of, or a server would like.</summary>
    public NamedCurve Curve { get; set; } = NamedCurve.X25519;

    /// <summary>The message_seq of the next message.</summary>
    public int NextSent { get; set; }

    /// <summary>Whether the engine's Finished came and was right.</summary>
    public bool IsVerified { get; private set; }

    /// <summary>Whether the hellos are over: there are keys.</summary>
    public bool HasKeys => _writers.Count > 0;

    /// <summary>The newest epoch that it can write in.</summary>
    public int WriteEpoch => HasKeys ? _writers.Keys.Last() : 0;

    public byte[] ClientTraffic { get; private set; }

    public byte[] ServerTraffic { get; private set; }

    private byte[] OwnHandshake => _role == TlsRole.Client ? _clientHandshake : _serverHandshake;

    private byte[] PeerHandshake => _role == TlsRole.Client ? _serverHandshake : _clientHandshake;

    /// <summary>Computes what this side's Finished has to say after what was said so far.</summary>
    public byte[] GetVerifyData() =>
        _schedule.ComputeFinished(OwnHandshake ?? new byte[Schedule13.HashLength], GetDigest());

    /// <summary>Tells whether a key is the one of this side's Finished.</summary>
    public bool IsFinishedKey(byte[] key) =>
        OwnHandshake != null && _schedule.GetFinishedKey(OwnHandshake).AsSpan().SequenceEqual(key);

    /// <summary>Counts a message that was said, which both sides do (RFC 9846, section 4.4.1).</summary>
    public void Count(int type, byte[] body)
    {
        _transcript.Write(Forge.Message(TlsTransportKind.Stream, type, 0, body));

        // What was said so far is what keys are made of.
        if (type == HandshakeType.ServerHello && !IsRetry(body))
        {
            DeriveHandshake();
        }
        else if (type == HandshakeType.Finished)
        {
            CountFinished();
        }
    }

    /// <summary>Turns to the next keys for writing, as behind a KeyUpdate.</summary>
    public void UpdateWriter()
    {
        if (WriteEpoch >= DataEpoch)
        {
            Add(_writers, WriteEpoch + 1, Update(_writers[WriteEpoch].Secret));
        }
    }

    /// <summary>Derives the key of a ticket.</summary>
    /// <returns><see langword="null"/> if the handshake is not over.</returns>
    public byte[] GetTicketKey(byte[] nonce) =>
        _resumption == null ? null : _schedule.Expand(_resumption, "resumption", nonce, Schedule13.HashLength);

    private static bool IsRetry(byte[] body) => body.Length > 2 && body.AsSpan(2).StartsWith(s_retryRandom);

    private static byte[] Compute(CurveOperation operation)
    {
        using (operation)
        {
            while (!operation.Step())
            {
            }

            byte[] result = new byte[operation.ResultLength];

            if (operation.Succeeded)
            {
                operation.GetResult(result, 0);
            }

            return result;
        }
    }

    // The private key of 32 bytes, and the public one behind it.
    private byte[] MakeShare(NamedCurve curve) =>
        Compute(new RememberedCurves().GenerateKey(curve, new TestRandom(_seed)));

    private byte[] Agree(NamedCurve curve, byte[] share) => share == null
        ? null
        : Compute(new RememberedCurves().Agree(curve, MakeShare(curve), 0, share, 0, share.Length));

    private byte[] GetDigest() => SHA256.HashData(_transcript.ToArray());

    private byte[] Update(byte[] secret) => _schedule.Expand(secret, "traffic upd", [], Schedule13.HashLength);

    private void DeriveHandshake()
    {
        byte[] digest = GetDigest();

        _schedule.Begin(Key, "ext binder");
        _schedule.Advance(UsesShare ? Agree(_agreedCurve, _peerShare) : null);
        _clientHandshake = _schedule.Derive("c hs traffic", digest);
        _serverHandshake = _schedule.Derive("s hs traffic", digest);
        Add(_writers, HandshakeEpoch, OwnHandshake);
        Add(_readers, HandshakeEpoch, PeerHandshake);
        _readEpoch = HandshakeEpoch;
    }

    // The server's comes first, with the secrets of data; the client's, with that of tickets.
    private void CountFinished()
    {
        if (_clientHandshake == null)
        {
            return;
        }

        if (ClientTraffic != null)
        {
            _resumption ??= _schedule.Derive("res master", GetDigest());
            return;
        }

        byte[] digest = GetDigest();

        _schedule.Advance(null);
        ClientTraffic = _schedule.Derive("c ap traffic", digest);
        ServerTraffic = _schedule.Derive("s ap traffic", digest);
        Add(_writers, DataEpoch, _role == TlsRole.Client ? ClientTraffic : ServerTraffic);
        Add(_readers, DataEpoch, _role == TlsRole.Client ? ServerTraffic : ClientTraffic);
    }

    private void Add(SortedDictionary<int, SealingKeys> keys, int epoch, byte[] secret) =>
        keys[epoch] = new SealingKeys(_schedule, Suite, secret);
}
