//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Collections.Generic;
using System.Reflection;
using NanoTlsMan.Ciphers;

namespace NanoTlsMan.Tests.Fuzz.Engines;

/// <summary>
/// A session that an engine and a peer had before: what each of them kept of it, so that a script can resume it.
/// </summary>
internal sealed class EarlierSession
{
    private static readonly FieldInfo s_state =
        typeof(ResumableSession).GetField("_state", BindingFlags.NonPublic | BindingFlags.Instance);

    private static readonly Dictionary<(TlsRole, TlsTransportKind, int, bool), EarlierSession> s_all = [];

    private readonly TicketKeys _keys = new(new ManagedCiphers(), new TestRandom(70));
    private readonly SessionCache _cache = new(4);
    private readonly byte[] _state;

    private EarlierSession(TlsRole role, TlsTransportKind kind, byte[] key, int suite, bool hasTicket)
    {
        TlsSessionOptions options = new();

        Give(options, hasTicket);
        options.CipherSuites = [(ushort)suite];

        Duel duel = new((int)role, (int)kind, options, Psk.Store(Psk.Identity, key), new TestRandom(71));

        duel.Peer.Key = key;
        duel.Peer.Suite = suite;
        duel.Peer.Ticket = hasTicket ? [] : null;
        duel.Peer.SessionId = role == TlsRole.Client && !hasTicket ? [1, 2, 3, 4] : [];
        duel.Gift = role == TlsRole.Client && hasTicket ? new byte[150] : null;
        duel.ExpectLives();
        MasterSecret = duel.Peer.MasterSecret;
        Ticket = duel.Peer.NewTicket;
        SessionId = duel.Peer.PeerSessionId;
        _state = (byte[])s_state.GetValue(options.Resumption);
    }

    public byte[] MasterSecret { get; }

    /// <summary>The ticket that our server gave, if it gave one.</summary>
    public byte[] Ticket { get; }

    /// <summary>The session ID that our server gave, if it gave one.</summary>
    public byte[] SessionId { get; }

    public static EarlierSession Get(TlsRole role, TlsTransportKind kind, byte[] key, int suite, bool hasTicket)
    {
        lock (s_all)
        {
            if (!s_all.TryGetValue((role, kind, suite, hasTicket), out EarlierSession session))
            {
                session = new EarlierSession(role, kind, key, suite, hasTicket);
                s_all.Add((role, kind, suite, hasTicket), session);
            }

            return session;
        }
    }

    /// <summary>Gives an engine's options what was kept, as it was then.</summary>
    public void Give(TlsSessionOptions options, bool hasTicket)
    {
        options.Resumption = new ResumableSession();
        s_state.SetValue(options.Resumption, _state?.Clone());

        if (hasTicket)
        {
            options.TicketKeys = _keys;
        }
        else
        {
            options.SessionCache = _cache;
        }
    }
}
