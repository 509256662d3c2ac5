//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using NanoTlsMan.Managed;

namespace NanoTlsMan.Tests.Fuzz.Engines;

/// <summary>
/// An engine of the managed stack with all oracles that need nobody else: events, ends, deadlines, memory, secrets,
/// nonces.
/// </summary>
internal sealed class WatchedEngine
{
    private const int Seed = 4;
    private const int PollLimit = 4000;

    // What is allocated to derive a key and to use it: a datagram may have several updates.
    private const int KeyCost = 5000;

    // Far above a flight and what repeats it; and of what is to be sent, its records.
    private const int OutputLimit = 20000;
    private const int RetainedLimit = 8000;

    private readonly TlsTransportKind _kind;
    private readonly OutputWatch _watch;
    private readonly byte[] _output;
    private readonly byte[] _key;
    private readonly TlsSessionOptions _options;
    private int _start;
    private bool _isStarted;
    private int _stepOutput;

    public WatchedEngine(
        TlsRole role, TlsTransportKind kind, TlsSessionOptions options, byte[] key, Sabotage sabotage,
        byte[] connectionId = null, Func<int> peerIdLength = null)
        : this(
            kind, options, key, sabotage,
            (ciphers, drops) => new ManagedStack(ciphers, new TestRandom(Seed))
                .CreateEngine(role, kind, options, Psk.Store(Psk.Identity, key), drops),
            connectionId, peerIdLength)
    {
    }

    public WatchedEngine(
        TlsTransportKind kind, TlsSessionOptions options, byte[] key, Sabotage sabotage,
        Func<CipherProvider, DropCounters, TlsEngine> create, byte[] connectionId = null,
        Func<int> peerIdLength = null)
    {
        TlsEngine engine = create(Ciphers, Drops);

        _kind = kind;
        _key = key;
        _options = options;
        HandshakeLimit = options.HandshakeTimeout;
        _output = new byte[Math.Max(options.Mtu, 64)];
        _watch = new OutputWatch(kind) { Secrets = Ciphers.Secrets, PeerIdLength = peerIdLength ?? (() => 0) };
        engine.ConnectionId = connectionId;
        Ciphers.Secrets.Add(key);
        Ciphers.Secrets.Add(Marker);

        Engine = sabotage == Sabotage.None ? engine : new SabotagedEngine(engine, kind, sabotage, key);
    }

    /// <summary>What every message of ours begins with.</summary>
    public static byte[] Marker { get; } = [.. "only for friends"u8];

    public TlsEngine Engine { get; }

    public ObservedCiphers Ciphers { get; } = new();

    public DropCounters Drops { get; } = new();

    /// <summary>How much can be sent at once.</summary>
    public int MaxPayload => Engine.GetMaxPayload(_options.Mtu);

    public bool IsConnected { get; private set; }

    /// <summary>The version, once it is connected.</summary>
    public TlsVersions Version { get; private set; }

    public bool IsEnded { get; private set; }

    public bool IsFailed { get; private set; }

    /// <summary>Gets each datagram, or share of the stream, at once.</summary>
    public Action<byte[]> Sent { get; set; } = _ => { };

    /// <summary>Gets application data.</summary>
    public Action<byte[]> Received { get; set; } = _ => { };

    /// <summary>Tells how many bytes were allocated so far that are not the engine's.</summary>
    public Func<long> AllocatedAside { get; init; } = () => 0;

    /// <summary>How much an input may cost, in bytes: far above what is needed, and far below what an attacker would be
    /// happy with.</summary>
    public int AllocationLimit { get; init; } = 40000;

    /// <summary>How long a handshake may last.</summary>
    public int HandshakeLimit { get; init; }

    /// <summary>Is told of the connection, before anything else.</summary>
    public Action Connected { get; set; } = () => { };

    public void Start(int now)
    {
        _start = now;
        _isStarted = true;
        Step(0, () => Engine.Start(now));
    }

    /// <summary>Lets the engine ask whether a path leads to the peer.</summary>
    public void CheckPath(int now) => Step(0, () => Engine.CheckPath(now));

    /// <summary>Lets the engine renew its keys.</summary>
    public void UpdateKeys(bool asksPeer) => Step(0, () => Engine.UpdateKeys(asksPeer));

    /// <summary>Gives the engine a datagram, or bytes of the stream.</summary>
    public void Deliver(byte[] input, int now)
    {
        // Records are opened in place, and a script may deliver the same once more.
        byte[] copy = [.. input];

        Diary.Note("in", input);

        int offset = 0;
        int idle = 0;

        do
        {
            int taken = 0;
            int from = offset;

            Step(copy.Length, () => taken = Engine.HandleInput(copy, from, copy.Length - from, now));

            if (taken < 0 || taken > copy.Length - offset)
            {
                throw new Finding(Oracle.Data, $"{taken} of {copy.Length - offset} bytes taken");
            }

            if (_kind == TlsTransportKind.Datagram && taken != copy.Length)
            {
                throw new Finding(Oracle.Data, "a datagram was taken in part");
            }

            idle = taken == 0 ? idle + 1 : 0;

            if (idle > 1)
            {
                if (copy.Length > offset)
                {
                    throw new Finding(Oracle.Endless, "input is not taken");
                }

                break;
            }

            offset += taken;
        }
        while (offset < copy.Length);
    }

    public void Pass(int now)
    {
        if (Engine.HasDeadline && Time32.IsDue(Engine.Deadline, now))
        {
            Step(0, () => Engine.HandleTimeout(now));
        }

        CheckDeadline(now);
    }

    public void Send(int count)
    {
        byte[] data = new byte[count];

        Marker.AsSpan(0, Math.Min(count, Marker.Length)).CopyTo(data);
        Send(data);
    }

    public int Send(byte[] data)
    {
        int status = TlsManStatus.Ok;

        Step(data.Length, () => status = Engine.Send(data, 0, data.Length));
        return status;
    }

    public void Close() => Step(0, Engine.Close);

    public void EndStream() => Step(0, Engine.HandleEndOfStream);

    /// <summary>Lets all time pass that is left: a handshake has to end in it.</summary>
    public int Finish(int now)
    {
        for (int i = 0; i < 100 && !IsEnded && Engine.HasDeadline; i++)
        {
            now = Time32.IsDue(Engine.Deadline, now) ? now : Engine.Deadline;
            Pass(now);
        }

        if (!IsEnded && !IsConnected)
        {
            throw new Finding(Oracle.Deadline, "a handshake does not end");
        }

        Close();

        if (!IsEnded)
        {
            throw new Finding(Oracle.Events, "closing brought no final event");
        }

        // Whatever comes now is nobody's.
        Deliver([22, 254, 253, 0, 0, 0, 0, 0, 0, 0, 9, 0, 1, 1], now);
        Step(0, () => Engine.HandleTimeout(now));
        Step(0, Engine.Close);

        int buffer = _kind == TlsTransportKind.Stream ? _options.ReceiveBufferSize : 0;

        SecretSearch.CheckRetained(Engine, Ciphers.Secrets, RetainedLimit + buffer, Drops, _output, _key);
        Engine.Dispose();
        Step(0, Engine.HandleEndOfStream);
        return now;
    }

    private void Step(int inputCount, Action action)
    {
        int keys = Ciphers.KeyCount;
        long watched = Ciphers.Allocated + AllocatedAside();
        long before = GC.GetAllocatedBytesForCurrentThread();

        Guard(action);

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        _stepOutput = 0;

        for (int polls = 0; ; polls++)
        {
            if (polls > PollLimit + inputCount)
            {
                throw new Finding(Oracle.Endless, "polled without end");
            }

            before = GC.GetAllocatedBytesForCurrentThread();

            TlsPollResult result = Poll();

            allocated += GC.GetAllocatedBytesForCurrentThread() - before;

            if (result == TlsPollResult.Idle)
            {
                break;
            }

            Take(result);
        }

        if (Ciphers.Nonces.Finding != null)
        {
            throw Ciphers.Nonces.Finding;
        }

        allocated -= Ciphers.Allocated + AllocatedAside() - watched + (KeyCost * (Ciphers.KeyCount - keys));

        Diary.Note($"{allocated} bytes allocated");

        if (allocated > AllocationLimit + (2 * inputCount))
        {
            throw new Finding(Oracle.Growth, $"{allocated} bytes for an input of {inputCount}");
        }

        if (_stepOutput > OutputLimit + (2 * inputCount))
        {
            throw new Finding(Oracle.Limits, $"{_stepOutput} bytes sent for an input of {inputCount}");
        }

        if (_isStarted && !IsEnded && !IsConnected && !Engine.HasDeadline)
        {
            throw new Finding(Oracle.Deadline, "a handshake has no deadline");
        }
    }

    private TlsPollResult Poll()
    {
        try
        {
            return Engine.Poll(_output, 0, _output.Length);
        }
        catch (Exception exception)
        {
            throw new Finding(Oracle.Exception, exception.ToString(), exception);
        }
    }

    private void Take(TlsPollResult result)
    {
        if (result is not (TlsPollResult.Transmit or TlsPollResult.Data))
        {
            Diary.Note(result.ToString());
        }

        if (IsEnded)
        {
            throw new Finding(Oracle.Events, $"{result} after the end");
        }

        switch (result)
        {
            case TlsPollResult.Transmit:
                if (Engine.OutputCount <= 0 || Engine.OutputCount > _output.Length)
                {
                    throw new Finding(Oracle.Data, $"{Engine.OutputCount} bytes of output");
                }

                _stepOutput += Engine.OutputCount;
                Diary.Note("out", _output.AsSpan(0, Engine.OutputCount));
                _watch.Look(_output.AsSpan(0, Engine.OutputCount));
                Sent(_output.AsSpan(0, Engine.OutputCount).ToArray());
                break;

            case TlsPollResult.Connected:
                if (IsConnected)
                {
                    throw new Finding(Oracle.Events, "connected twice");
                }

                IsConnected = true;
                Version = Engine.Version;
                _watch.IsNewerOpen = Version is TlsVersions.Dtls13 or TlsVersions.Tls13;
                Connected();
                break;

            case TlsPollResult.Data:
                if (!IsConnected)
                {
                    throw new Finding(Oracle.Data, "data before the channel is open");
                }

                Diary.Note("data", Engine.DataBuffer.AsSpan(Engine.DataOffset, Engine.DataCount));
                Received(Engine.DataBuffer.AsSpan(Engine.DataOffset, Engine.DataCount).ToArray());
                break;

            case TlsPollResult.Closed:
            case TlsPollResult.Failed:
                IsEnded = true;
                IsFailed = result == TlsPollResult.Failed;

                if (IsFailed && Engine.Error == null)
                {
                    throw new Finding(Oracle.Events, "failed without a reason");
                }

                break;

            case TlsPollResult.Busy:
                break;

            default:
                throw new Finding(Oracle.Events, $"{result}");
        }
    }

    private void CheckDeadline(int now)
    {
        if (IsEnded || IsConnected)
        {
            return;
        }

        uint lasted = Time32.Since(_start, now);
        uint deadline = Time32.Since(_start, Engine.Deadline);

        if (lasted > HandshakeLimit || deadline > HandshakeLimit)
        {
            throw new Finding(Oracle.Deadline, $"a handshake lasts {lasted} ms, its deadline is at {deadline}");
        }
    }

    private static void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception) when (exception is not Finding)
        {
            throw new Finding(Oracle.Exception, exception.ToString(), exception);
        }
    }
}
