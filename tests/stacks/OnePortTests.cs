//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Ciphers;
using NanoTlsMan.Managed;

namespace NanoTlsMan.Tests.Stacks;

/// <summary>
/// Two stacks behind one port: which of them serves a peer is decided by what the peer offers.
/// </summary>
public class OnePortTests
{
    private const int ServerAddress = 1;

    [SkippableTheory]
    [InlineData("mbedtls")]
    [InlineData("wolfssl")]
    public void TwoStacksServeTwoPeersAtOnce(string native)
    {
        Stacks.Require(native);

        // The managed stack comes first, but without GCM, so a peer that offers nothing else is the native one's.
        TestRandom random = new(5);
        TlsMan man = new(new ManagedCiphers(), random);
        SimulatedLink link = new(1) { Delay = 10 };
        RecordingStack managed = new(new ManagedStack(new CcmOnly(), random));
        RecordingStack other = new(Stacks.Create(native, random));

        man.LoadStack(managed);
        man.LoadStack(other);

        LinkEndpoint server = LinkEndpoint.Create(link, TlsTransportKind.Datagram, ServerAddress, man, random);

        server.Listen(new TlsSessionOptions(), Psk.Store());

        StackUnderTest.Choose(source => new ManagedStack(new ManagedCiphers(), source));

        TlsManSession[] sessions = new TlsManSession[4];

        for (int i = 0; i < sessions.Length; i++)
        {
            LinkEndpoint client = LinkEndpoint.Create(link, TlsTransportKind.Datagram, 10 + i);
            ushort suite = i % 2 == 0 ? TlsCipherSuite.PskWithAes128Ccm8 : TlsCipherSuite.PskWithAes128GcmSha256;

            sessions[i] = client.CreateSession(
                ServerAddress, new TlsSessionOptions { CipherSuites = [suite], ReceiveTimeout = 2000 });
            Assert.Equal(TlsManStatus.Ok, sessions[i].OpenClientChannel(SecureSockFlags.None));
            Assert.Equal(suite, sessions[i].CipherSuite);
        }

        Assert.Equal(2, managed.Engines);
        Assert.Equal(2, other.Engines);

        // All of them at once.
        for (byte round = 0; round < 3; round++)
        {
            for (int i = 0; i < sessions.Length; i++)
            {
                byte[] answer = new byte[10];

                Assert.Equal(2, sessions[i].SendData([round, (byte)i], 0, 2));

                TlsManSession accepted = server.GetAccepted(i);

                Assert.Equal(2, accepted.RetrieveData(answer, 0, answer.Length, null));
                Assert.Equal(2, accepted.SendData(answer, 0, 2));
                Assert.Equal(2, sessions[i].RetrieveData(answer, 0, answer.Length, null));
                Assert.Equal([round, (byte)i], answer[..2]);
            }
        }
    }

    /// <summary>Counts the engines that a stack makes.</summary>
    private sealed class RecordingStack(TlsStack inner) : TlsStack
    {
        public int Engines { get; private set; }

        public override string Name => inner.Name;

        public override string Version => inner.Version;

        public override TlsCapabilities Capabilities => inner.Capabilities;

        public override TlsEngine CreateEngine(
            TlsRole role, TlsTransportKind kind, TlsSessionOptions options, CredentialStore credentials,
            DropCounters drops)
        {
            Engines++;
            return inner.CreateEngine(role, kind, options, credentials, drops);
        }
    }

    /// <summary>The managed ciphers without GCM.</summary>
    private sealed class CcmOnly : CipherProvider
    {
        private readonly ManagedCiphers _inner = new();

        public override string Name => _inner.Name;

        public override bool Supports(AeadAlgorithm algorithm) => algorithm != AeadAlgorithm.Aes128Gcm;

        public override AeadCipher CreateAead(AeadAlgorithm algorithm, byte[] key, int offset, int count) =>
            _inner.CreateAead(algorithm, key, offset, count);

        public override TranscriptHash CreateTranscriptHash() => _inner.CreateTranscriptHash();

        public override void ComputeHmac(
            byte[] key, int keyOffset, int keyCount, byte[] data, int dataOffset, int dataCount, byte[] mac,
            int macOffset) =>
            _inner.ComputeHmac(key, keyOffset, keyCount, data, dataOffset, dataCount, mac, macOffset);

        public override void ComputePrf(
            byte[] secret, int secretOffset, int secretCount, byte[] label, byte[] seed, int seedOffset, int seedCount,
            byte[] output, int outputOffset, int outputCount) =>
            _inner.ComputePrf(
                secret, secretOffset, secretCount, label, seed, seedOffset, seedCount, output, outputOffset,
                outputCount);
    }
}
