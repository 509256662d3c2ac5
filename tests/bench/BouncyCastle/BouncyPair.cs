//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace NanoTlsMan.Bench.BouncyCastle;

/// <summary>
/// BouncyCastle's client and server. Its calls wait for the other side, so that a handshake has a thread for each.
/// </summary>
internal sealed class BouncyPair(int suite) : IPair
{
    private const int Patience = 10_000;

    private readonly byte[] _received = new byte[MemoryLink.Limit];
    private DtlsTransport? _client;
    private DtlsTransport? _server;

    public static byte[] Identity { get; } = "Client_identity"u8.ToArray();

    public static byte[] Key { get; } = [.. Enumerable.Range(0, 16).Select(index => (byte)index)];

    public void Connect()
    {
        MemoryLink toServer = new();
        MemoryLink toClient = new();
        Task<DtlsTransport> accepting =
            Task.Run(() => new DtlsServerProtocol().Accept(new Server(suite), new End(toServer, toClient)));

        _client = new DtlsClientProtocol().Connect(new Client(suite), new End(toClient, toServer));
        _server = accepting.Result;
    }

    public void Deliver(byte[] data)
    {
        _client!.Send(data, 0, data.Length);

        if (_server!.Receive(_received, 0, _received.Length, Patience) != data.Length)
        {
            throw new InvalidOperationException("a record was lost");
        }
    }

    private sealed class Client(int suite) : PskTlsClient(new BcTlsCrypto(), new BasicTlsPskIdentity(Identity, Key))
    {
        protected override ProtocolVersion[] GetSupportedVersions() => ProtocolVersion.DTLSv12.Only();

        protected override int[] GetSupportedCipherSuites() => [suite];
    }

    private sealed class Server(int suite) : PskTlsServer(new BcTlsCrypto(), new OneKey())
    {
        protected override ProtocolVersion[] GetSupportedVersions() => ProtocolVersion.DTLSv12.Only();

        protected override int[] GetSupportedCipherSuites() => [suite];
    }

    private sealed class OneKey : TlsPskIdentityManager
    {
        public byte[] GetHint() => [];

        public byte[]? GetPsk(byte[] identity) => identity.AsSpan().SequenceEqual(Identity) ? [.. Key] : null;
    }

    /// <summary>Datagrams in one direction.</summary>
    private sealed class MemoryLink
    {
        public const int Limit = 1400;

        private readonly Queue<byte[]> _datagrams = new();

        public void Add(ReadOnlySpan<byte> datagram)
        {
            lock (_datagrams)
            {
                _datagrams.Enqueue(datagram.ToArray());
                Monitor.Pulse(_datagrams);
            }
        }

        public int Take(Span<byte> buffer, int patience)
        {
            lock (_datagrams)
            {
                if (_datagrams.Count == 0 && !Monitor.Wait(_datagrams, Math.Max(patience, 1)))
                {
                    return -1;
                }

                byte[] datagram = _datagrams.Dequeue();

                datagram.CopyTo(buffer);
                return datagram.Length;
            }
        }
    }

    private sealed class End(MemoryLink from, MemoryLink to) : DatagramTransport
    {
        public int GetReceiveLimit() => MemoryLink.Limit;

        public int GetSendLimit() => MemoryLink.Limit;

        public int Receive(byte[] buf, int off, int len, int waitMillis) => from.Take(buf.AsSpan(off, len), waitMillis);

        public int Receive(Span<byte> buffer, int waitMillis) => from.Take(buffer, waitMillis);

        public void Send(byte[] buf, int off, int len) => to.Add(buf.AsSpan(off, len));

        public void Send(ReadOnlySpan<byte> buffer) => to.Add(buffer);

        public void Close()
        {
        }
    }
}
