//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Ciphers;
using NanoTlsMan.Managed13.Handshake;
using NanoTlsMan.Managed13.Record;

namespace NanoTlsMan.Host.Decoding;

/// <summary>
/// Opens the protected records of a conversation of 1.3: with the secrets of a key log, or with a pre-shared key where
/// nothing else goes into the keys. Keys and records are the stack's own.
/// </summary>
internal sealed class Opener13
{
    private static readonly ManagedCiphers s_ciphers = new();

    private readonly TlsTransportKind _kind;
    private readonly KeyLog? _log;
    private readonly byte[]? _psk;
    private readonly ISet<string> _notes;
    private readonly Hellos13 _hellos;
    private readonly KeySchedule _schedule;
    private readonly SortedDictionary<int, (int Type, byte[] Body)> _flight = [];
    private EpochKeys?[] _sides = new EpochKeys?[2];
    private bool _isPsk;

    public Opener13(TlsTransportKind kind, KeyLog? log, byte[]? psk, ISet<string> notes)
    {
        _kind = kind;
        _log = log;
        _psk = psk;
        _notes = notes;
        _hellos = new Hellos13(kind);
        _schedule = new KeySchedule(s_ciphers, kind == TlsTransportKind.Datagram);
    }

    /// <summary>Whether the server has chosen 1.3.</summary>
    public bool IsNewer => _hellos.IsNewer;

    /// <summary>
    /// Takes a whole handshake message, in the clear or opened.
    /// </summary>
    public void See(bool isClient, int type, int number, byte[] body)
    {
        switch (type)
        {
            case HandshakeType.ClientHello:
                _hellos.SeeClientHello(body);
                break;

            case HandshakeType.ServerHello:
                if (_hellos.SeeServerHello(body))
                {
                    BeginKeys();
                }

                break;

            case HandshakeType.NewConnectionId:
                NoteIds(isClient ? 1 : 0, body);
                break;

            default:
                // The server's flight, up to its Finished, is what the keys of data are made of.
                if (_isPsk && !isClient)
                {
                    _flight[number] = (type, body);
                    DeriveData();
                }

                break;
        }
    }

    /// <summary>
    /// Tells how long a protected record of datagrams is.
    /// </summary>
    /// <returns>Its length, in bytes; that of the rest if it does not say.</returns>
    public int GetLength(bool isClient, ReadOnlySpan<byte> rest)
    {
        int header = RecordShape.GetUnifiedLength(rest[0], FindIdLength(isClient, rest[0]));

        return !RecordShape.HasLength(rest[0]) || header > rest.Length
            ? rest.Length
            : Math.Min(rest.Length, header + (rest[header - 2] << 8 | rest[header - 1]));
    }

    /// <summary>
    /// Opens a record.
    /// </summary>
    /// <returns>What is within, with its type behind it; <see langword="null"/> if it cannot be opened.</returns>
    public byte[]? Open(bool isClient, byte[] record)
    {
        EpochKeys? keys = _sides[isClient ? 0 : 1];

        if (keys == null)
        {
            // Why there are none was noted with the hellos, if they are there.
            if (!IsNewer || _hellos.Suite == 0)
            {
                _notes.Add("both hellos are needed to open records, and are not there");
            }

            return null;
        }

        byte[]? inner = _kind == TlsTransportKind.Stream
            ? keys.OpenShare(record)
            : OpenDatagramRecord(keys, isClient, record);

        if (inner == null)
        {
            _notes.Add(
                "records cannot be opened with the secrets that are known: they are wrong ones or not all, or the "
                + "records are damaged");
        }

        return inner;
    }

    // A connection ID that came later may be of another length; the newest is tried first.
    private int FindIdLength(bool isClient, byte first) =>
        !RecordShape.HasId(first) ? 0 : _hellos.IdLengths[isClient ? 0 : 1].LastOrDefault();

    private byte[]? OpenDatagramRecord(EpochKeys keys, bool isClient, byte[] record)
    {
        IEnumerable<int> lengths =
            RecordShape.HasId(record[0]) ? _hellos.IdLengths[isClient ? 0 : 1].Distinct() : [0];

        foreach (int length in lengths.Reverse())
        {
            if (record.Length > RecordShape.GetUnifiedLength(record[0], length)
                && keys.OpenRecord(record, length) is byte[] inner)
            {
                return inner;
            }
        }

        return null;
    }

    private void BeginKeys()
    {
        _sides = new EpochKeys?[2];
        _flight.Clear();
        _isPsk = false;

        if (_hellos.Suite is not (TlsCipherSuite.Aes128GcmSha256 or TlsCipherSuite.ChaCha20Poly1305Sha256
            or TlsCipherSuite.Aes128CcmSha256 or TlsCipherSuite.Aes128Ccm8Sha256))
        {
            string name = SuiteNames.Get((ushort)_hellos.Suite);

            _notes.Add($"the cipher suite {name} is none of those that can be opened");
        }
        else if (!TakeSecrets())
        {
            UsePsk();
        }
    }

    private bool TakeSecrets()
    {
        byte[]?[] handshake = FindSecrets("HANDSHAKE_TRAFFIC_SECRET");
        byte[]?[] data = FindSecrets("TRAFFIC_SECRET_0");

        for (int side = 0; side < _sides.Length; side++)
        {
            AddKeys(side, RecordLayer13.HandshakeEpoch, handshake[side]);
            AddKeys(side, RecordLayer13.FirstDataEpoch, data[side]);
        }

        if (_sides is [null, null])
        {
            if (_psk == null)
            {
                string random = Convert.ToHexStringLower(_hellos.ClientRandom)[..16];

                _notes.Add($"the key log has no secret for the client random {random}...");
            }

            return false;
        }

        return true;
    }

    private byte[]?[] FindSecrets(string label) =>
    [
        _log?.Find("CLIENT_" + label, _hellos.ClientRandom), _log?.Find("SERVER_" + label, _hellos.ClientRandom),
    ];

    private void AddKeys(int side, int epoch, byte[]? secret)
    {
        if (secret != null)
        {
            (_sides[side] ??= new EpochKeys(_schedule, _hellos.Suite)).Add(epoch, secret);
        }
    }

    private void UsePsk()
    {
        if (_psk == null)
        {
            return;
        }

        if (_hellos.HasShare)
        {
            _notes.Add("key shares went into the keys: a pre-shared key does not open them, a key log does");
            return;
        }

        if (_hellos.FindPsk() is not (byte[] identity, byte[] binder, byte[] digest)
            || FindKey(identity, binder, digest) is not OfferedKey key)
        {
            _notes.Add("the pre-shared key is not the one of this session: its binder is another's");
            return;
        }

        _isPsk = true;
        _schedule.Begin(key.Key, key.KeyLength);
        _schedule.DeriveHandshake(null, _hellos.Digest);
        AddKeys(0, RecordLayer13.HandshakeEpoch, [.. _schedule.ClientTraffic]);
        AddKeys(1, RecordLayer13.HandshakeEpoch, [.. _schedule.ServerTraffic]);
    }

    // The key as it is, or imported (RFC 9258): the binder tells.
    private OfferedKey? FindKey(byte[] identity, byte[] binder, byte[] digest)
    {
        foreach (bool isImported in new[] { false, true })
        {
            OfferedKey key = new() { KeyLength = _psk!.Length, Binder = OfferedKey.ExternalBinder };
            byte[] expected = new byte[KeySchedule.HashLength];

            _psk.CopyTo(key.Key, 0);

            if (isImported)
            {
                key.Import(_schedule, identity);
            }

            _schedule.Begin(key.Key, key.KeyLength);
            _schedule.ComputeBinder(key.Binder, digest, expected, 0);

            if (expected.AsSpan().SequenceEqual(binder))
            {
                return key;
            }
        }

        return null;
    }

    private void DeriveData()
    {
        (int Type, byte[] Body)[] messages = [.. _flight.Values];
        bool isWhole = _flight.Keys.Last() - _flight.Keys.First() == messages.Length - 1;

        if (messages[^1].Type != HandshakeType.Finished || messages[0].Type != HandshakeType.EncryptedExtensions
            || !isWhole)
        {
            return;
        }

        byte[] client = new byte[KeySchedule.HashLength];
        byte[] server = new byte[KeySchedule.HashLength];

        foreach ((int type, byte[] body) in messages)
        {
            _hellos.Add(type, body);
        }

        _schedule.DeriveData(_hellos.Digest, client, server, null);
        AddKeys(0, RecordLayer13.FirstDataEpoch, client);
        AddKeys(1, RecordLayer13.FirstDataEpoch, server);
        _isPsk = false;
    }

    // RFC 9147, section 9: a list of IDs that the other side may use from here on.
    private void NoteIds(int side, byte[] body)
    {
        for (int at = 2; at < body.Length - 1 && at + 1 + body[at] <= body.Length; at += 1 + body[at])
        {
            _hellos.IdLengths[side].Add(body[at]);
        }
    }
}
