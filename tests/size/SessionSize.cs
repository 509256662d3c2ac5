//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using NanoTlsMan.Ciphers;
using NanoTlsMan.Managed;
using NanoTlsMan.Managed.PublicKey;
using NanoTlsMan.Managed13;
using NanoTlsMan.Tests;

namespace NanoTlsMan.Size
{
    /// <summary>
    /// What an open session takes, one of each side, and beside it what sessions share.
    /// </summary>
    /// <param name="Client">The client's session with its engine and all that these own, in bytes.</param>
    /// <param name="Server">The server's.</param>
    /// <param name="ServerTypes">Of what the server's session consists.</param>
    /// <param name="Shared">What all sessions of the server's endpoint share, part by part.</param>
    public sealed record SessionSize(
        int Client, int Server, IReadOnlyDictionary<string, int> ServerTypes,
        IReadOnlyList<(string Name, int Bytes)> Shared)
    {
        private const int ServerAddress = 1;
        private const int ClientAddress = 2;

        /// <summary>Opens a session with one suite, exchanges data both ways, and counts.</summary>
        public static SessionSize Measure(TlsTransportKind kind, ushort suite, TlsVersions versions) =>
            Measure(kind, new TlsSessionOptions { CipherSuites = [suite], Versions = versions });

        /// <summary>Opens a session with options, exchanges data both ways, and counts.</summary>
        public static SessionSize Measure(TlsTransportKind kind, TlsSessionOptions options)
        {
            var link = new SimulatedLink(1);
            CredentialStore credentials = Psk.Store();
            LinkEndpoint server = CreateEndpoint(link, kind, ServerAddress, options);
            LinkEndpoint client = CreateEndpoint(link, kind, ClientAddress, options);
            TlsManSession clientSession = client.CreateSession(ServerAddress, options);
            TlsManSession serverSession;
            if (kind == TlsTransportKind.Datagram)
            {
                server.Listen(options, credentials);
                Require(clientSession.OpenClientChannel(SecureSockFlags.None), TlsManStatus.Ok);
                serverSession = server.GetAccepted(0);
            }
            else
            {
                serverSession = new TlsManSession(server, null, options, null);
                Require(serverSession.OpenServerChannel(SecureSockFlags.NonBlock, credentials), TlsManStatus.Ok);
                Require(clientSession.OpenClientChannel(SecureSockFlags.None), TlsManStatus.Ok);
            }

            Exchange(clientSession, serverSession);
            Exchange(serverSession, clientSession);

            var serverHeap = new DeviceHeap();
            List<(string, int)> shared = CountShared(serverHeap, server, options, credentials);
            int serverBytes = serverHeap.Count(serverSession, typeof(SecureTransport), typeof(CredentialStore));
            var types = new SortedDictionary<string, int>(serverHeap.Types, StringComparer.Ordinal);

            var clientHeap = new DeviceHeap();
            CountShared(clientHeap, client, options, credentials);
            return new SessionSize(
                clientHeap.Count(clientSession, typeof(SecureTransport), typeof(CredentialStore)), serverBytes, types,
                shared);
        }

        /// <summary>Makes the stack that a program with these versions has.</summary>
        internal static TlsStack CreateStack(
            CipherProvider ciphers, RandomSource random, KeyExchangeProvider exchanges, TlsVersions versions)
        {
            return (versions & (TlsVersions.Dtls13 | TlsVersions.Tls13)) == TlsVersions.None
                ? new ManagedStack(ciphers, random, exchanges)
                : new Managed13Stack(ciphers, random, (PublicKeyExchanges)exchanges);
        }

        private static LinkEndpoint CreateEndpoint(
            SimulatedLink link, TlsTransportKind kind, int address, TlsSessionOptions options)
        {
            var random = new TestRandom(100 + address);
            var man = new TlsMan(new ManagedCiphers(), random);

            man.LoadStack(CreateStack(new ManagedCiphers(), random, null, options.Versions));
            return LinkEndpoint.Create(link, kind, address, man, random);
        }

        private static List<(string Name, int Bytes)> CountShared(
            DeviceHeap heap, LinkEndpoint endpoint, TlsSessionOptions options, CredentialStore credentials)
        {
            // From the innermost to the outermost, each without what was counted before; the network is not the
            // stack's.
            var shared = new List<(string, int)>
            {
                ("Random source of the tests", heap.Count(endpoint.Random)),
                ("Stack and ciphers", heap.Count(endpoint.Man.GetStack(0))),
                ("Manager and cookie gate", heap.Count(endpoint.Man)),
                ("Options", heap.Count(options)),
                ("Credential store, one key of 16 bytes", heap.Count(credentials)),
                ("Drop counters", heap.Count(endpoint.Drops)),
            };
            heap.Count(endpoint.Accepted, typeof(TlsManSession));
            shared.Add((
                "Endpoint with two buffers of 1,500 bytes, its tables, and room for 64 bytes of data",
                heap.Count(
                    endpoint, typeof(TlsManSession), typeof(TlsEngine), typeof(SecureTransport),
                    typeof(System.Threading.AutoResetEvent))));
            return shared;
        }

        private static void Exchange(TlsManSession from, TlsManSession to)
        {
            byte[] message = new byte[64];

            Require(from.SendData(message, 0, message.Length), message.Length);
            to.WaitForData(1000);
            Require(to.RetrieveData(message, 0, message.Length, null), message.Length);
        }

        private static void Require(int actual, int expected)
        {
            if (actual != expected)
            {
                throw new InvalidOperationException($"A session did not work: {actual} instead of {expected}.");
            }
        }
    }
}
