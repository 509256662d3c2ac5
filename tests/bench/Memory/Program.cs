//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Ciphers;
using NanoTlsMan.Tests;

namespace NanoTlsMan.Bench
{
    /// <summary>
    /// Reads the managed heap from the runtime, and holds it to the budgets. It prints lines like those of the test
    /// framework: this is run by the runtime alone, because .NET knows nothing of its blocks.
    /// </summary>
    public static class Program
    {
        private const int SessionBudget = 2000;
        private const int HandshakeBudget = 5000;
        private const int Handshakes = 1000;
        private const int Sessions = 2;
        private const int LargeHeap = 100000;

        // Short, for four endpoints share a small heap; no session takes more for a longer one.
        private const int EndpointBuffer = 400;

        /// <summary>Prints a line for each test, and one at the end.</summary>
        public static void Main()
        {
            // What is made once, as the tables of the ciphers, is not counted.
            Handshake first = new Handshake(
                new HeapGauge(), new HeapGauge(), new HeapGauge(), new ManagedCiphers(), new ManagedCiphers());
            first.Run();
            first = null;

            Console.WriteLine("Free before the first test: " + HeapGauge.Free.ToString() + " B");
            MeasureHandshake();
            MeasureSessions();
            RepeatHandshakes();
            SweepHeap();
            LetCrowdsCome();
            Console.WriteLine("ALL TESTS WERE RUN");
        }

        private static void MeasureHandshake()
        {
            HeapGauge client = new HeapGauge();
            HeapGauge server = new HeapGauge();
            MeteredCiphers clientCiphers = new MeteredCiphers(new ObservingGauge(client));
            MeteredCiphers serverCiphers = new MeteredCiphers(new ObservingGauge(server));
            Handshake handshake = new Handshake(client, server, server, clientCiphers, serverCiphers);

            handshake.Run();
            Check("EngineOfAClientInItsHandshake", client.Most, HandshakeBudget);
            Check("EngineOfAServerInItsHandshake", server.Most, HandshakeBudget);
            Console.WriteLine("  the same within calls, stack frames included: client " + client.MostWithin.ToString()
                + " B, server " + server.MostWithin.ToString() + " B");
            Check("EngineOfAConnectedClient", client.Held, SessionBudget);
            Check("EngineOfAConnectedServer", server.Held, SessionBudget);
        }

        /// <summary>Whole sessions, counted by what is free once nobody holds them any more.</summary>
        private static void MeasureSessions()
        {
            TlsSessionOptions options =
                new TlsSessionOptions { CipherSuites = new ushort[] { TlsCipherSuite.PskWithAes128Ccm8 } };
            CredentialStore credentials = Psk.Store();
            LinkEndpoint[] clients = new LinkEndpoint[Sessions];
            LinkEndpoint[] servers = new LinkEndpoint[Sessions];
            TlsManSession[] sessions = new TlsManSession[Sessions];

            for (int i = 0; i < Sessions; i++)
            {
                SimulatedLink link = new SimulatedLink(i);

                servers[i] = LinkEndpoint.Create(link, TlsTransportKind.Datagram, 1, EndpointBuffer);
                clients[i] = LinkEndpoint.Create(link, TlsTransportKind.Datagram, 2, EndpointBuffer);
                servers[i].Listen(options, credentials);
                sessions[i] = new TlsManSession(clients[i], SimulatedLink.CreateAddress(1), options, credentials);
                Require(sessions[i].OpenClientChannel(SecureSockFlags.None), TlsManStatus.Ok);
                Exchange(sessions[i], servers[i].GetAccepted(0));
                Exchange(servers[i].GetAccepted(0), sessions[i]);
                link.Sent.Clear();
            }

            int before = HeapGauge.Free;

            for (int i = 0; i < Sessions; i++)
            {
                clients[i].Forget(sessions[i]);
                sessions[i] = null;
            }

            int between = HeapGauge.Free;

            for (int i = 0; i < Sessions; i++)
            {
                servers[i].Forget(servers[i].GetAccepted(0));
                servers[i].Accepted.Clear();
            }

            int after = HeapGauge.Free;

            // The endpoints are needed until here, so that they are not garbage themselves.
            Require(clients[0].Accepted.Count + servers[0].Accepted.Count, 0);
            Check("IdleSessionOfAClient", (between - before) / Sessions, SessionBudget);
            Check("IdleSessionOfAServer", (after - between) / Sessions, SessionBudget);
        }

        private static void RepeatHandshakes()
        {
            CostGauge unused = new CostGauge();
            Handshake handshake = new Handshake(unused, unused, unused, new ManagedCiphers(), new ManagedCiphers());

            handshake.Run();
            int before = HeapGauge.Free;

            for (int i = 0; i < Handshakes; i++)
            {
                handshake.Run();
            }

            int lost = before - HeapGauge.Free;
            Check("HeapLostByAThousandHandshakes", lost, 0);
        }

        /// <summary>Where there is room for it: the heap is filled again and again.</summary>
        private static void SweepHeap()
        {
            if (HeapGauge.Free < LargeHeap)
            {
                return;
            }

            int shortages = new HeapSweep().Run(out string fault);

            Console.WriteLine(fault == null ? "  memory ran out " + shortages.ToString() + " times" : "  " + fault);
            Check("HeapSweepLeavesNothingBehind", fault == null ? 0 : 1, 0);
        }

        /// <summary>Heaps of 40, 48 and 64 KB, one host without a key and a hundred; where there is room for the
        /// clients beside the server.</summary>
        private static void LetCrowdsCome()
        {
            if (HeapGauge.Free < LargeHeap)
            {
                return;
            }

            int[] heaps = new int[] { 40, 48, 64 };
            int[] hosts = new int[] { 1, 100 };

            for (int i = 0; i < heaps.Length; i++)
            {
                for (int j = 0; j < hosts.Length; j++)
                {
                    HeapCrowd crowd = new HeapCrowd();
                    string fault = crowd.Run(heaps[i] * 1024, hosts[j]);
                    string place = heaps[i].ToString() + " KB, hosts without a key: " + hosts[j].ToString();

                    Console.WriteLine("  " + place + ": "
                        + (fault == null ? "memory ran out " + crowd.Shortages.ToString() + " times" : fault));
                    Check("CrowdInASmallHeap", fault == null ? 0 : 1, 0);
                }
            }
        }

        private static void Exchange(TlsManSession from, TlsManSession to)
        {
            byte[] message = new byte[64];

            Require(from.SendData(message, 0, message.Length), message.Length);
            to.WaitForData(1000);
            Require(to.RetrieveData(message, 0, message.Length, null), message.Length);
        }

        private static void Check(string name, int bytes, int budget)
        {
            bool isHeld = bytes <= budget && (budget == 0 || bytes > 0);

            Console.WriteLine(
                (isHeld ? "Test passed," : "Test failed,") + name + ": " + bytes.ToString() + " B of "
                + budget.ToString());
        }

        private static void Require(int actual, int expected)
        {
            if (actual != expected)
            {
                throw new InvalidOperationException();
            }
        }
    }
}
