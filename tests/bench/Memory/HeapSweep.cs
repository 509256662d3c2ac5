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
    /// Does each thing that a program can do with as much of the heap left as there is from nothing to enough, in small
    /// steps. Whatever fails has to be undone: with memory again, what was open answers or has ended with an event, and
    /// what was refused can be done.
    /// </summary>
    internal sealed class HeapSweep
    {
        private const int Step = 200;
        private const int Most = 12000;

        // With less than this the runtime itself cannot leave a lock: entering and leaving are calls, and each call
        // takes memory.
        private const int Least = 800;
        private const int Operations = 6;
        private const int ServerAddress = 1;

        private readonly TlsSessionOptions _options =
            new TlsSessionOptions { CipherSuites = new ushort[] { TlsCipherSuite.PskWithAes128Ccm8 },
            HandshakeTimeout = 4000 };
        private readonly CredentialStore _credentials = Psk.Store();
        private readonly byte[] _message = new byte[48];
        private SimulatedLink _link;
        private LinkEndpoint _server;
        private LinkEndpoint _client;
        private TlsManSession _old;
        private TlsManSession _accepted;
        private LinkEndpoint _other;
        private TlsManSession _next;
        private TlsManSession _new;

        /// <summary>Runs all of it.</summary>
        /// <returns>How many times memory ran out, or -1 where something was left behind.</returns>
        internal int Run(out string fault)
        {
            int shortages = 0;

            for (int operation = 0; operation < Operations; operation++)
            {
                for (int free = Least; free <= Most; free += Step)
                {
                    Prepare();
                    shortages += TryOperation(operation, free) ? 0 : 1;
                    fault = Check();

                    if (fault != null)
                    {
                        fault = "operation " + operation.ToString() + " with " + free.ToString() + " bytes: " + fault;
                        return -1;
                    }
                }
            }

            fault = null;
            return shortages;
        }

        private void Prepare()
        {
            _link = new SimulatedLink(1);
            _server = LinkEndpoint.Create(_link, TlsTransportKind.Datagram, ServerAddress, 400);
            _client = LinkEndpoint.Create(_link, TlsTransportKind.Datagram, 2, 400);
            _server.Listen(_options, _credentials);
            _old = new TlsManSession(_client, SimulatedLink.CreateAddress(ServerAddress), _options, _credentials);

            _old.OpenClientChannel(SecureSockFlags.NonBlock);
            Turn(_client);

            if (!_old.IsConnected)
            {
                throw new InvalidOperationException();
            }

            _accepted = _server.GetAccepted(0);
            _other = LinkEndpoint.Create(_link, TlsTransportKind.Datagram, 3, 400);
            _next = new TlsManSession(_other, SimulatedLink.CreateAddress(ServerAddress), _options, _credentials);
            _new = null;
            _link.Sent.Clear();
        }

        private bool TryOperation(int operation, int free)
        {
            ArrayList ballast = HeapGauge.Fill(free);

            try
            {
                Do(operation);
                return true;
            }
            catch (OutOfMemoryException)
            {
                return false;
            }
            finally
            {
                ballast.Clear();
            }
        }

        private void Do(int operation)
        {
            switch (operation)
            {
                case 0:
                    // A client's whole handshake with a new peer; the server accepts it in the same heap.
                    _new = _next;
                    _new.OpenClientChannel(SecureSockFlags.NonBlock);
                    Turn(_other);
                    break;

                case 1:
                    _old.SendData(_message, 0, _message.Length);
                    _accepted.RetrieveData(_message, 0, _message.Length, 0);
                    break;

                case 2:
                    _accepted.SendData(_message, 0, _message.Length);
                    _old.RetrieveData(_message, 0, _message.Length, 0);
                    break;

                case 3:
                    _old.Rehandshake();
                    Turn(_client);
                    break;

                case 4:
                    _old.CloseChannel();
                    break;

                default:
                    _accepted.Dispose();
                    break;
            }
        }

        private string Check()
        {
            _link.Sent.Clear();

            if (!_old.IsEnded && _old.IsConnected && !_accepted.IsEnded && _server.Accepted.Count == 1
                && !Echo(_old, _accepted))
            {
                return "the open session does not answer";
            }

            if (_accepted.IsEnded && (_accepted.TakeEvents() & SessionEvents.Ended) == 0)
            {
                return "a session ended without an event";
            }

            // The client's peer can be connected to again, by the same session where nothing was left of the attempt,
            // or by another.
            if (!_old.IsEnded)
            {
                _old.Dispose();
            }

            TlsManSession again =
                new TlsManSession(_client, SimulatedLink.CreateAddress(ServerAddress), _options, _credentials);
            int status = again.OpenClientChannel(SecureSockFlags.NonBlock);

            Turn(_client);

            if (!again.IsConnected)
            {
                return "the peer cannot be connected to again: " + status.ToString();
            }

            if (_new != null && !_new.IsEnded && !_new.IsConnected)
            {
                status = _new.OpenClientChannel(SecureSockFlags.NonBlock);

                if (status != TlsManStatus.Ok && status != TlsManStatus.InvalidState)
                {
                    return "what was undone cannot be done: " + status.ToString();
                }
            }

            TlsManSession last = _server.GetAccepted(_server.Accepted.Count - 1);

            if (_new == null && !Echo(again, last))
            {
                return "the server does not answer";
            }

            _server.Dispose();
            _client.Dispose();
            _other.Dispose();
            return null;
        }

        private bool Echo(TlsManSession from, TlsManSession to)
        {
            byte[] buffer = new byte[64];

            Forget(from);
            Forget(to);
            return from.SendData(_message, 0, _message.Length) == _message.Length
                && to.RetrieveData(buffer, 0, buffer.Length, 0) == _message.Length
                && to.SendData(buffer, 0, _message.Length) == _message.Length
                && from.RetrieveData(buffer, 0, buffer.Length, 0) == _message.Length;
        }

        /// <summary>Lets both sides have their turns, in one thread, until a handshake is through, or has had its
        /// time.</summary>
        private void Turn(LinkEndpoint endpoint)
        {
            for (int i = 0; i < 16; i++)
            {
                try
                {
                    _link.Now += 250;
                    _server.Step(_link.Now);
                    endpoint.Step(_link.Now);
                }
                catch (OutOfMemoryException)
                {
                    // The simulated link has no memory of its own either.
                }
            }
        }

        /// <summary>Fetches what came before, so that an answer is the answer.</summary>
        private static void Forget(TlsManSession session)
        {
            byte[] scrap = new byte[64];

            while (session.IsDataReady)
            {
                session.RetrieveData(scrap, 0, scrap.Length, 0);
            }
        }
    }
}
