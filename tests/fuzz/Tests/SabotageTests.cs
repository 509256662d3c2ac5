//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using System.Linq;
using NanoTlsMan.Tests.Fuzz.Loop;
using Xunit;

namespace NanoTlsMan.Tests.Fuzz.Tests;

/// <summary>
/// Whether the oracles see anything: with each fault that is put in, the stored scripts find it, by the oracle that is
/// there for it.
/// </summary>
public sealed class SabotageTests
{
    private static readonly (Sabotage Sabotage, Oracle Oracle)[] s_everywhere =
    [
        (Sabotage.AnyFinished, Oracle.WronglyConnected),
        (Sabotage.RepeatedNonce, Oracle.Nonce),
        (Sabotage.LeakedKey, Oracle.Secret),
        (Sabotage.NoEncryption, Oracle.Secret),
        (Sabotage.NoDeadline, Oracle.Deadline),
        (Sabotage.EndlessHandshake, Oracle.Deadline),
        (Sabotage.EndlessPoll, Oracle.Endless),
        (Sabotage.Floods, Oracle.Limits),
        (Sabotage.SecondEnd, Oracle.Events),
        (Sabotage.DoubleData, Oracle.Data),
        (Sabotage.Throws, Oracle.Exception),
        (Sabotage.Hoards, Oracle.Growth),
        (Sabotage.KeepsKeys, Oracle.Retained),
    ];

    private static readonly (Sabotage Sabotage, Oracle Oracle)[] s_datagrams =
    [
        (Sabotage.NoReplayWindow, Oracle.Data),
        (Sabotage.EndsOnNoise, Oracle.Noise),
    ];

    private static readonly (Sabotage Sabotage, Oracle Oracle)[] s_newer =
    [
        .. s_everywhere,
        (Sabotage.PlainAlert, Oracle.Secret),
    ];

    private static readonly (Sabotage Sabotage, Oracle Oracle)[] s_endpoints =
    [
        (Sabotage.AnyFinished, Oracle.WronglyConnected),
        (Sabotage.RepeatedNonce, Oracle.Nonce),
        (Sabotage.LeakedKey, Oracle.Secret),
        (Sabotage.NoEncryption, Oracle.Secret),
        (Sabotage.NoDeadline, Oracle.Deadline),
        (Sabotage.DoubleData, Oracle.Data),
        (Sabotage.Throws, Oracle.Exception),
    ];

    private static readonly (Sabotage Sabotage, Oracle Oracle)[] s_listeners =
    [
        (Sabotage.NoReplayWindow, Oracle.Data),
        (Sabotage.EndsOnNoise, Oracle.Noise),
        (Sabotage.NoLimit, Oracle.Limits),
        (Sabotage.NeverStale, Oracle.LockedOut),
    ];

    // Whoever is on the way has no key, and could not make use of a Finished that is believed.
    private static readonly (Sabotage Sabotage, Oracle Oracle)[] s_keyed =
    [
        (Sabotage.ConnectsEarly, Oracle.WronglyConnected),
        .. s_everywhere.Where(fault => fault.Sabotage != Sabotage.AnyFinished),
    ];

    public static TheoryData<string, string, string> Cases()
    {
        TheoryData<string, string, string> cases = [];

        foreach (ITarget target in Targets.All)
        {
            (Sabotage, Oracle)[] faults = target.Name switch
            {
                "dtls-client" or "dtls-server" or "dtls-client-resumed" or "dtls-server-resumed"
                    or "dtls-client-named" or "dtls-server-named" => [.. s_everywhere, .. s_datagrams],
                "tls-client" or "tls-server" or "tls-client-resumed" or "tls-server-resumed" => s_everywhere,
                "dtls13-client" or "dtls13-server" => [.. s_newer, .. s_datagrams],
                "tls13-client" or "tls13-server" => s_newer,
                "dtls-keyed" or "dtls13-keyed" => [.. s_keyed, (Sabotage.NoReplayWindow, Oracle.Data)],
                "tls-keyed" or "tls13-keyed" => s_keyed,
                "stream-endpoint" => s_endpoints,
                _ => [.. s_endpoints, .. s_listeners],
            };

            foreach ((Sabotage sabotage, Oracle oracle) in faults)
            {
                cases.Add(target.Name, $"{sabotage}", $"{oracle}");
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void StoredScriptsFindIt(string name, string sabotage, string oracle)
    {
        ITarget target = Targets.Find(name);
        HashSet<string> seen = [];

        foreach (byte[] script in Corpus.Read(Corpus.FolderOf(name)))
        {
            try
            {
                target.Run(script, Enum.Parse<Sabotage>(sabotage));
            }
            catch (Finding finding) when ($"{finding.Oracle}" == oracle)
            {
                return;
            }
            catch (Finding finding)
            {
                seen.Add($"{finding.Oracle}");
            }
        }

        Assert.Fail($"{oracle} saw nothing; others: {string.Join(", ", seen.Order())}");
    }
}
