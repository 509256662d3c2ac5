//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections;
using NanoTlsMan.Ciphers;

namespace NanoTlsMan.Bench
{
    /// <summary>
    /// What a session costs that outlives a move or a sleep, and what it spares.
    /// </summary>
    internal static class LastingBenchmarks
    {
        private const int DataLength = 64;
        private static readonly byte[] s_serverId = { 0xC1, 0xD0, 0x01, 0x02 };

        public static void Measure()
        {
            MeasureResumption(false);
            MeasureResumption(true);
            MeasureNamedRecords();
            MeasureSaving();
        }

        private static void MeasureResumption(bool hasTickets)
        {
            CostGauge client = new CostGauge();
            CostGauge server = new CostGauge();
            TlsSessionOptions clientOptions = Handshake.CreateOptions();
            TlsSessionOptions serverOptions = Handshake.CreateOptions();

            clientOptions.Resumption = new ResumableSession();

            if (hasTickets)
            {
                serverOptions.TicketKeys = new TicketKeys(new ManagedCiphers(), new NanoTlsMan.Tests.TestRandom(9));
            }
            else
            {
                serverOptions.SessionCache = new SessionCache(4);
            }

            Handshake handshake = new Handshake(
                client, server, new CostGauge(), new ManagedCiphers(), new ManagedCiphers(), clientOptions,
                serverOptions);

            // The first is a whole one; the second fills what is filled once.
            handshake.Run();
            handshake.Run();
            client.Clear();
            server.Clear();

            for (int i = 0; i < Meter.Repeat; i++)
            {
                handshake.Run();
            }

            if (!handshake.Client.Engine.IsResumed || !handshake.Server.Engine.IsResumed)
            {
                throw new InvalidOperationException();
            }

            string name = hasTickets ? "Resumed by ticket" : "Resumed by session ID";

            Report.Gauge(name + ", client", client);
            Report.Gauge(name + ", server behind the gate", server);
            Report.Row(
                "  " + name + ", on the wire", handshake.Bytes, "B", handshake.Datagrams.ToString() + " datagrams");
        }

        private static void MeasureNamedRecords()
        {
            CostGauge client = new CostGauge();
            CostGauge server = new CostGauge();
            Handshake handshake = new Handshake(
                client, server, new CostGauge(), new ManagedCiphers(), new ManagedCiphers())
            {
                ClientId = new byte[0],
                ServerId = s_serverId,
            };

            handshake.Run();
            Report.Row(
                "Handshake with a connection ID of 4 bytes, on the wire", handshake.Bytes, "B",
                handshake.Datagrams.ToString() + " datagrams");
            SendOne(handshake);
            client.Clear();
            server.Clear();

            for (int i = 0; i < Meter.Repeat; i++)
            {
                SendOne(handshake);
            }

            Report.Gauge("Sealing a record of 64 bytes with a connection ID", client);
            Report.Gauge("Opening it", server);
            client.Clear();
            server.Clear();

            for (int i = 0; i < Meter.Repeat; i++)
            {
                handshake.Server.CheckPath();
                handshake.Exchange();
                handshake.Exchange();

                if (handshake.Server.Engine.PathCheck != TlsPathCheck.Proven)
                {
                    throw new InvalidOperationException();
                }
            }

            Report.Gauge("Moved: the server asks, and takes the answer", server);
            Report.Gauge("Moved: the client answers", client);
        }

        private static void SendOne(Handshake handshake)
        {
            handshake.Client.Send(new byte[DataLength]);
            handshake.Exchange();

            if (handshake.Server.DataCount != DataLength)
            {
                throw new InvalidOperationException();
            }
        }

        private static void MeasureSaving()
        {
            ArrayList toServer = new ArrayList();
            ArrayList toClient = new ArrayList();
            TlsMan man = NanoTlsMan.Managed.ManagedStack.CreateManager(
                new ManagedCiphers(), new NanoTlsMan.Tests.TestRandom(8));
            TlsEndpoint server = new TlsEndpoint(man, new QueueTransport(toServer, toClient, 2), 1500);
            TlsEndpoint client = new TlsEndpoint(man, new QueueTransport(toClient, toServer, 1), 1500);
            TlsSessionOptions options = Handshake.CreateOptions();
            CostGauge saving = new CostGauge();
            CostGauge restoring = new CostGauge();
            OneStore store = new OneStore();
            byte[] key = new byte[16];

            options.ConnectionIdLength = 4;
            options.KeepMasterSecret = true;
            server.Listen(options, NanoTlsMan.Tests.Psk.Store());

            TlsManSession session = new TlsManSession(
                client, QueueTransport.CreateAddress(1), options, NanoTlsMan.Tests.Psk.Store());

            session.OpenClientChannel(SecureSockFlags.NonBlock);

            for (int i = 0; i < 10 && !session.IsConnected; i++)
            {
                server.Step(0);
                client.Step(0);
            }

            // Once for what is made once.
            for (int i = 0; i <= Meter.Repeat; i++)
            {
                if (i == 1)
                {
                    saving.Clear();
                    restoring.Clear();
                }

                saving.Enter();
                int status = session.Save(store, "s", key);
                saving.Leave();

                restoring.Enter();
                session = TlsManSession.Restore(client, null, options, null, store, "s", key);
                restoring.Leave();

                if (status != TlsManStatus.Ok || !session.IsConnected)
                {
                    throw new InvalidOperationException();
                }
            }

            Report.Gauge("Saved: the state and its seal", saving);
            Report.Gauge("Restored", restoring);
            Report.Row("  the saved state", store.Length, "B", "");
        }
    }
}
