//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using NanoTlsMan.Ciphers;
using Xunit;

namespace NanoTlsMan.Tests.Hostile;

/// <summary>
/// Case 52: after its end nothing of an engine still holds a secret. The graph of its objects is searched for the
/// pre-shared key, the master secret, the keys of the records and their expanded forms, and the plaintext.
/// </summary>
public sealed class HygieneTests
{
    private static readonly byte[] s_plaintext = [.. Enumerable.Range(0, 24).Select(i => (byte)(0xA0 + i))];

    [Theory]
    [InlineData(TlsTransportKind.Datagram, "close")]
    [InlineData(TlsTransportKind.Datagram, "fail")]
    [InlineData(TlsTransportKind.Datagram, "dispose")]
    [InlineData(TlsTransportKind.Stream, "close")]
    [InlineData(TlsTransportKind.Stream, "fail")]
    [InlineData(TlsTransportKind.Stream, "dispose")]
    public void SecretsAreGoneAfterTheEnd(TlsTransportKind kind, string end)
    {
        foreach (int suite in (int[])[TlsCipherSuite.PskWithAes128Ccm8, TlsCipherSuite.PskWithAes128GcmSha256])
        {
            byte[] master = null;
            TlsSessionOptions options = new()
            {
                CipherSuites = [(ushort)suite],
                BadRecordLimit = 100,
                KeepMasterSecret = true,
                DangerousKeyLog = (random, secret) => master = (byte[])secret.Clone()
            };
            EnginePair pair = new(kind, options, options, Psk.Store(), Psk.Store(), 1400);

            pair.Start();
            pair.Exchange();
            pair.Client.Send((byte[])s_plaintext.Clone());
            pair.Exchange();

            EngineSide[] sides = [pair.Client, pair.Server];
            List<byte[]> secrets = GetSecrets(master, pair);

            // The search finds what there is to find: an open channel has the keys of its records.
            foreach (EngineSide side in sides)
            {
                Assert.NotEmpty(Find(side.Engine, secrets));
            }

            switch (end)
            {
                case "close":
                    pair.Client.Close();
                    pair.Exchange();
                    break;
                case "fail":
                    foreach (EngineSide side in sides)
                    {
                        Break(side, kind);
                    }

                    break;
                default:
                    pair.Client.Engine.Dispose();
                    pair.Server.Engine.Dispose();
                    break;
            }

            foreach (EngineSide side in sides)
            {
                Assert.Equal(end == "dispose" ? 0 : 1, side.EndCount);
                Assert.Empty(Find(side.Engine, secrets));
            }
        }
    }

    [Theory]
    [InlineData(TlsTransportKind.Datagram)]
    [InlineData(TlsTransportKind.Stream)]
    public void SecretsOfTheHandshakeAreGoneOnceItIsOver(TlsTransportKind kind)
    {
        byte[] master = null;
        TlsSessionOptions options = new() { DangerousKeyLog = (random, secret) => master = (byte[])secret.Clone() };
        EnginePair pair = new(kind, options, options, Psk.Store(), Psk.Store(), 1400);

        pair.Start();
        pair.Exchange();
        Assert.True(pair.IsConnected);
        Assert.Empty(Find(pair.Client.Engine, [master, Psk.Key]));
        Assert.Empty(Find(pair.Server.Engine, [master, Psk.Key]));
    }

    [Theory]
    [InlineData(TlsTransportKind.Datagram)]
    [InlineData(TlsTransportKind.Stream)]
    public void SecretsAreGoneAfterAHandshakeThatFailed(TlsTransportKind kind)
    {
        List<byte[]> masters = [];
        TlsSessionOptions options = new() { DangerousKeyLog = (random, secret) => masters.Add((byte[])secret.Clone()) };
        EnginePair pair = new(
            kind, options, options, Psk.Store(), Psk.Store(Psk.Identity, new byte[] { 9, 9, 9, 9, 9, 9, 9, 9 }), 1400);

        pair.Start();
        pair.Exchange();
        Assert.NotEmpty(masters);
        pair.Client.Engine.HandleTimeout(30000);
        pair.Server.Engine.HandleTimeout(30000);
        pair.Client.Drain();
        pair.Server.Drain();
        Assert.True(pair.Client.IsFailed && pair.Server.IsFailed);
        Assert.Empty(Find(pair.Client.Engine, [.. masters, Psk.Key]));
        Assert.Empty(Find(pair.Server.Engine, [.. masters, Psk.Key]));
    }

    /// <summary>What is kept of a session is in the application's objects, and nowhere else: not in an engine that has
    /// resumed it, nor in one that failed half way.</summary>
    [Theory]
    [InlineData(TlsTransportKind.Datagram, 0)]
    [InlineData(TlsTransportKind.Datagram, 1)]
    [InlineData(TlsTransportKind.Stream, 0)]
    [InlineData(TlsTransportKind.Stream, 1)]
    public void SecretsOfResumedSessionsAreInNoEngine(TlsTransportKind kind, int how)
    {
        byte[] master = null;
        Reunion reunion = new((int)kind, how);

        reunion.Client.DangerousKeyLog = (random, secret) => master = (byte[])secret.Clone();
        reunion.Meet();

        EnginePair resumed = reunion.Meet();

        Assert.True(resumed.Client.Engine.IsResumed);
        Assert.Empty(Find(resumed.Client.Engine, [master, Psk.Key]));
        Assert.Empty(Find(resumed.Server.Engine, [master, Psk.Key]));

        // A client that has only offered it holds it, and a server that has taken it; until the time is over.
        EnginePair broken = reunion.Begin();

        Assert.NotEmpty(Find(broken.Client.Engine, [master]));
        broken.Server.Deliver(broken.Client.Take(), 0);
        Assert.NotEmpty(Find(broken.Server.Engine, [master]));
        broken.Client.Engine.HandleTimeout(30000);
        broken.Server.Engine.HandleTimeout(30000);
        broken.Client.Drain();
        broken.Server.Drain();
        Assert.True(broken.Client.IsFailed && broken.Server.IsFailed);
        Assert.Empty(Find(broken.Client.Engine, [master, Psk.Key]));
        Assert.Empty(Find(broken.Server.Engine, [master, Psk.Key]));
    }

    [Fact]
    public void RemovedCredentialIsWiped()
    {
        CredentialStore store = Psk.Store();
        List<byte[]> arrays = [.. Arrays(store).OfType<byte[]>().Where(array => array.AsSpan().IndexOf(Psk.Key) >= 0)];

        Assert.Single(arrays);
        store.Remove(Psk.Tag);
        Assert.All(arrays[0], value => Assert.Equal(0, value));
    }

    /// <summary>Case 9: the last sequence number is kept for the alert that says there are no more (RFC 6347, section
    /// 4.1).</summary>
    [Theory]
    [InlineData(TlsTransportKind.Datagram)]
    [InlineData(TlsTransportKind.Stream)]
    public void ExhaustedSequenceNumbersEndTheSessionWithAnAlert(TlsTransportKind kind)
    {
        Duel duel = Duel.At((int)TlsRole.Server, (int)kind, Duel.Open);
        object records = Get(duel.Side.Engine, "Records");
        FieldInfo next = records.GetType().GetField("_writeSequence", BindingFlags.NonPublic | BindingFlags.Instance)!;

        if (kind == TlsTransportKind.Stream)
        {
            // The peer counts too, and what it counts is the nonce.
            typeof(LivePeer)
                .GetField("_readSequence", BindingFlags.NonPublic | BindingFlags.Instance)!.SetValue(
                    duel.Peer, 0xFFFFFFFFFFFDUL);
        }

        next.SetValue(records, 0xFFFFFFFFFFFDUL);
        Assert.Equal(TlsManStatus.Ok, duel.Side.Send([1]));
        duel.Collect();
        Assert.Single(duel.Peer.Inbox);
        Assert.Equal(TlsManStatus.Ok, duel.Side.Send([2]));
        duel.Collect();
        Assert.Single(duel.Peer.Inbox);
        duel.ExpectEnd(TlsErrorCause.SequenceExhausted, TlsAlert.InternalError);
    }

    private static void Break(EngineSide side, TlsTransportKind kind)
    {
        if (kind == TlsTransportKind.Stream)
        {
            side.Deliver(Forge.Record(kind, ContentType.ApplicationData, 0, 0, new byte[40]), 0);
            return;
        }

        // Over datagrams it takes as many bad records as are allowed.
        byte[] bad = Forge.Record(kind, ContentType.ApplicationData, 1, 900, new byte[40]);
        while (side.EndCount == 0)
        {
            side.Deliver(bad, 0);
        }
    }

    private static List<byte[]> GetSecrets(byte[] master, EnginePair pair)
    {
        List<byte[]> secrets = [master, Psk.Key, s_plaintext];

        // The keys of the records, from the master secret and the random values, as RFC 5246, section 6.3, has it.
        byte[] seed = new byte[64];
        TestRandom server = new(2);
        TestRandom client = new(1);
        server.TryFill(seed, 0, 32);
        client.TryFill(seed, 32, 32);
        byte[] block = new byte[40];
        new ManagedCiphers().ComputePrf(master, 0, 48, Hex.FromText("key expansion"), seed, 0, 64, block, 0, 40);
        secrets.Add(block[..16]);
        secrets.Add(block[16..32]);
        return secrets;
    }

    internal static List<string> Find(object root, List<byte[]> secrets)
    {
        List<string> found = [];
        foreach (Array array in Arrays(root))
        {
            foreach (byte[] view in Views(array))
            {
                foreach (byte[] secret in secrets)
                {
                    if (view.AsSpan().IndexOf(secret) >= 0)
                    {
                        found.Add($"{Convert.ToHexString(secret)} in {array.GetType().Name}[{array.Length}]");
                    }
                }
            }
        }

        return found;
    }

    /// <summary>An array as bytes: words in either order, for a key may lie in it expanded.</summary>
    private static IEnumerable<byte[]> Views(Array array)
    {
        switch (array)
        {
            case byte[] bytes:
                return [bytes];
            case uint[] words:
                return [[.. words.SelectMany(word => BitConverter.GetBytes(word))],
                    [.. words.SelectMany(word => BitConverter.GetBytes(word).Reverse())]];
            case int[] words:
                return [[.. words.SelectMany(word => BitConverter.GetBytes(word))],
                    [.. words.SelectMany(word => BitConverter.GetBytes(word).Reverse())]];
            default:
                return [];
        }
    }

    private static List<Array> Arrays(object root)
    {
        List<Array> arrays = [];
        HashSet<object> seen = new(ReferenceEqualityComparer.Instance);
        Stack<object> open = new([root]);

        while (open.Count > 0)
        {
            object next = open.Pop();

            // The application's own objects hold what they hold: the store its keys, the handler what it was given, and
            // what keeps sessions their secrets.
            if (next is null || next is string or Delegate or Type || !seen.Add(next)
                || (next != root && next is CredentialStore or ResumableSession or SessionCache or TicketKeys))
            {
                continue;
            }

            if (next is Array array)
            {
                arrays.Add(array);
                if (!array.GetType().GetElementType()!.IsPrimitive)
                {
                    array.Cast<object>().ToList().ForEach(open.Push);
                }

                continue;
            }

            for (Type type = next.GetType(); type is not null && type != typeof(object); type = type.BaseType)
            {
                foreach (FieldInfo field in type.GetFields(
                    BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
                {
                    if (!field.FieldType.IsPrimitive && !field.FieldType.IsEnum)
                    {
                        open.Push(field.GetValue(next));
                    }
                }
            }
        }

        return arrays;
    }

    private static object Get(object target, string property)
    {
        Type type = target.GetType();
        PropertyInfo info = null;
        while (info is null)
        {
            info = type!.GetProperty(property, BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.Instance);
            type = type.BaseType;
        }

        return info.GetValue(target)!;
    }
}
