//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Diagnostics;
using NanoTlsMan.Ciphers;
using NanoTlsMan.Host;
using NanoTlsMan.Managed;

namespace NanoTlsMan.Scale;

/// <summary>
/// Pairs of bare engines: what the same records cost without an endpoint, so that its own part can be told from what
/// the processor's cache costs where each record needs another session's keys.
/// </summary>
internal sealed class EnginePopulation
{
    private const int Mtu = 1232;
    private const int Time = 0;

    private readonly ManagedStack _stack = new(new ManagedCiphers(), new HostRandom());
    private readonly TlsSessionOptions _options = new() { CipherSuites = [TlsCipherSuite.PskWithAes128Ccm8] };
    private readonly CredentialStore _keys = new();
    private readonly DropCounters _drops = new();
    private readonly byte[] _output = new byte[Mtu];
    private readonly byte[] _input = new byte[Mtu];
    private readonly List<TlsEngine> _clients = [];
    private readonly List<TlsEngine> _servers = [];

    public EnginePopulation(int count)
    {
        _keys.AddPsk(1, "device"u8.ToArray(), new byte[16]);

        while (_clients.Count < count)
        {
            Open();
        }
    }

    /// <summary>Seals records of 64 bytes, of all clients in turn, whose order no cache can guess, and opens
    /// them.</summary>
    /// <returns>Microseconds for opening each.</returns>
    public double Deliver(int count)
    {
        int[] order = [.. Enumerable.Range(0, _clients.Count)];
        List<byte[]> records = new(count);
        byte[] data = new byte[64];

        Random.Shared.Shuffle(order);

        for (int i = 0; i < count; i++)
        {
            TlsEngine client = _clients[order[i % order.Length]];

            client.Send(data, 0, data.Length);
            records.AddRange(Take(client));
        }

        long start = Stopwatch.GetTimestamp();

        for (int i = 0; i < count; i++)
        {
            TlsEngine server = _servers[order[i % order.Length]];

            records[i].CopyTo(_input, 0);
            server.HandleInput(_input, 0, records[i].Length, Time);

            if (server.Poll(_output, 0, Mtu) != TlsPollResult.Data || server.DataCount != 64)
            {
                throw new InvalidOperationException("a record was lost");
            }

            Array.Copy(server.DataBuffer, server.DataOffset, _output, 0, server.DataCount);
            server.Poll(_output, 0, Mtu);
        }

        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / count;
    }

    private void Open()
    {
        TlsEngine client = _stack.CreateEngine(TlsRole.Client, TlsTransportKind.Datagram, _options, _keys, _drops);
        TlsEngine server = _stack.CreateEngine(TlsRole.Server, TlsTransportKind.Datagram, _options, _keys, _drops);

        client.Start(Time);
        server.Start(Time);
        _clients.Add(client);
        _servers.Add(server);

        Hand(Take(client), server, client);
    }

    private void Hand(List<byte[]> datagrams, TlsEngine to, TlsEngine from)
    {
        foreach (byte[] datagram in datagrams)
        {
            List<byte[]> answers = [];

            for (int offset = 0; offset < datagram.Length;)
            {
                int taken = to.HandleInput(datagram, offset, datagram.Length - offset, Time);

                answers.AddRange(Take(to));
                offset += taken == 0 ? datagram.Length : taken;
            }

            Hand(answers, from, to);
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
