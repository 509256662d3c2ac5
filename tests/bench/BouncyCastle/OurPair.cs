//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Host;
using NanoTlsMan.Managed;

namespace NanoTlsMan.Bench.BouncyCastle;

/// <summary>
/// Two engines of the managed stack.
/// </summary>
internal sealed class OurPair : IPair
{
    private const int Mtu = 1400;
    private const int Time = 0;

    private readonly ManagedStack _stack;
    private readonly TlsSessionOptions _options;
    private readonly CredentialStore _keys = new();
    private readonly DropCounters _drops = new();
    private readonly byte[] _output = new byte[Mtu];
    private TlsEngine? _client;
    private TlsEngine? _server;

    public OurPair(CipherProvider ciphers, ushort suite)
    {
        _stack = new ManagedStack(ciphers, new HostRandom());
        _options = new TlsSessionOptions { CipherSuites = [suite] };
        _keys.AddPsk(1, BouncyPair.Identity, BouncyPair.Key);
    }

    public void Connect()
    {
        _client?.Dispose();
        _server?.Dispose();
        _client = _stack.CreateEngine(TlsRole.Client, TlsTransportKind.Datagram, _options, _keys, _drops);
        _server = _stack.CreateEngine(TlsRole.Server, TlsTransportKind.Datagram, _options, _keys, _drops);
        _client.Start(Time);
        _server.Start(Time);
        Hand(Take(_client), _server, _client);

        if (!_client.IsConnected || !_server.IsConnected)
        {
            throw new InvalidOperationException("the handshake did not complete");
        }
    }

    public void Deliver(byte[] data)
    {
        _client!.Send(data, 0, data.Length);

        if (_client.Poll(_output, 0, Mtu) != TlsPollResult.Transmit)
        {
            throw new InvalidOperationException("nothing was sealed");
        }

        int length = _client.OutputCount;

        _client.Poll(_output, length, Mtu - length);
        _server!.HandleInput(_output, 0, length, Time);

        if (_server.Poll(_output, length, Mtu - length) != TlsPollResult.Data || _server.DataCount != data.Length)
        {
            throw new InvalidOperationException("a record was lost");
        }

        _server.Poll(_output, length, Mtu - length);
    }

    private void Hand(List<byte[]> datagrams, TlsEngine to, TlsEngine from)
    {
        foreach (byte[] datagram in datagrams)
        {
            to.HandleInput(datagram, 0, datagram.Length, Time);
            Hand(Take(to), from, to);
        }
    }

    private List<byte[]> Take(TlsEngine engine)
    {
        List<byte[]> datagrams = [];

        while (engine.Poll(_output, 0, Mtu) is TlsPollResult result && result != TlsPollResult.Idle)
        {
            if (result == TlsPollResult.Transmit)
            {
                datagrams.Add(_output[..engine.OutputCount]);
            }
        }

        return datagrams;
    }
}
