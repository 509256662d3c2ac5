//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.IO;
using System.Net;
using System.Text;
using NanoTlsMan.Samples.Coap;
using NanoTlsMan.Sockets;

namespace NanoTlsMan.Samples.SleepySensor
{
    /// <summary>
    /// Sends one reading by the cheapest way that works: the session that was saved before the sleep, which costs no
    /// handshake; else a handshake that a ticket makes short; else a whole one. Afterwards it saves the session.
    /// </summary>
    public sealed class Reporter
    {
        /// <summary>
        /// Where the reading goes: a resource of the server.
        /// </summary>
        public const string Path = "note";

        private const string SessionName = "session";
        private const string TicketName = "ticket";

        // A server that has lost the session does not say so, for it does not know whom to. With this a client gives up
        // after 15 to 24 seconds (RFC 7252, section 4.2: 31 times).
        private const int RestoredAckTimeout = 500;

        private readonly TlsMan _man;
        private readonly IPEndPoint _server;
        private readonly CredentialStore _keys;
        private readonly SavedSessionStore _store;
        private readonly byte[] _sealKey;

        /// <summary>
        /// Initializes a new instance of the <see cref="Reporter"/> class.
        /// </summary>
        /// <param name="man">Has the stacks.</param>
        /// <param name="server">The server's address and port.</param>
        /// <param name="keys">The key that the server knows.</param>
        /// <param name="store">Outlives the sleep.</param>
        /// <param name="sealKey">Seals what is in the store, 16 bytes.</param>
        public Reporter(
            TlsMan man, IPEndPoint server, CredentialStore keys, SavedSessionStore store, byte[] sealKey)
        {
            _man = man;
            _server = server;
            _keys = keys;
            _store = store;
            _sealKey = sealKey;
        }

        /// <summary>
        /// Sends a reading.
        /// </summary>
        /// <param name="tenths">Tenths of a degree Celsius.</param>
        /// <returns>How it went: restored, resumed or connected.</returns>
        /// <exception cref="IOException">The server does not answer, or refuses the reading.</exception>
        /// <exception cref="SecureSockException">The handshake failed.</exception>
        public string Report(int tenths)
        {
            byte[] reading = Encoding.UTF8.GetBytes((tenths / 10).ToString() + "." + (tenths % 10).ToString());

            return TryRestored(reading) ? "restored" : Connect(reading);
        }

        private bool TryRestored(byte[] reading)
        {
            try
            {
                SecureUdpClient channel =
                    SecureUdpClient.Restore(_man, _server, CreateOptions(null), _keys, _store, SessionName, _sealKey);

                Send(channel, reading, RestoredAckTimeout);
                return true;
            }
            catch (SecureSockException)
            {
                // There is none, or it was used: after a cut of the power, for example.
                return false;
            }
            catch (TimeoutException)
            {
                return false;
            }
            catch (IOException)
            {
                return false;
            }
        }

        private string Connect(byte[] reading)
        {
            using (ResumableSession ticket = new ResumableSession())
            {
                ticket.Load(_man, _store, TicketName, _sealKey);

                SecureUdpClient channel = SecureUdpClient.Connect(_man, _server, CreateOptions(ticket), _keys);
                bool isResumed = channel.Session.IsResumed;

                ticket.Save(_man, _store, TicketName, _sealKey);
                Send(channel, reading, 0);
                return isResumed ? "resumed" : "connected";
            }
        }

        private void Send(SecureUdpClient channel, byte[] reading, int ackTimeout)
        {
            using (CoapClient client = new CoapClient(channel))
            {
                if (ackTimeout > 0)
                {
                    client.AckTimeout = ackTimeout;
                }

                CoapMessage answer = client.Put(Path, reading, CoapMessage.TextPlain);

                if (!answer.IsSuccess)
                {
                    throw new IOException(answer.CodeText);
                }

                // The last that it does awake. What comes after this is lost, and the next reading's handshake is a
                // whole one.
                channel.Save(_store, SessionName, _sealKey);
            }
        }

        private static TlsSessionOptions CreateOptions(ResumableSession ticket)
        {
            // The server is to know this sensor wherever it wakes up; the server itself stays where it is.
            return new TlsSessionOptions { ConnectionIdLength = 0, KeepMasterSecret = true, Resumption = ticket };
        }
    }
}
