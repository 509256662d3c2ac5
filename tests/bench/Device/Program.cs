//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Ciphers;

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
            MeasureCiphers();
            MeasureRecords();
            MeasureHandshake();
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

            long table = new AesBenchmark("AES-128 with tables, a block", new Aes128Table(key, 0)).Measure();
            long constant = new AesBenchmark("AES-128 in constant time, a block", new Aes128ConstantTime(key, 0)).Measure();

            Report.Ratio("  constant time against tables", constant, table);
            new CcmBenchmark("AES-128-CCM_8 with tables, a byte of 1,024", new ManagedCiphers()).Measure();
            new CcmBenchmark("AES-128-CCM_8 in constant time, a byte of 1,024", new ManagedCiphers(true)).Measure();
        }

        private static void MeasureRecords()
        {
            Handshake handshake = new Handshake(new ManagedCiphers(), new ManagedCiphers());
            byte[] data = new byte[64];

            handshake.Run();
            Repeat(handshake, data);
            long sealing = handshake.Client.Cost;
            long opening = handshake.Server.Cost;
            long sealAllocated = handshake.Client.Allocated;
            long openAllocated = handshake.Server.Allocated;
            Repeat(handshake, data);
            Print("Sealing a record of 64 bytes: Send, Poll", handshake.Client.Cost - sealing, handshake.Client.Allocated - sealAllocated);
            Print("Opening it: HandleInput, Poll", handshake.Server.Cost - opening, handshake.Server.Allocated - openAllocated);
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

        private static void MeasureHandshake()
        {
            Handshake plain = new Handshake(new ManagedCiphers(), new ManagedCiphers());
            long client = 0;
            long server = 0;
            long gate = 0;
            long clientAllocated = 0;
            long serverAllocated = 0;

            for (int i = -Meter.Repeat; i < Meter.Repeat; i++)
            {
                plain.Run();

                if (i >= 0)
                {
                    client += plain.Client.Cost;
                    server += plain.Server.Cost;
                    gate += plain.GateCost;
                    clientAllocated += plain.Client.Allocated;
                    serverAllocated += plain.Server.Allocated;
                }
            }

            Print("DTLS 1.2 PSK handshake, client", client, clientAllocated);
            Print("DTLS 1.2 PSK handshake, server behind the gate", server, serverAllocated);
            Print("Cookie gate, two ClientHellos", gate, -1);
            MeasureShares();
        }

        /// <summary>What is not ciphers, and how much these have to do.</summary>
        private static void MeasureShares()
        {
            MeteredCiphers clientCiphers = new MeteredCiphers();
            MeteredCiphers serverCiphers = new MeteredCiphers();
            Handshake metered = new Handshake(clientCiphers, serverCiphers);
            long client = 0;
            long server = 0;

            for (int i = -Meter.Repeat; i < Meter.Repeat; i++)
            {
                if (i == 0)
                {
                    clientCiphers.Clear();
                    serverCiphers.Clear();
                }

                metered.Run();

                if (i >= 0)
                {
                    client += metered.Client.Cost;
                    server += metered.Server.Cost;
                }
            }

            PrintShare("client", client, clientCiphers);
            PrintShare("server", server, serverCiphers);
        }

        private static void PrintShare(string role, long cost, MeteredCiphers ciphers)
        {
            long outside = cost - ciphers.Cost;

            Report.Row(
                "  " + role + ", outside its ciphers, with what calls them",
                Meter.PerUnit(outside, Meter.Repeat),
                Meter.Unit,
                (outside * 100 / cost).ToString() + " % of all");
            Report.Row("  " + role + ", SHA-256", ciphers.Compressions / Meter.Repeat, "compressions", "");
            Report.Row("  " + role + ", AES-128", ciphers.AesBlocks / Meter.Repeat, "blocks", "");
        }

        private static void Print(string name, long cost, long allocated)
        {
            Report.Row(
                name,
                Meter.PerUnit(cost, Meter.Repeat),
                Meter.Unit,
                Meter.HasAllocations && allocated >= 0 ? (allocated / Meter.Repeat).ToString() + " " + Meter.AllocationUnit + " allocated" : "");
        }
    }
}
