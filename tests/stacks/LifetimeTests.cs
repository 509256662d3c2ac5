//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Runtime.CompilerServices;
using NanoTlsMan.NativeStacks;

namespace NanoTlsMan.Tests.Stacks;

/// <summary>
/// Native memory that nobody gave back: the finalizers of sessions, ciphers and hashes do.
/// </summary>
public class LifetimeTests
{
    // More than there are handles, so that it fails where none come back.
    private const int Sessions = 20000;
    private const int Share = 500;

    public static TheoryData<string> Natives() => [.. Stacks.Native];

    [SkippableTheory]
    [MemberData(nameof(Natives))]
    public void SessionsThatNobodyDisposedOfGiveTheirHandlesBack(string name)
    {
        Stacks.Require(name);

        NativeStack stack = NativeStack.Find(name);
        CredentialStore keys = Psk.Store();

        for (int i = 0; i < Sessions; i += Share)
        {
            Lose(stack, keys);
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Natives))]
    public void CiphersThatNobodyDisposedOfGiveTheirHandlesBack(string name)
    {
        Stacks.Require(name);

        NativeCiphers ciphers = NativeCiphers.Find(name);

        for (int i = 0; i < Sessions; i += Share)
        {
            Lose(ciphers);
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Natives))]
    public void DisposedEngineIsQuiet(string name)
    {
        Stacks.Require(name);

        TlsEngine engine = NativeStack.Find(name)
            .CreateEngine(
                TlsRole.Client, TlsTransportKind.Datagram, new TlsSessionOptions(), Psk.Store(), new DropCounters());
        byte[] output = new byte[1400];

        engine.Start(0);
        engine.Dispose();
        engine.Dispose();
        Assert.Equal(TlsPollResult.Idle, engine.Poll(output, 0, output.Length));
        Assert.Equal(TlsManStatus.Closed, engine.Send(output, 0, 1));
        Assert.Equal(5, engine.HandleInput(output, 0, 5, 0));
        Assert.Equal(0, engine.GetMaxPayload(1000));
        engine.HandleTimeout(100000);
        engine.Close();
        Assert.Equal(TlsPollResult.Idle, engine.Poll(output, 0, output.Length));
        Assert.False(engine.HasDeadline);
    }

    [SkippableTheory]
    [MemberData(nameof(Natives))]
    public void NothingIsFinalizedWhileItsNativeCallRuns(string name)
    {
        Stacks.Require(name);

        // A native call that takes long, on an object that nobody needs afterwards, while another thread collects.
        using CancellationTokenSource end = new();
        NativeCiphers ciphers = NativeCiphers.Find(name);
        byte[] key = new byte[16];
        byte[] text = new byte[1000000];
        byte[] expected = new byte[text.Length];

        using (AeadCipher kept = ciphers.CreateAead(AeadAlgorithm.Aes128Ccm8, key, 0, 16))
        {
            kept.Seal(key, 0, key, 0, 13, expected, 0, expected.Length - 8);
        }

        Thread collector = new(() =>
        {
            while (!end.IsCancellationRequested)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        });

        collector.IsBackground = true;
        collector.Start();

        for (int i = 0; i < 50; i++)
        {
            // Where it was freed, its key was wiped under its hands, or worse.
            ciphers.CreateAead(AeadAlgorithm.Aes128Ccm8, key, 0, 16).Seal(key, 0, key, 0, 13, text, 0, text.Length - 8);
            Assert.True(expected.AsSpan().SequenceEqual(text));
            Assert.True(
                ciphers.CreateAead(AeadAlgorithm.Aes128Ccm8, key, 0, 16)
                .Open(key, 0, key, 0, 13, text, 0, text.Length - 8));
            ciphers.CreateTranscriptHash().Update(text, 0, text.Length);
            Array.Clear(text);
        }

        end.Cancel();
        collector.Join();
    }

    // In a method of its own, so that no local of the caller's keeps the last one alive.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Lose(NativeStack stack, CredentialStore keys)
    {
        byte[] output = new byte[1400];

        for (int i = 0; i < Share; i++)
        {
            TlsEngine engine = stack.CreateEngine(
                TlsRole.Client, TlsTransportKind.Datagram, new TlsSessionOptions(), keys, new DropCounters());

            engine.Start(0);
            Assert.Equal(TlsPollResult.Transmit, engine.Poll(output, 0, output.Length));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Lose(NativeCiphers ciphers)
    {
        byte[] key = new byte[16];

        for (int i = 0; i < Share; i++)
        {
            ciphers.CreateAead(AeadAlgorithm.Aes128Ccm8, key, 0, 16);
            ciphers.CreateTranscriptHash();
        }
    }
}
