//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Ciphers;
using NanoTlsMan.Tests.Flow.Leaky;
using Xunit;

namespace NanoTlsMan.Tests.Flow;

/// <summary>
/// The comparison sees what it is there to see.
/// </summary>
public sealed class LeakTests
{
    [Fact]
    public void ABranchIsSeen() => AssertSeen("a block in", secret => Leaks.Branch(secret));

    [Fact]
    public void AnEarlyEndIsSeen() => AssertSeen("a block in", secret => Leaks.Compare(secret, new byte[32]));

    [Fact]
    public void ALoopIsSeen() => AssertSeen("a block in", secret => Leaks.Loop(secret));

    [Fact]
    public void ALookUpIsSeen() => AssertSeen("an element in", secret => Leaks.LookUp(secret, new int[256]));

    [Fact]
    public void AStoreIsSeen() => AssertSeen("an element in", secret => Leaks.Store(secret, new long[256]));

    [Fact]
    public void AnAddressIsSeen() => AssertSeen("an element in", secret => Leaks.Change(secret, new byte[256]));

    [Fact]
    public void ARangeIsSeen()
    {
        string difference =
            Flow.FindDifference(Flow.CreateSecrets(32, 4), secret => Leaks.Copy(secret, new byte[512]));

        Assert.Contains("a range of", difference);
    }

    [Fact]
    public void WhatTellsNothingIsNot() =>
        Flow.AssertSame(Flow.CreateSecrets(32, 1), secret => Leaks.Nothing(secret));

    [Fact]
    public void TheTablesOfAesAreSeen()
    {
        // The default AES looks up a table, which is known (docs/threat-model.md) and why there is another.
        string difference = Flow.FindDifference(Flow.CreateSecrets(16, 2), secret =>
        {
            using AeadCipher aead =
                new ManagedCiphers().CreateAead(AeadAlgorithm.Aes128Ccm8, secret, 0, secret.Length);
            aead.Seal(new byte[12], 0, new byte[13], 0, 13, new byte[48], 0, 40);
        });

        Assert.Contains("an element in", difference);
        Assert.Contains("Aes128FourTables", difference);
        Assert.DoesNotContain("a block in", difference);
    }

    private static void AssertSeen(string what, System.Action<byte[]> run)
    {
        string difference = Flow.FindDifference(Flow.CreateSecrets(32, 3), run);

        Assert.Contains(what, difference);
        Assert.Contains("NanoTlsMan.Tests.Flow.Leaky.Leaks::", difference);
    }
}
