//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using System.Linq;
using NanoTlsMan.Managed.PublicKey;
using NanoTlsMan.Managed13;
using NanoTlsMan.Tests.Fuzz.Engines;
using NanoTlsMan.Tests.Fuzz.Version13;
using NanoTlsMan.X509;

namespace NanoTlsMan.Tests.Fuzz.Keyed;

/// <summary>
/// A client and a server with raw keys, certificates or key shares with a pre-shared key. The script is on the way
/// between them: it delivers, changes, drops, repeats and exchanges what they say, but has none of their keys.
/// </summary>
internal sealed class KeyedSession
{
    private const int Mtu = 700;

    private static readonly ushort[] s_keySuites =
    [
        TlsCipherSuite.EcdheEcdsaWithAes128Ccm8, TlsCipherSuite.EcdheEcdsaWithAes128GcmSha256,
        TlsCipherSuite.EcdheEcdsaWithChaCha20Poly1305Sha256,
    ];

    private static readonly ushort[] s_pskSuites =
        [TlsCipherSuite.EcdhePskWithAes128Ccm8Sha256, TlsCipherSuite.EcdhePskWithChaCha20Poly1305Sha256];

    private static readonly ushort[] s_newerSuites =
        [TlsCipherSuite.Aes128Ccm8Sha256, TlsCipherSuite.ChaCha20Poly1305Sha256, TlsCipherSuite.Aes128GcmSha256];

    private readonly TlsTransportKind _kind;
    private readonly Script _script;
    private readonly Side _client;
    private readonly Side _server;
    private readonly bool _isMutual;
    private readonly TlsVersions _version;
    private int _now;

    public KeyedSession(TlsTransportKind kind, bool isNewer, byte[] input, Sabotage sabotage)
    {
        _kind = kind;
        _version = (isNewer, kind) switch
        {
            (true, TlsTransportKind.Datagram) => TlsVersions.Dtls13,
            (true, _) => TlsVersions.Tls13,
            (_, TlsTransportKind.Datagram) => TlsVersions.Dtls12,
            _ => TlsVersions.Tls12,
        };
        _script = new Script(input);

        int keys = _script.Next(4);

        _isMutual = keys != 3 && (_script.Next() & 1) == 1;

        ushort[] suites = keys == 3 ? s_pskSuites : s_keySuites;
        ushort suite = suites[_script.Next(suites.Length)];
        NamedCurve curve = (_script.Next() & 1) == 0 ? NamedCurve.P256 : NamedCurve.X25519;
        TlsSessionOptions client = CreateOptions(suite, curve);
        TlsSessionOptions server = CreateOptions(suite, curve);

        if (isNewer)
        {
            MakeNewer(client, suite);
            MakeNewer(server, suite);
        }

        client.TargetHost = keys is 1 or 2 ? Certificates.Host : null;
        client.ApplicationProtocols = keys == 2 ? ["coap", "mqtt"] : null;
        server.ApplicationProtocols = keys == 2 ? ["mqtt"] : null;
        server.ClientAuthentication = _isMutual ? TlsClientAuthentication.Required : TlsClientAuthentication.None;
        _client = new Side(TlsRole.Client, kind, client, CreateStore(keys, TlsRole.Client), sabotage);
        _server = new Side(TlsRole.Server, kind, server, CreateStore(keys, TlsRole.Server), sabotage);
        _client.Engine.Connected = Check;
        _server.Engine.Connected = Check;
    }

    public void Run()
    {
        _server.Engine.Start(_now);
        _client.Engine.Start(_now);

        for (int steps = 0; !_script.IsAtEnd && steps < 200; steps++)
        {
            int what = _script.Next();

            Do(what >> 1, (what & 1) == 0 ? _client : _server);
        }

        // Nobody is on the way any more.
        for (int turns = 0; _client.Outbox.Count + _server.Outbox.Count > 0 && turns < 1000; turns++)
        {
            Deliver(_client, 0, bytes => bytes);
            Deliver(_server, 0, bytes => bytes);
        }

        if (_kind == TlsTransportKind.Stream)
        {
            _client.Engine.EndStream();
            _server.Engine.EndStream();
        }

        _client.Engine.Finish(_now);
        _server.Engine.Finish(_now);
        CheckData(_client, _server);
        CheckData(_server, _client);
    }

    private static TlsSessionOptions CreateOptions(ushort suite, NamedCurve curve) => new()
    {
        CipherSuites = [suite],
        Curves = [curve],
        Mtu = Mtu,
        HandshakeTimeout = 20000,
    };

    // Both have 1.2 as well, which somebody on the way would like them to take; and a client may have no share of the
    // server's curve, so that it is asked for one.
    private void MakeNewer(TlsSessionOptions options, ushort older)
    {
        int how = _script.Next();

        options.CipherSuites = [s_newerSuites[_script.Next(s_newerSuites.Length)], s_newerSuites[0], older];
        options.Versions |= _version;
        options.Curves = (how & 1) == 0 ? options.Curves : [NamedCurve.X25519, NamedCurve.P256];
        options.TicketKeys = (how & 2) == 0 ? null : EarlierSession13.CreateKeys();
        options.Resumption = (how & 4) == 0 ? null : new ResumableSession();
    }

    // 0: raw keys; 1 and 2: certificates; 3: key shares with a pre-shared key.
    private static CredentialStore CreateStore(int keys, TlsRole role)
    {
        bool isClient = role == TlsRole.Client;
        int own = isClient ? Keys.Client : Keys.Server;

        if (keys == 0)
        {
            return Keys.Store(own, isClient ? Keys.Server : Keys.Client);
        }

        CredentialStore store = new();

        if (keys == 3)
        {
            Keys.AddPsk(store, 1);
            return store;
        }

        store.AddCertificate(Keys.OwnTag, Keys.Private(own), [isClient ? Certificates.Client : Certificates.Server]);
        store.TrustAnchor(Keys.TrustTag, Certificates.Authority);
        return store;
    }

    private void Do(int what, Side from)
    {
        switch (what % 10)
        {
            case 0 or 1 or 2:
                Deliver(from, 0, bytes => bytes);
                break;

            case 3 or 4:
                Deliver(from, 0, _script.Mutate);
                break;

            case 5 when from.Outbox.Count > 0 && _kind == TlsTransportKind.Datagram:
                from.Outbox.RemoveAt(0);
                break;

            case 6 when _kind == TlsTransportKind.Datagram:
                Deliver(from, _script.Next(4), bytes => bytes);
                break;

            case 7 when from.Past.Count > 0 && _kind == TlsTransportKind.Datagram:
                Other(from).Engine.Deliver(from.Past[_script.Next() % from.Past.Count], _now);
                break;

            case 8:
                _now += 250 * (1 + _script.Next(8));
                _client.Engine.Pass(_now);
                _server.Engine.Pass(_now);
                break;

            case 9:
                from.Send(1 + _script.Next(40));
                break;

            default:
                break;
        }
    }

    private Side Other(Side side) => side == _client ? _server : _client;

    private void Deliver(Side from, int index, Func<byte[], byte[]> change)
    {
        if (index >= from.Outbox.Count)
        {
            return;
        }

        byte[] bytes = from.Outbox[index];

        from.Outbox.RemoveAt(index);
        from.Past.Add(bytes);
        Other(from).Engine.Deliver(change(bytes), _now);
    }

    // Whoever is connected has seen the other's Finished, which covers all that was said; and the last is the server's,
    // of 1.3 the client's.
    private void Check()
    {
        bool isNewer = _version is TlsVersions.Dtls13 or TlsVersions.Tls13;
        Side last = isNewer ? _client : _server;

        if (Other(last).Engine.IsConnected && !last.Engine.IsConnected)
        {
            throw new Finding(Oracle.WronglyConnected, "only one side is connected");
        }

        if (isNewer && last.Engine.Version != _version)
        {
            throw new Finding(Oracle.WronglyConnected, "an older version than both have");
        }

        if (_server.Engine.IsConnected && _isMutual && _server.Engine.Engine.CredentialTag != Keys.TrustTag)
        {
            throw new Finding(Oracle.WronglyConnected, "the server does not know its client");
        }

        if (_client.Engine.IsConnected && !_client.Master.SequenceEqual(_server.Master))
        {
            throw new Finding(Oracle.WronglyConnected, "the two have other keys");
        }
    }

    private static void CheckData(Side from, Side to)
    {
        List<string> sent = [.. from.Sent.Select(Convert.ToHexString)];

        foreach (string data in to.Received.Select(Convert.ToHexString))
        {
            if (!sent.Remove(data))
            {
                throw new Finding(Oracle.Data, "data came that was not sent, or twice");
            }
        }
    }

    /// <summary>One of the two, with what it said.</summary>
    private sealed class Side
    {
        private int _count;
        private byte[] _traffic;

        public Side(
            TlsRole role, TlsTransportKind kind, TlsSessionOptions options, CredentialStore store, Sabotage sabotage)
        {
            bool isNewer = (options.Versions & (TlsVersions.Dtls13 | TlsVersions.Tls13)) != TlsVersions.None;
            RememberedCurves curves = new();
            RememberedSignatures signatures = new(curves);
            byte[] key = Keys.Private(role == TlsRole.Client ? Keys.Client : Keys.Server);

            options.DangerousSecretLog = (label, _, secret) =>
                _traffic = label == "CLIENT_TRAFFIC_SECRET_0" ? [.. secret] : _traffic;
            Engine = new WatchedEngine(kind, options, key, sabotage, (ciphers, drops) => new Managed13Stack(
                ciphers, new TestRandom(role == TlsRole.Client ? 3 : 4),
                new PublicKeyExchanges(curves, signatures, new X509Verifier(signatures, ciphers)))
                .CreateEngine(role, kind, options, store, drops))
            {
                AllocatedAside = () => RememberedCurves.Allocated,

                // A server of 1.3 makes its whole flight of one message; and where hellos lead to 1.2, its time begins
                // anew.
                AllocationLimit = isNewer ? 80000 : 40000,
                HandshakeLimit = (isNewer ? 2 : 1) * options.HandshakeTimeout,
            };
            Engine.Sent = Outbox.Add;
            Engine.Received = Received.Add;
        }

        public WatchedEngine Engine { get; }

        /// <summary>What all keys of data are made of.</summary>
        public byte[] Master => _traffic ?? Engine.Ciphers.Master ?? [];

        public List<byte[]> Outbox { get; } = [];

        public List<byte[]> Past { get; } = [];

        public List<byte[]> Sent { get; } = [];

        public List<byte[]> Received { get; } = [];

        /// <summary>Sends something that was not sent before, if the channel is open.</summary>
        public void Send(int count)
        {
            byte[] data = [.. WatchedEngine.Marker, (byte)(_count >> 8), (byte)_count, .. new byte[count]];

            _count++;

            if (Engine.Send(data) == TlsManStatus.Ok)
            {
                Sent.Add(data);
            }
        }
    }
}
