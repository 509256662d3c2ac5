//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Ciphers;
#if DEVICE_CIPHERS
using NanoTlsMan.Ciphers.Device;
#endif

namespace NanoTlsMan.Bench
{
    /// <summary>
    /// Measures ciphers, records and handshakes on whatever runtime this is.
    /// </summary>
    public static class Program
    {
        /// <summary>Prints the table, and ends with a line that says so.</summary>
        public static void Main()
        {
            if (!TextbookSha256.IsRight())
            {
                throw new InvalidOperationException();
            }

            Meter.Calibrate();
#if DEVICE_CIPHERS
            MeasureRecords(new DeviceCiphers(), new DeviceCiphers());
            MeasureHandshake(new DeviceCiphers(), new DeviceCiphers());
#else
            MeasureCiphers();
            CurveBenchmarks.Measure();
            SignatureBenchmarks.Measure();
            MeasureRecords(new ManagedCiphers(), new ManagedCiphers());
            MeasureHandshake(new ManagedCiphers(), new ManagedCiphers());
            MeasureShares();
            KeyBenchmarks.Measure();
            LastingBenchmarks.Measure();
            Version13Benchmarks.Measure();
#endif
            Console.WriteLine("END OF BENCHMARK");
        }

        private static void MeasureCiphers()
        {
            byte[] key = new byte[Aes128.KeyLength];
            long hash = new Sha256Benchmark().Measure();
            long yardstick = new TextbookBenchmark().Measure();

            Report.Ratio("  SHA-256 against the yardstick", hash, yardstick);
            new HmacBenchmark(null).Measure();
            new HmacBenchmark(new ManagedCiphers()).Measure();

            long table = new AesBenchmark("AES-128 with four tables, a block", new Aes128FourTables(key, 0)).Measure();

            new AesBenchmark("AES-128 with one table, a block", new Aes128Table(key, 0)).Measure();
            long constant =
                new AesBenchmark("AES-128 in constant time, a block", new Aes128ConstantTime(key, 0)).Measure();

            Report.Ratio("  constant time against four tables", constant, table);
            new AeadBenchmark(
                "AES-128-CCM_8 with four tables, a byte of 1,024", new ManagedCiphers(), AeadAlgorithm.Aes128Ccm8)
                .Measure();
            new AeadBenchmark(
                "AES-128-CCM_8 in constant time, a byte of 1,024", new ManagedCiphers(AesKind.ConstantTime),
                AeadAlgorithm.Aes128Ccm8)
                .Measure();
            new AeadBenchmark(
                "ChaCha20-Poly1305, a byte of 1,024", new ManagedCiphers(), AeadAlgorithm.ChaCha20Poly1305)
                .Measure();
        }

        private static void MeasureRecords(CipherProvider clientCiphers, CipherProvider serverCiphers)
        {
            CostGauge client = new CostGauge();
            CostGauge server = new CostGauge();
            Handshake handshake =
                new Handshake(client, server, new CostGauge(), clientCiphers, serverCiphers);
            byte[] data = new byte[64];

            handshake.Run();
            Repeat(handshake, data);
            client.Clear();
            server.Clear();
            Repeat(handshake, data);
            Report.Gauge("Sealing a record of 64 bytes: Send, Poll", client);
            Report.Gauge("Opening it: HandleInput, Poll", server);
        }

        private static void Repeat(Handshake handshake, byte[] data)
        {
            for (int i = 0; i < Meter.Repeat; i++)
            {
                handshake.Client.Send(data);
                handshake.Exchange();

                if (handshake.Server.DataCount != data.Length)
                {
                    throw new InvalidOperationException();
                }
            }
        }

        private static void MeasureHandshake(CipherProvider clientCiphers, CipherProvider serverCiphers)
        {
            CostGauge client = new CostGauge();
            CostGauge server = new CostGauge();
            CostGauge gate = new CostGauge();
            Handshake handshake = new Handshake(client, server, gate, clientCiphers, serverCiphers);

            Repeat(handshake);
            client.Clear();
            server.Clear();
            gate.Clear();
            Repeat(handshake);
            Report.Gauge("DTLS 1.2 PSK handshake, client", client);
            Report.Gauge("DTLS 1.2 PSK handshake, server behind the gate", server);
            Report.Gauge("Cookie gate, two ClientHellos and the engine", gate);
        }

        /// <summary>
        /// What of a handshake is not ciphers, and how much these have to do. What counts them is in it, too, outside.
        /// </summary>
        private static void MeasureShares()
        {
            CostGauge client = new CostGauge();
            CostGauge server = new CostGauge();
            CostGauge clientInside = new CostGauge();
            CostGauge serverInside = new CostGauge();
            MeteredCiphers clientCiphers = new MeteredCiphers(clientInside);
            MeteredCiphers serverCiphers = new MeteredCiphers(serverInside);
            Handshake handshake = new Handshake(client, server, server, clientCiphers, serverCiphers);

            Repeat(handshake);
            client.Clear();
            server.Clear();
            clientInside.Clear();
            serverInside.Clear();
            clientCiphers.Clear();
            serverCiphers.Clear();
            Repeat(handshake);
            PrintShare("client", client.Cost, clientInside.Cost, clientCiphers);
            PrintShare("server with its gate", server.Cost, serverInside.Cost, serverCiphers);
        }

        private static void Repeat(Handshake handshake)
        {
            for (int i = 0; i < Meter.Repeat; i++)
            {
                handshake.Run();
            }
        }

        private static void PrintShare(string role, long cost, long inside, MeteredCiphers ciphers)
        {
            long outside = cost - inside;

            Report.Row(
                "  " + role + ", outside its ciphers",
                Meter.PerUnit(outside, Meter.Repeat),
                Meter.Unit,
                (outside * 100 / cost).ToString() + " % of all");
            Report.Row("  " + role + ", SHA-256", ciphers.Compressions / Meter.Repeat, "compressions", "");
            Report.Row("  " + role + ", AES-128", ciphers.AesBlocks / Meter.Repeat, "blocks", "");
        }
    }
}
