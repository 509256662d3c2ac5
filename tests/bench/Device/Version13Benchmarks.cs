//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Ciphers;
using NanoTlsMan.Ciphers.PublicKey;
using NanoTlsMan.Managed.PublicKey;
using NanoTlsMan.Managed13;
using NanoTlsMan.Tests;

namespace NanoTlsMan.Bench
{
    /// <summary>
    /// The handshakes and records of DTLS 1.3, with the suite that 1.2 is measured with: CCM_8.
    /// </summary>
    internal static class Version13Benchmarks
    {
        private static readonly CipherProvider s_ciphers = new ManagedCiphers();
        private static readonly PublicKeyExchanges s_exchanges = new PublicKeyExchanges(new ManagedCurves(s_ciphers));

        /// <summary>Prints the rows.</summary>
        public static void Measure()
        {
            byte[] server = KeyBenchmarks.MakePair(new ManagedCurves(s_ciphers), 11);
            byte[] client = KeyBenchmarks.MakePair(new ManagedCurves(s_ciphers), 12);

            MeasurePsk("DTLS 1.3 PSK", TlsHelloRetry.UnderLoad);
            MeasurePsk("DTLS 1.3 PSK and a cookie", TlsHelloRetry.Always);
            MeasureRecords();
            MeasureOnce("DTLS 1.3 PSK and X25519", false, Psk.Store(), Psk.Store());
            MeasureOnce(
                "DTLS 1.3 raw keys of both, X25519", true, KeyBenchmarks.CreateStore(client, server),
                KeyBenchmarks.CreateStore(server, client));
            MeasureResumption();
        }

        private static void MeasurePsk(string name, TlsHelloRetry retry)
        {
            CostGauge client = new CostGauge();
            CostGauge server = new CostGauge();
            CostGauge gate = new CostGauge();
            Handshake handshake = CreatePsk(client, server, gate, retry);

            // What is made once is made, and on .NET compiled, before.
            Repeat(handshake);
            client.Clear();
            server.Clear();
            gate.Clear();
            Repeat(handshake);
            Report.Gauge(name + ", client", client);
            Report.Gauge(name + ", server behind its gate", server);
            Report.Gauge(name + ", the gate and the engine", gate);
            PrintWire(handshake);
        }

        private static void MeasureRecords()
        {
            CostGauge client = new CostGauge();
            CostGauge server = new CostGauge();
            Handshake handshake = CreatePsk(client, server, new CostGauge(), TlsHelloRetry.UnderLoad);
            byte[] data = new byte[64];

            handshake.Run();
            Send(handshake, data);
            client.Clear();
            server.Clear();

            for (int i = 0; i < Meter.Repeat; i++)
            {
                Send(handshake, data);
            }

            Report.Gauge("DTLS 1.3, sealing a record of 64 bytes", client);
            Report.Gauge("DTLS 1.3, opening it", server);
        }

        private static void MeasureResumption()
        {
            CostGauge client = new CostGauge();
            CostGauge server = new CostGauge();
            TlsSessionOptions clientOptions = CreateOptions();
            TlsSessionOptions serverOptions = CreateOptions();

            clientOptions.PskModes = TlsPskModes.PskOnly;
            serverOptions.PskModes = TlsPskModes.PskOnly;
            clientOptions.Resumption = new ResumableSession();
            serverOptions.TicketKeys = new TicketKeys(s_ciphers, new TestRandom(9));

            Handshake handshake = Create(
                client, server, new CostGauge(), clientOptions, serverOptions, Psk.Store(), Psk.Store(), null);

            // The first is a whole one; the second fills what is filled once.
            handshake.Run();
            handshake.Run();
            client.Clear();
            server.Clear();
            Repeat(handshake);

            if (!handshake.Client.Engine.IsResumed || !handshake.Server.Engine.IsResumed)
            {
                throw new InvalidOperationException();
            }

            Report.Gauge("DTLS 1.3 resumed by ticket without a key share, client", client);
            Report.Gauge("DTLS 1.3 resumed by ticket without a key share, server behind its gate", server);
            PrintWire(handshake);
        }

        // Key shares cost so much that one time is enough.
        private static void MeasureOnce(
            string name, bool isMutual, CredentialStore clientKeys, CredentialStore serverKeys)
        {
            CostGauge client = new CostGauge();
            CostGauge server = new CostGauge();
            TlsSessionOptions clientOptions = CreateOptions();
            TlsSessionOptions serverOptions = CreateOptions();

            clientOptions.Curves = new NamedCurve[] { NamedCurve.X25519 };
            serverOptions.Curves = clientOptions.Curves;
            serverOptions.ClientAuthentication =
                isMutual ? TlsClientAuthentication.Required : TlsClientAuthentication.None;

            Handshake handshake = Create(
                client, server, new CostGauge(), clientOptions, serverOptions, clientKeys, serverKeys, s_exchanges);

            handshake.Run();
            Report.Row(name + ": client", Meter.PerUnit(client.Cost, 1), Meter.Unit, "");
            Report.Row(name + ": server behind its gate", Meter.PerUnit(server.Cost, 1), Meter.Unit, "");
            PrintWire(handshake);
        }

        private static Handshake CreatePsk(Gauge client, Gauge server, Gauge gate, TlsHelloRetry retry)
        {
            TlsSessionOptions serverOptions = CreateOptions();

            serverOptions.HelloRetry = retry;
            return Create(client, server, gate, CreateOptions(), serverOptions, Psk.Store(), Psk.Store(), null);
        }

        private static Handshake Create(
            Gauge client, Gauge server, Gauge gate, TlsSessionOptions clientOptions, TlsSessionOptions serverOptions,
            CredentialStore clientKeys, CredentialStore serverKeys, PublicKeyExchanges exchanges)
        {
            return new Handshake(
                client, server, gate, s_ciphers, clientOptions, serverOptions,
                new Managed13Stack(s_ciphers, new TestRandom(1), exchanges),
                new Managed13Stack(s_ciphers, new TestRandom(2), exchanges), clientKeys, serverKeys);
        }

        private static TlsSessionOptions CreateOptions()
        {
            return new TlsSessionOptions
            {
                Versions = TlsVersions.Dtls13,
                CipherSuites = new ushort[] { TlsCipherSuite.Aes128Ccm8Sha256 },
                HelloRetry = TlsHelloRetry.UnderLoad,
            };
        }

        private static void Repeat(Handshake handshake)
        {
            for (int i = 0; i < Meter.Repeat; i++)
            {
                handshake.Run();
            }
        }

        private static void Send(Handshake handshake, byte[] data)
        {
            handshake.Client.Send(data);
            handshake.Exchange();

            if (handshake.Server.DataCount != data.Length)
            {
                throw new InvalidOperationException();
            }
        }

        private static void PrintWire(Handshake handshake)
        {
            Report.Row("  on the wire", handshake.Bytes, "B", handshake.Datagrams.ToString() + " datagrams");
        }
    }
}
