//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using System.Reflection;
using NanoTlsMan.Managed;
using NanoTlsMan.Managed13;
using NanoTlsMan.Tests.Fuzz.Engines;

namespace NanoTlsMan.Tests.Fuzz.Endpoints;

/// <summary>
/// An endpoint with what is checked of each: exceptions, memory, limits, and what stays after the end.
/// </summary>
internal sealed class WatchedEndpoint : TlsEndpoint
{
    private const int AllocationLimit = 80000;
    private const int RetainedLimit = 20000;

    private readonly int _bufferSize;
    private int _maxSessions = 1;
    private int _maxHalfOpen = 1;

    private WatchedEndpoint(TlsMan man, ScriptTransport transport, int bufferSize, ObservedCiphers ciphers)
        : base(man, transport, bufferSize)
    {
        _bufferSize = bufferSize;
        Link = transport;
        Ciphers = ciphers;
    }

    public ScriptTransport Link { get; }

    public ObservedCiphers Ciphers { get; }

    /// <summary>All sessions that there ever were.</summary>
    public List<TlsManSession> Known { get; } = [];

    public static WatchedEndpoint Create(
        ScriptTransport transport, int bufferSize, byte[] key, Sabotage sabotage, bool isNewer = false)
    {
        ObservedCiphers ciphers = new();
        TlsMan man = new(ciphers, new TestRandom(8));

        ciphers.Secrets.Add(key);
        ciphers.Secrets.Add(WatchedEngine.Marker);

        TlsStack stack = isNewer
            ? new Managed13Stack(ciphers, new TestRandom(9))
            : new ManagedStack(ciphers, new TestRandom(9));

        man.LoadStack(new SabotagedStack(stack, sabotage, key));
        return new WatchedEndpoint(man, transport, bufferSize, ciphers);
    }

    /// <summary>Takes note of the limits as they are now, and then breaks them if that is wanted.</summary>
    public void NoteLimits(Sabotage sabotage)
    {
        _maxSessions = Limits.MaxSessions;
        _maxHalfOpen = Limits.MaxHalfOpen;
        Limits.MaxSessions += sabotage == Sabotage.NoLimit ? 16 : 0;
        Limits.MaxHalfOpen += sabotage == Sabotage.NoLimit ? 16 : 0;
    }

    /// <summary>Calls something of the product: nothing may come out, and it may not cost much.</summary>
    public void Call(int cost, Action action)
    {
        long watched = Ciphers.Allocated + Link.Allocated;
        long before = GC.GetAllocatedBytesForCurrentThread();

        try
        {
            action();
        }
        catch (Exception exception) when (exception is not Finding)
        {
            throw new Finding(Oracle.Exception, exception.ToString(), exception);
        }

        if (Link.Finding != null)
        {
            throw Link.Finding;
        }

        if (Ciphers.Nonces.Finding != null)
        {
            throw Ciphers.Nonces.Finding;
        }

        // What the watching itself takes is not the product's.
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        allocated -= Ciphers.Allocated + Link.Allocated - watched;

        if (allocated > AllocationLimit + (8 * cost))
        {
            throw new Finding(Oracle.Growth, $"{allocated} bytes for {cost}");
        }
    }

    /// <summary>Does a round for each input that there is, and one more.</summary>
    public void Turn()
    {
        for (int i = 0; i < 64; i++)
        {
            bool hadInput = Link.HasInput;

            Call(_bufferSize, () => Step(Link.Now));
            CheckSessions();

            if (!hadInput)
            {
                return;
            }
        }
    }

    public void CheckSessions()
    {
        int halfOpen = 0;
        TlsManSession[] sessions = GetSessions();

        foreach (TlsManSession session in sessions)
        {
            halfOpen += session.Role == TlsRole.Server && !session.IsConnected ? 1 : 0;

            if (session.IsEnded)
            {
                throw new Finding(Oracle.Limits, "a session that is over has a place");
            }
        }

        if (sessions.Length - halfOpen > _maxSessions || halfOpen > _maxHalfOpen)
        {
            throw new Finding(Oracle.Limits, $"{sessions.Length} sessions, {halfOpen} of them half open");
        }

        foreach (TlsManSession session in Known)
        {
            if (session.EndReason?.Cause is TlsErrorCause.InternalError or TlsErrorCause.OutOfMemory)
            {
                throw new Finding(Oracle.Exception, $"a session ended with {session.EndReason.Cause}");
            }
        }
    }

    /// <summary>Disposes, and looks at what stays.</summary>
    public void Finish()
    {
        Call(0, Dispose);
        Link.Sent = (_, _) => throw new Finding(Oracle.Events, "something was sent after Dispose");
        Call(0, () => Step(Link.Now));
        Call(0, Dispose);

        if (SessionCount != 0)
        {
            throw new Finding(Oracle.Retained, $"{SessionCount} sessions after Dispose");
        }

        foreach (TlsManSession session in Known)
        {
            byte[] buffer = new byte[16];

            if (session.IsConnected)
            {
                throw new Finding(Oracle.Events, "a channel is open after Dispose");
            }

            Call(0, () => session.SendData(buffer, 0, 1));
            Call(0, () => session.RetrieveData(buffer, 0, 1, 0));
            Call(0, () => session.Dispose());
        }

        SecretSearch.CheckRetained(this, Ciphers.Secrets, RetainedLimit + (3 * _bufferSize), Link, Man, Known);
    }

    protected override void OnAccepted(TlsManSession session) => Known.Add(session);

    /// <summary>Makes engines with a fault.</summary>
    private sealed class SabotagedStack(TlsStack stack, Sabotage sabotage, byte[] key) : TlsStack
    {
        // Only a stack itself may call it.
        private static readonly MethodInfo s_retry =
            typeof(TlsStack).GetMethod("Retry", BindingFlags.NonPublic | BindingFlags.Instance);

        public override string Name => stack.Name;

        public override string Version => stack.Version;

        public override TlsCapabilities Capabilities => stack.Capabilities;

        public override TlsEngine CreateEngine(
            TlsRole role, TlsTransportKind kind, TlsSessionOptions options, CredentialStore store, DropCounters drops)
        {
            TlsEngine engine = stack.CreateEngine(role, kind, options, store, drops);

            return sabotage == Sabotage.None ? engine : new SabotagedEngine(engine, kind, sabotage, key);
        }

        protected override int Retry(
            ClientHelloView hello, CookieGate gate, TlsSessionOptions options, CredentialStore credentials,
            byte[] peer, byte[] reply, int now) =>
            (int)s_retry.Invoke(stack, [hello, gate, options, credentials, peer, reply, now]);
    }
}
