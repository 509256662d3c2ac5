//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Diagnostics;
using BenchmarkDotNet.Attributes;
using NanoTlsMan.Ciphers;
using NanoTlsMan.Native;
using NanoTlsMan.NativeStacks;

namespace NanoTlsMan.Cost;

/// <summary>
/// One record of 64 bytes over DTLS with TLS_PSK_WITH_AES_128_CCM_8, from a client to a server, both native: sealed,
/// carried, opened.
/// </summary>
public class RecordBenchmarks
{
    private const int RecordsInC = 200000;
    private const int Mtu = 1232;
    private const int ResultPosition = 0;
    private const int ResultOutputCount = 1;

    private readonly byte[] _data = new byte[64];
    private readonly byte[] _wire = new byte[Mtu];
    private readonly byte[] _output = new byte[Mtu];
    private readonly int[] _results = new int[64];
    private TlsEngine _client = null!;
    private TlsEngine _server = null!;
    private TlsManSession _session = null!;
    private TlsManSession _accepted = null!;
    private TlsEndpoint _acceptor = null!;
    private int _clientHandle;
    private int _serverHandle;

    [Params("mbedtls", "wolfssl")]
    public string Stack { get; set; } = "";

    [GlobalSetup]
    public void Connect()
    {
        _clientHandle = Open(0);
        _serverHandle = Open(1);
        ConnectHandles();
        ConnectEngines();
        ConnectSessions();
    }

    /// <summary>The same in C, in a process of its own, whose start and handshake are spread over all
    /// records.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = RecordsInC)]
    public void AdapterInC()
    {
        string program = Path.Combine(
            Path.GetDirectoryName(Environment.GetEnvironmentVariable("NANOTLSMAN_LIBRARY"))!, "bench", "cost_adapter");
        using Process process = Process.Start(program, [Stack, "1", RecordsInC.ToString()]);

        process.WaitForExit();
        Check(process.ExitCode == 0);
    }

    [Benchmark]
    public void NativeCallsByPInvoke()
    {
        Check(
            NativeCalls.Send(
                _clientHandle, 0, _data, 0, _data.Length, _wire, 0, _wire.Length,
                _results) == (int)TlsPollResult.Transmit);

        int count = _results[ResultOutputCount];

        Check(
            NativeCalls.Poll(
                _serverHandle, 0, _wire, 0, 0, count, _output, 0, _output.Length, _results) == (int)TlsPollResult.Data);
    }

    [Benchmark]
    public void Engine()
    {
        _client.Send(_data, 0, _data.Length);
        Check(_client.Poll(_wire, 0, _wire.Length) == TlsPollResult.Transmit);

        int count = _client.OutputCount;

        Check(_client.Poll(_output, 0, _output.Length) == TlsPollResult.Idle);
        _server.HandleInput(_wire, 0, count, 0);
        Check(_server.Poll(_output, 0, _output.Length) == TlsPollResult.Data && _server.DataCount == _data.Length);
        Check(_server.Poll(_output, 0, _output.Length) == TlsPollResult.Idle);
    }

    [Benchmark]
    public void Session()
    {
        _session.SendData(_data, 0, _data.Length);
        _acceptor.Step(0);
        Check(_accepted.RetrieveData(_output, 0, _output.Length, null) == _data.Length);
    }

    private static void Check(bool condition)
    {
        if (!condition)
        {
            throw new InvalidOperationException();
        }
    }

    private static CredentialStore CreateKeys()
    {
        CredentialStore keys = new();

        keys.AddPsk(1, "Client_identity"u8.ToArray(), "sixteen bytes ok"u8.ToArray());
        return keys;
    }

    private static TlsSessionOptions CreateOptions() => new() { CipherSuites = [TlsCipherSuite.PskWithAes128Ccm8] };

    private int Open(int role)
    {
        int stack = Enumerable.Range(0, NativeStack.Count).Single(index => NativeStack.Get(index).Name == Stack);
        int handle = NativeCalls.Open(stack, role, 0);

        Check(NativeCalls.SetOption(handle, 1, TlsCipherSuite.PskWithAes128Ccm8) == 0);
        Check(
            NativeCalls.AddCredential(
                handle, 1, "Client_identity"u8.ToArray(), "sixteen bytes ok"u8.ToArray(), 16, null) == 0);
        Check(NativeCalls.Start(handle, 0) == 0);
        return handle;
    }

    private void ConnectHandles()
    {
        Queue<byte[]> toServer = [];
        Queue<byte[]> toClient = [];

        Run(_clientHandle, toClient, toServer);

        while (toServer.Count + toClient.Count > 0)
        {
            Run(_serverHandle, toServer, toClient);
            Run(_clientHandle, toClient, toServer);
        }
    }

    private void Run(int handle, Queue<byte[]> from, Queue<byte[]> to)
    {
        byte[] input = from.Count > 0 ? from.Dequeue() : [];
        int position = 0;
        int result;

        do
        {
            result =
                NativeCalls.Poll(handle, 0, input, 0, position, input.Length, _output, 0, _output.Length, _results);
            position = _results[ResultPosition];

            if (result == (int)TlsPollResult.Transmit)
            {
                to.Enqueue(_output.AsSpan(0, _results[ResultOutputCount]).ToArray());
            }
        }
        while (result != (int)TlsPollResult.Idle);
    }

    private void ConnectEngines()
    {
        NativeStack stack = NativeStack.Find(Stack);

        _client = stack.CreateEngine(
            TlsRole.Client, TlsTransportKind.Datagram, CreateOptions(), CreateKeys(), new DropCounters());
        _server = stack.CreateEngine(
            TlsRole.Server, TlsTransportKind.Datagram, CreateOptions(), CreateKeys(), new DropCounters());
        _server.Start(0);
        _client.Start(0);

        Queue<(TlsEngine To, byte[] Datagram)> wire = [];

        Drain(_client, _server, wire);

        while (wire.TryDequeue(out (TlsEngine To, byte[] Datagram) next))
        {
            next.To.HandleInput(next.Datagram, 0, next.Datagram.Length, 0);
            Drain(next.To, next.To == _client ? _server : _client, wire);
        }

        Check(_client.IsConnected && _server.IsConnected);
    }

    private void Drain(TlsEngine engine, TlsEngine other, Queue<(TlsEngine To, byte[] Datagram)> wire)
    {
        TlsPollResult result;

        do
        {
            result = engine.Poll(_output, 0, _output.Length);

            if (result == TlsPollResult.Transmit)
            {
                wire.Enqueue((other, _output.AsSpan(0, engine.OutputCount).ToArray()));
            }
        }
        while (result != TlsPollResult.Idle);
    }

    private void ConnectSessions()
    {
        QueueTransport client = new();
        QueueTransport server = new() { Other = client };

        client.Other = server;

        TlsEndpoint connector = CreateEndpoint(client);

        _acceptor = CreateEndpoint(server);
        _accepted = new TlsManSession(_acceptor, new byte[PeerAddress.Size], CreateOptions(), CreateKeys());
        _session = new TlsManSession(connector, new byte[PeerAddress.Size], CreateOptions(), CreateKeys());
        Check(_accepted.OpenServerChannel(SecureSockFlags.NonBlock, CreateKeys()) == TlsManStatus.Ok);
        Check(_session.OpenClientChannel(SecureSockFlags.NonBlock) == TlsManStatus.Ok);

        while (!_session.IsConnected || !_accepted.IsConnected)
        {
            _acceptor.Step(0);
            connector.Step(0);
        }
    }

    private TlsEndpoint CreateEndpoint(SecureTransport transport)
    {
        ManagedCiphers ciphers = new();
        TlsMan man = new(ciphers, new SystemRandom());

        man.LoadStack(NativeStack.Find(Stack));
        return new TlsEndpoint(man, transport, 1500);
    }
}
