//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections;
using NanoTlsMan.Tests;

namespace NanoTlsMan.Bench
{
    /// <summary>
    /// Hosts without a key, ten hellos with their cookies a second, against a server on a small board: they may take
    /// what memory there is, but the open session answers, or has ended with an event, and when they are gone a true
    /// client connects.
    /// </summary>
    internal sealed class HeapCrowd
    {
        // What the assemblies themselves take of a heap: one of 64 KB has 50,628 bytes free before the first test.
        private const int Loaded = (64 * 1024) - 50628;

        // What the server holds for the client that is there already. The client's own memory is not the server's.
        private const int OpenSession = 2000;
        private const int Rest = 500;
        private const int Hellos = 300;
        private const int Spell = 100;
        private const int AfterTheCrowd = 120000;
        private const int ServerAddress = 1;
        private const int ClientAddress = 2;
        private const int NextClientAddress = 3;
        private const int FirstStranger = 1000;

        private readonly TlsSessionOptions _options =
            new TlsSessionOptions { CipherSuites = new ushort[] { TlsCipherSuite.PskWithAes128Ccm8 } };
        private readonly CredentialStore _credentials = Psk.Store();
        private readonly byte[] _message = new byte[48];
        private readonly byte[] _buffer = new byte[64];
        private SimulatedLink _link;
        private LinkEndpoint _server;

        /// <summary>Gets how often memory ran out, for the server and for those who attack it, who share one
        /// heap.</summary>
        internal int Shortages { get; private set; }

        /// <summary>Lets the crowd come.</summary>
        /// <param name="heap">The whole heap, in bytes.</param>
        /// <param name="hosts">How many hosts they are.</param>
        /// <returns>What is wrong afterwards, or <see langword="null"/>.</returns>
        internal string Run(int heap, int hosts)
        {
            int before = HeapGauge.Free;

            _link = new SimulatedLink(1);
            _server = LinkEndpoint.Create(_link, TlsTransportKind.Datagram, ServerAddress, 400);
            _server.Listen(_options, _credentials);

            int taken = before - HeapGauge.Free + OpenSession;
            LinkEndpoint client = LinkEndpoint.Create(_link, TlsTransportKind.Datagram, ClientAddress, 400);
            TlsManSession session =
                new TlsManSession(client, SimulatedLink.CreateAddress(ServerAddress), _options, _credentials);

            if (session.OpenClientChannel(SecureSockFlags.None) != TlsManStatus.Ok)
            {
                return "no client connects before the crowd";
            }

            LinkEndpoint next = LinkEndpoint.Create(_link, TlsTransportKind.Datagram, NextClientAddress, 400);
            TlsManSession nextSession =
                new TlsManSession(next, SimulatedLink.CreateAddress(ServerAddress), _options, _credentials);
            TlsManSession accepted = _server.GetAccepted(0);

            // In one piece, as on a board that has just started.
            ArrayList room = new ArrayList { new byte[heap - Loaded - taken] };
            ArrayList ballast = HeapGauge.Fill(Rest);

            room.Clear();

            for (int i = 0; i < Hellos; i++)
            {
                SendHello(SimulatedLink.CreateAddress(FirstStranger + (i % hosts), i), i);
                _link.Now += Spell;
            }

            bool isOver = accepted.IsEnded;

            if (isOver && (accepted.TakeEvents() & SessionEvents.Ended) == 0)
            {
                return "the open session ended without an event";
            }

            if (!isOver && !Echo(session, accepted))
            {
                return "the open session does not answer";
            }

            _link.Now += AfterTheCrowd;
            _server.Step(_link.Now);
            _link.Sent.Clear();
            session.Dispose();
            client.Dispose();

            if (nextSession.OpenClientChannel(SecureSockFlags.None) != TlsManStatus.Ok)
            {
                return "no client connects after the crowd";
            }

            if (!Echo(nextSession, _server.GetAccepted(_server.Accepted.Count - 1)))
            {
                return "the server does not answer after the crowd";
            }

            Shortages += _server.Drops.Get(DropReason.NoMemory);
            _server.Dispose();
            next.Dispose();
            ballast.Clear();
            return null;
        }

        private void SendHello(byte[] address, int seed)
        {
            try
            {
                new Stranger(_link, _server, address, seed).Prove();
            }
            catch (OutOfMemoryException)
            {
                Shortages++;
            }

            _link.Sent.Clear();
            _link.DetachStrangers();

            // What strangers leave behind is the server's alone, and it has let go of it.
            while (_server.Accepted.Count > 1)
            {
                _server.Accepted.RemoveAt(1);
            }
        }

        private bool Echo(TlsManSession from, TlsManSession to)
        {
            return from.SendData(_message, 0, _message.Length) == _message.Length
                && to.RetrieveData(_buffer, 0, _buffer.Length, 0) == _message.Length
                && to.SendData(_buffer, 0, _message.Length) == _message.Length
                && from.RetrieveData(_buffer, 0, _buffer.Length, 0) == _message.Length;
        }
    }
}
