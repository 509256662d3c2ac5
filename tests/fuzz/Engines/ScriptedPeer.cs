//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Tests.Fuzz.Engines;

/// <summary>
/// A peer with the keys that says what a script wants, and keeps book of what it sealed.
/// </summary>
internal abstract class ScriptedPeer
{
    private readonly int _seed;
    private int _counter;

    protected ScriptedPeer(TlsTransportKind kind, int seed)
    {
        _seed = seed;
        Ledger = new Ledger(kind);
    }

    /// <summary>How many messages of an orderly handshake were made.</summary>
    public int Step { get; protected set; }

    /// <summary>How many an orderly handshake has.</summary>
    public abstract int StepCount { get; }

    /// <summary>The epoch that messages and data are sent in by default.</summary>
    public abstract int Epoch { get; }

    /// <summary>The message_seq of the next message.</summary>
    public abstract int NextMessage { get; }

    /// <summary>Whether it has derived keys, which it would lose by another hello.</summary>
    public abstract bool HasKeys { get; }

    /// <summary>Whether it was asked for a hello with a cookie.</summary>
    public abstract bool HasCookie { get; }

    /// <summary>Whether a Finished was made that is right for what was said.</summary>
    public bool HasFinished => Right != null;

    /// <summary>
    /// Whether this side's Finished was made as it has to be, and the engine's was right: only then the two may be
    /// connected.
    /// </summary>
    public bool MayConnect => HasFinished && IsVerified;

    /// <summary>The Finished made last, right or wrong, for the sabotage that believes any.</summary>
    public byte[] LastVerifyData { get; protected set; }

    /// <summary>The right Finished, once it was made.</summary>
    protected byte[] Right { get; set; }

    /// <summary>Whether the engine's Finished came and was right.</summary>
    protected abstract bool IsVerified { get; }

    protected Ledger Ledger { get; }

    /// <summary>The other side's role.</summary>
    public static TlsRole Opposite(TlsRole role) => role == TlsRole.Client ? TlsRole.Server : TlsRole.Client;

    /// <summary>Listens to what the engine sent.</summary>
    public abstract void Take(byte[] output);

    /// <summary>Makes a ClientHello, with the cookie if there is one: the handshake begins with it.</summary>
    public abstract Draft Hello();

    /// <summary>Makes a Finished: the right one, which counts, or a changed one, which does not.</summary>
    public abstract Draft Finished(Func<byte[], byte[]> change);

    /// <summary>Makes the next message of an orderly handshake, or data.</summary>
    public abstract Draft Next();

    /// <summary>Makes the next message of the handshake with another body, which both sides count.</summary>
    public abstract Draft Next(Func<byte[], byte[]> change);

    /// <summary>Makes a draft a record, with the next number.</summary>
    public abstract byte[] Write(Draft draft);

    /// <summary>Makes a draft a record with any number; in any epoch above 0 it is sealed.</summary>
    public abstract byte[] Write(Draft draft, ulong sequence);

    /// <summary>The number of the next sealed record, moved as a script likes.</summary>
    public abstract ulong Skip(ulong count);

    /// <summary>Makes application data that no other record has, of this peer or another.</summary>
    public Draft Data(int count)
    {
        byte[] data = new byte[Math.Max(count, 8)];

        Forge.Put(data, 0, 4, ++_counter);
        Forge.Put(data, 4, 4, _seed);
        return new Draft(ContentType.ApplicationData, Math.Max(Epoch, 1), count == 0 ? [] : data);
    }

    /// <summary>Tells whether a datagram has a sealed record that may end a session.</summary>
    public bool IsEnding(byte[] datagram) => Ledger.HasEnding(datagram);

    /// <summary>Tells whether data was sealed by this peer.</summary>
    public bool Knows(byte[] data) => Ledger.Knows(data);

    /// <summary>Checks data that the engine took for this peer's.</summary>
    public void CheckDelivered(byte[] data) => Ledger.CheckDelivered(data);
}
