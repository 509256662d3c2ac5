//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Collections.Generic;
using System.Reflection;
using NanoTlsMan.Ciphers;
using NanoTlsMan.Tests.Fuzz.Engines;

namespace NanoTlsMan.Tests.Fuzz.Version13;

/// <summary>
/// A session that an engine and a peer had before, with a ticket: what each of them kept of it.
/// </summary>
internal sealed class EarlierSession13
{
    private static readonly FieldInfo s_state =
        typeof(ResumableSession).GetField("_state", BindingFlags.NonPublic | BindingFlags.Instance);

    private static readonly Dictionary<(TlsRole, TlsTransportKind, int), EarlierSession13> s_all = [];

    private readonly byte[] _state;
    private readonly byte[] _ticket = [.. "a ticket of an earlier session"u8];
    private readonly byte[] _key;

    private EarlierSession13(TlsRole role, TlsTransportKind kind, byte[] key, int suite)
    {
        bool isClient = role == TlsRole.Client;
        TlsSessionOptions options = new()
        {
            Versions = kind == TlsTransportKind.Datagram ? TlsVersions.Dtls13 : TlsVersions.Tls13,
            CipherSuites = [(ushort)suite],
            Resumption = isClient ? new ResumableSession() : null,
            TicketKeys = isClient ? null : CreateKeys(),
        };
        ForgingPeer13 peer = new(ScriptedPeer.Opposite(role), kind, 70, key, suite);
        WatchedEngine engine = new(
            kind, options, key, Sabotage.None,
            (ciphers, drops) => LiveSession13.CreateStack(ciphers, false)
                .CreateEngine(role, kind, options, Psk.Store(Psk.Identity, key), drops))
        {
            Sent = peer.Take,
        };

        engine.Start(0);

        while (peer.Step < peer.StepCount)
        {
            engine.Deliver(peer.Write(peer.Next()), 0);
        }

        if (isClient)
        {
            engine.Deliver(peer.Write(peer.Ticket(_ticket)), 0);
            _key = peer.Live.GetTicketKey([9]);
            _state = (byte[])s_state.GetValue(options.Resumption);
        }
        else
        {
            _key = peer.Live.TicketKey;
            _ticket = peer.Live.Ticket;
        }
    }

    /// <summary>Makes what servers seal their tickets with: the same keys each time, however old the last ones
    /// became.</summary>
    public static TicketKeys CreateKeys() => new(new ManagedCiphers(), new TestRandom(70));

    public static EarlierSession13 Get(TlsRole role, TlsTransportKind kind, byte[] key, int suite)
    {
        lock (s_all)
        {
            if (!s_all.TryGetValue((role, kind, suite), out EarlierSession13 session))
            {
                session = new EarlierSession13(role, kind, key, suite);
                s_all.Add((role, kind, suite), session);
            }

            return session;
        }
    }

    /// <summary>Gives both sides what was kept, as it was then.</summary>
    public void Give(TlsSessionOptions options, LivePeer13 peer)
    {
        if (_state == null)
        {
            options.TicketKeys = CreateKeys();
        }
        else
        {
            options.Resumption = new ResumableSession();
            s_state.SetValue(options.Resumption, _state.Clone());
        }

        peer.Key = _key;
        peer.Identity = _ticket;
        peer.IsResuming = true;
    }
}
