//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using NanoTlsMan.Ciphers;
using NanoTlsMan.Ciphers.PublicKey;
using NanoTlsMan.Managed;
using NanoTlsMan.Managed.PublicKey;
using NanoTlsMan.Tests;

namespace NanoTlsMan.Size
{
    /// <summary>
    /// The most that an engine and its handshake take at any time, looked at after each call of it and whenever it
    /// calls its ciphers. What lives in a call's locals only is not in it, nor are the caller's buffers.
    /// </summary>
    public sealed class HandshakePeak
    {
        private const int Mtu = 1232;
        private static readonly byte[] s_peer = new byte[PeerAddress.Size];

        private readonly Side _client;
        private readonly Side _server;
        private readonly TlsTransportKind _kind;

        private HandshakePeak(TlsTransportKind kind, ushort suite, TlsVersions versions)
        {
            _kind = kind;
            _client = new Side(kind, suite, versions, 1, Psk.Store(), null);
            _server = new Side(kind, suite, versions, 2, Psk.Store(), null);
        }

        private HandshakePeak(
            TlsTransportKind kind, ushort suite, TlsVersions versions, CredentialStore client, CredentialStore server)
        {
            _kind = kind;
            _client = new Side(kind, suite, versions, 1, client, CreateExchanges());
            _server = new Side(kind, suite, versions, 2, server, CreateExchanges());
            _server.Options.ClientAuthentication = TlsClientAuthentication.Required;
        }

        /// <summary>The client's most, in bytes.</summary>
        public int Client => _client.Peak;

        /// <summary>The server's most, in bytes.</summary>
        public int Server => _server.Peak;

        /// <summary>Of what the client's most consists.</summary>
        public IReadOnlyDictionary<string, int> ClientTypes => _client.PeakTypes;

        /// <summary>Of what the server's most consists.</summary>
        public IReadOnlyDictionary<string, int> ServerTypes => _server.PeakTypes;

        /// <summary>Lets two engines shake hands, over datagrams through the cookie gate.</summary>
        public static HandshakePeak Measure(TlsTransportKind kind, ushort suite, TlsVersions versions)
        {
            var handshake = new HandshakePeak(kind, suite, versions);
            handshake.Run();
            return handshake;
        }

        /// <summary>Lets two engines shake hands with raw public keys, of which each proves its own.</summary>
        public static HandshakePeak MeasureWithRawKeys(TlsTransportKind kind, ushort suite, TlsVersions versions)
        {
            using ECDsa client = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            using ECDsa server = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var handshake = new HandshakePeak(
                kind, suite, versions, CreateStore(client, server), CreateStore(server, client));

            handshake.Run();
            return handshake;
        }

        private static PublicKeyExchanges CreateExchanges() => new(new ManagedCurves(new ManagedCiphers()));

        private static CredentialStore CreateStore(ECDsa own, ECDsa trusted)
        {
            var store = new CredentialStore();
            ECParameters pair = own.ExportParameters(true);

            store.AddKeyPair(1, pair.D, [4, .. pair.Q.X, .. pair.Q.Y]);
            store.TrustKey(2, trusted.ExportSubjectPublicKeyInfo());
            return store;
        }

        private void Run()
        {
            _client.Engine =
                _client.Stack.CreateEngine(TlsRole.Client, _kind, _client.Options, _client.Credentials, _client.Drops);
            _client.Start();
            if (_kind == TlsTransportKind.Stream)
            {
                _server.Engine = _server.Stack.CreateEngine(
                    TlsRole.Server, _kind, _server.Options, _server.Credentials, _server.Drops);
                _server.Start();
            }
            else
            {
                Greet();
            }

            while (_client.Outbox.Count + _server.Outbox.Count > 0)
            {
                Pass(_client, _server);
                Pass(_server, _client);
            }

            if (!_client.Engine.IsConnected || !_server.Engine.IsConnected)
            {
                throw new InvalidOperationException("The handshake did not complete.");
            }
        }

        private void Greet()
        {
            var man = new TlsMan(new ManagedCiphers(), new TestRandom(3));
            var listener = new TlsListener(man, _server.Drops);
            byte[] reply = new byte[Mtu];
            man.LoadStack(_server.Stack);
            listener.Listen(_server.Options, _server.Credentials);
            while (true)
            {
                byte[] hello = _client.Outbox.Dequeue();
                TlsListenerResult result = listener.HandleInput(hello, 0, hello.Length, s_peer, reply, 0);
                if (result.Action == TlsListenerAction.Accept)
                {
                    _server.Engine = result.Engine;
                    _server.Start();
                    _server.Give(hello);
                    return;
                }

                _client.Give(reply[..result.ReplyCount]);
            }
        }

        private static void Pass(Side from, Side to)
        {
            while (from.Outbox.TryDequeue(out byte[] packet))
            {
                to.Give(packet);
            }
        }

        private sealed class Side
        {
            private readonly TlsTransportKind _kind;
            private readonly byte[] _output = new byte[Mtu];
            private byte[] _input = [];

            internal Side(
                TlsTransportKind kind, ushort suite, TlsVersions versions, int seed, CredentialStore credentials,
                KeyExchangeProvider exchanges)
            {
                _kind = kind;
                Credentials = credentials;
                Options = new TlsSessionOptions { CipherSuites = [suite], Versions = versions };
                Stack = SessionSize.CreateStack(
                    new ObservedCiphers(new ManagedCiphers(), Sample), new TestRandom(seed), exchanges, versions);
            }

            internal TlsSessionOptions Options { get; }

            internal TlsStack Stack { get; }

            internal CredentialStore Credentials { get; }

            internal DropCounters Drops { get; } = new();

            internal TlsEngine Engine { get; set; }

            internal Queue<byte[]> Outbox { get; } = new();

            internal int Peak { get; private set; }

            internal SortedDictionary<string, int> PeakTypes { get; private set; } = [];

            internal void Start()
            {
                Engine.Start(0);
                Drain();
            }

            internal void Give(byte[] packet)
            {
                int offset = 0;
                _input = (byte[])packet.Clone();
                while (offset < _input.Length)
                {
                    offset += Engine.HandleInput(_input, offset, _input.Length - offset, 0);
                    Drain();
                }
            }

            private void Drain()
            {
                TlsPollResult result;
                do
                {
                    Sample();
                    result = Engine.Poll(_output, 0, _output.Length);
                    if (result == TlsPollResult.Transmit)
                    {
                        Outbox.Enqueue(_output[..Engine.OutputCount]);
                    }
                    else if (result == TlsPollResult.Failed)
                    {
                        throw new InvalidOperationException($"The handshake failed: {Engine.Error.Cause}.");
                    }
                }
                while (result != TlsPollResult.Idle);

                Sample();
            }

            private void Sample()
            {
                var heap = new DeviceHeap();
                // Shared by all sessions, as the tables of the curves are.
                object[] notOwned = [Stack, Options, Credentials, Drops, _input, _output];
                heap.Count(notOwned, typeof(CipherProvider));
                int bytes = heap.Count(Engine, typeof(CipherProvider));

                if (heap.Types.Remove(nameof(ObservedHmacKey), out int observing))
                {
                    bytes -= observing;
                }

                if (bytes > Peak)
                {
                    Peak = bytes;
                    PeakTypes = new SortedDictionary<string, int>(heap.Types, StringComparer.Ordinal);
                }
            }
        }
    }
}
