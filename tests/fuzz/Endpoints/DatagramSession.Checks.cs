//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Linq;
using NanoTlsMan.Tests.Fuzz.Engines;

namespace NanoTlsMan.Tests.Fuzz.Endpoints;

/// <content>
/// What is checked after each step.
/// </content>
internal sealed partial class DatagramSession
{
    private void After()
    {
        int finished = _hosts.Sum(host => host.Peers.Count(peer => peer.MayConnect));
        bool isNewcomer = finished > _finished;

        _finished = finished;

        foreach (TlsManSession session in _endpoint.Known)
        {
            Host host = Find(session);

            _opened.TryAdd(session, _transport.Now);

            if (session.IsConnected && _ready.Add(session))
            {
                host.LastActivity = _transport.Now;

                if (!host.MayConnect)
                {
                    throw new Finding(Oracle.WronglyConnected, "no right Finished was sent, or its own is wrong");
                }
            }

            if (session.IsEnded && _ready.Remove(session))
            {
                CheckEnd(session, host, isNewcomer);
            }

            if (!session.IsEnded && !session.IsConnected && session.CipherSuite == 0 && IsLate(session))
            {
                throw new Finding(Oracle.Deadline, "a handshake lasts too long");
            }
        }
    }

    // What is delivered to a program is a sign of life; what was played back or damaged is none.
    private void NoteActivity(Host host)
    {
        if (host.Current.MayConnect && IsOpen(host))
        {
            host.LastActivity = _transport.Now;
        }
    }

    private bool IsLate(TlsManSession session) =>
        _endpoint.GetSessions().Contains(session)
        && Time32.Since(_opened[session], _transport.Now) > HandshakeTimeout + 1;

    /// <summary>
    /// An open session ends by its own program, its peer with the keys, a newer handshake of that peer, or, if it is
    /// idle, for a newcomer.
    /// </summary>
    private void CheckEnd(TlsManSession session, Host host, bool isNewcomer)
    {
        if (_ours.Contains(session) || _isDisposed || (_sender == host && host.IsEnding(_datagram)))
        {
            return;
        }

        TlsErrorCause cause = session.EndReason?.Cause ?? default;
        bool isReplaced = cause == TlsErrorCause.Replaced && _sender == host && host.Current.MayConnect;
        bool isEvicted = cause == TlsErrorCause.Evicted && isNewcomer && session.Role == TlsRole.Server
            && Time32.Since(host.LastActivity, _transport.Now) >= (uint)_idleTimeout;

        // A last flight that nobody acknowledged (RFC 9147, section 5.8.1).
        bool isUnanswered = _isNewer && cause == TlsErrorCause.HandshakeTimeout && session.Role == TlsRole.Client;

        if (!isReplaced && !isEvicted && !isUnanswered)
        {
            uint idle = Time32.Since(host.LastActivity, _transport.Now);

            throw new Finding(Oracle.Noise, $"an open session ended: {cause}, idle {idle} ms");
        }
    }

    private Host Find(TlsManSession session) => _hosts.First(host => IsOf(session, host));

    private void OnSent(byte[] peer, byte[] bytes)
    {
        Diary.Note("out", bytes);

        if (_endpoint.Ciphers.Secrets.Find(bytes) is string found)
        {
            throw new Finding(Oracle.Secret, $"{found} was sent");
        }

        Host host = _hosts.FirstOrDefault(candidate => PeerAddress.AreEqual(candidate.Address, peer))
            ?? throw new Finding(Oracle.Data, "a datagram to nobody");

        _sentBytes += host == _sender ? bytes.Length : 0;
        host.Current.Take(bytes);
    }

    /// <summary>Whatever was before: when it is over, one who knows the key gets in.</summary>
    private void LetFriendIn()
    {
        int own = _endpoint.GetSessions().Count(session => session.Role == TlsRole.Client && session.IsConnected);

        if (own >= _endpoint.Limits.MaxSessions)
        {
            return;
        }

        for (int i = 0; i < 35; i++)
        {
            Pass(1000);
        }

        Pass(_idleTimeout + 1000);

        Host friend = new(SimulatedLink.CreateAddress(FriendAddress));

        _hosts.Add(friend);
        Restart(friend, TlsRole.Client, _key);
        Greet(friend);
        Finish(friend);

        if (!IsOpen(friend))
        {
            throw new Finding(Oracle.LockedOut, "one who knows the key does not get in");
        }
    }
}
