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
/// One server with many clients, each a bare engine at an address of its own.
/// </summary>
internal sealed class Population
{
    private const int Mtu = 1232;

    private readonly MemoryTransport _transport = new();
    private readonly List<TlsEngine> _clients = [];
    private readonly List<byte[]> _addresses = [];
    private readonly ManagedStack _stack = new(new ManagedCiphers(), new HostRandom());
    private readonly TlsSessionOptions _options = new() { CipherSuites = [TlsCipherSuite.PskWithAes128Ccm8] };
    private readonly CredentialStore _keys = new();
    private readonly DropCounters _drops = new();
    private readonly byte[] _output = new byte[Mtu];
    private readonly byte[] _buffer = new byte[Mtu];

    public Population(int most)
    {
        TlsMan man = new(new ManagedCiphers(), new HostRandom());

        man.LoadStack(_stack);
        _keys.AddPsk(1, "device"u8.ToArray(), new byte[16]);
        Server = new TlsEndpoint(man, _transport, 1500);
        Server.Limits.MaxSessions = most;
        Server.Listen(_options, _keys);
        _transport.Sent = TakeReply;
    }

    public TlsEndpoint Server { get; }

    public int Count => _clients.Count;

    /// <summary>Opens sessions up to a number.</summary>
    /// <returns>How long each took, in microseconds.</returns>
    public double Open(int count)
    {
        int before = _clients.Count;
        long start = Stopwatch.GetTimestamp();

        while (_clients.Count < count)
        {
            OpenOne();
        }

        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / (count - before);
    }

    /// <summary>Seals records of 64 bytes, of some clients in turn, whose order no cache can guess.</summary>
    public List<(byte[] Address, byte[] Record)> Seal(int count, int senders)
    {
        List<(byte[], byte[])> records = new(count);
        byte[] data = new byte[64];
        int[] order = [.. Enumerable.Range(0, _clients.Count)];

        Random.Shared.Shuffle(order);
        senders = Math.Min(senders, order.Length);

        for (int i = 0; i < count; i++)
        {
            int place = order[i % senders];
            TlsEngine client = _clients[place];

            client.Send(data, 0, data.Length);

            while (client.Poll(_output, 0, Mtu) is TlsPollResult result && result != TlsPollResult.Idle)
            {
                if (result == TlsPollResult.Transmit)
                {
                    records.Add((_addresses[place], _output[..client.OutputCount]));
                }
            }
        }

        return records;
    }

    /// <summary>Delivers records to the server, which fetches each.</summary>
    /// <returns>Microseconds and allocated bytes for each.</returns>
    public (double Time, double Bytes) Deliver(List<(byte[] Address, byte[] Record)> records)
    {
        foreach ((byte[] address, byte[] record) in records)
        {
            _transport.Put(address, record);
        }

        long bytes = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();

        for (int i = 0; i < records.Count; i++)
        {
            Server.Step(_transport.Time);

            TlsManSession session = Server.FindReady();

            if (session == null || session.RetrieveData(_buffer, 0, _buffer.Length, 0) != 64)
            {
                throw new InvalidOperationException("a record was lost");
            }
        }

        double time = Stopwatch.GetElapsedTime(start).TotalMicroseconds;

        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        return (time / records.Count, (double)bytes / records.Count);
    }

    /// <summary>Has the server look around where nothing is.</summary>
    /// <returns>Microseconds for each look.</returns>
    public double Idle(int count)
    {
        long start = Stopwatch.GetTimestamp();

        for (int i = 0; i < count; i++)
        {
            Server.Step(_transport.Time);
        }

        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / count;
    }

    private void OpenOne()
    {
        int place = _clients.Count;
        byte[] address = new byte[PeerAddress.Size];

        address[0] = 6;
        address[1] = 10;
        address[3] = (byte)(place >> 8);
        address[4] = (byte)place;
        address[5] = 22;
        address[6] = 51;
        _addresses.Add(address);

        TlsEngine client = _stack.CreateEngine(TlsRole.Client, TlsTransportKind.Datagram, _options, _keys, _drops);

        _clients.Add(client);
        client.Start(_transport.Time);
        Pump(place);

        while (!client.IsConnected)
        {
            Server.Step(_transport.Time);
            Pump(place);
        }
    }

    private void Pump(int place)
    {
        TlsEngine client = _clients[place];

        while (client.Poll(_output, 0, Mtu) is TlsPollResult result && result != TlsPollResult.Idle)
        {
            if (result == TlsPollResult.Transmit)
            {
                _transport.Put(_addresses[place], _output[..client.OutputCount]);
            }
        }
    }

    private void TakeReply(byte[] peer, ReadOnlyMemory<byte> datagram)
    {
        int place = (peer[3] << 8) | peer[4];
        byte[] copy = datagram.ToArray();

        _clients[place].HandleInput(copy, 0, copy.Length, _transport.Time);
    }
}
