//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Tests.Fuzz.Engines;

/// <summary>
/// One run: a script leads a forging peer against an engine. What the peer can do is the subclass's.
/// </summary>
internal abstract partial class ScriptedSession
{
    /// <summary>The first moment of a clock that is about to wrap.</summary>
    protected const int LateStart = int.MaxValue - 5000;

    private const int MostSteps = 200;

    private static readonly int[] s_mtus = [1232, 300, 256, 1500];
    private static readonly int[] s_buffers = [RecordHeader.MaxPlaintext, 64, 512, 4096];
    private static readonly int[] s_times = [1, 50, 1000, 4000, 31000, 3600000, 86400000, 0x3FFFFFFF];

    private bool _hasClosed;

    protected ScriptedSession(TlsRole role, TlsTransportKind kind, byte[] input)
    {
        Role = role;
        Kind = kind;
        Script = new Script(input);
        Courier = new Courier(Script, Deliver);
    }

    protected TlsRole Role { get; }

    protected TlsTransportKind Kind { get; }

    protected Script Script { get; }

    protected Courier Courier { get; }

    protected WatchedEngine Engine { get; init; }

    protected ScriptedPeer Peer { get; init; }

    protected int Now { get; set; }

    /// <summary>How many bytes of a stream are delivered at once.</summary>
    protected int Chunk { get; init; } = int.MaxValue;

    /// <summary>How many operations the subclass has.</summary>
    protected abstract int OperationCount { get; }

    private bool IsOpen => Engine.IsConnected && !Engine.IsEnded;

    public void Run()
    {
        Engine.Start(Now);

        for (int i = 0; i < MostSteps && !Script.IsAtEnd; i++)
        {
            int operation = Script.Next() % OperationCount;

            Diary.Note($"{Now} ms, operation {operation}");
            Do(operation);
        }

        Now = Engine.Finish(Now);
    }

    protected static int GetMtu(int settings) => s_mtus[settings & 3];

    protected static int GetBufferSize(int settings) => s_buffers[(settings >> 2) & 3];

    /// <summary>Tells whether time may end an open session for a cause.</summary>
    protected virtual bool MayTimeEnd(TlsErrorCause cause) => false;

    /// <summary>Is told of what the engine is about to get.</summary>
    protected virtual void OnDeliver(byte[] bytes)
    {
    }

    /// <summary>Takes what the engine sent.</summary>
    protected virtual void OnSent(byte[] output)
    {
        Courier.Remember(output);
        Peer.Take(output);
    }

    protected void Emit(byte[] bytes) => Courier.Emit(bytes);

    private void Close()
    {
        _hasClosed = true;
        Engine.Close();
    }

    private void Pass()
    {
        int how = Script.Next();

        if ((how & 1) == 0 && Engine.Engine.HasDeadline)
        {
            Now = Time32.IsDue(Engine.Engine.Deadline, Now) ? Now : Engine.Engine.Deadline;
        }
        else
        {
            // Nobody sleeps past a deadline on purpose; but somebody may.
            int wanted = Now + s_times[(how >> 1) % s_times.Length];
            bool isCut = Engine.Engine.HasDeadline && Time32.IsDue(Engine.Engine.Deadline, wanted);

            Now = isCut ? Engine.Engine.Deadline : wanted;
        }

        bool wasOpen = IsOpen;

        Engine.Pass(Now);
        ExpectOpen(wasOpen && !(Engine.IsFailed && MayTimeEnd(Engine.Engine.Error.Cause)), "time");
    }

    private void EndStream()
    {
        bool wasOpen = IsOpen && Kind == TlsTransportKind.Datagram;

        Engine.EndStream();
        ExpectOpen(wasOpen, "the end of a stream that is none");
    }

    private void ExpectOpen(bool wasOpen, string what)
    {
        if (wasOpen && Engine.IsEnded && !_hasClosed)
        {
            throw new Finding(Oracle.Noise, $"{what} ended an open session: {Engine.Engine.Error?.Cause}");
        }
    }

    private void Deliver(byte[] bytes)
    {
        OnDeliver(bytes);

        if (Kind == TlsTransportKind.Datagram)
        {
            bool wasOpen = IsOpen;

            Engine.Deliver(bytes, Now);
            ExpectOpen(wasOpen && !Peer.IsEnding(bytes), "a datagram");
            return;
        }

        for (int offset = 0; offset < bytes.Length; offset += Chunk == int.MaxValue ? bytes.Length : Chunk)
        {
            int end = Chunk < bytes.Length - offset ? offset + Chunk : bytes.Length;

            Engine.Deliver(bytes[offset..end], Now);
        }
    }
}
