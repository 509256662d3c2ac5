//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using NanoTlsMan.Sockets;

namespace NanoTlsMan.Samples.Coap
{
    /// <summary>
    /// Observes a resource for as long as it takes: registers again when the server falls silent (RFC 7641, section
    /// 3.3.1), and connects again when the session is over, as it is after a reboot of the server.
    /// </summary>
    public sealed class CoapObserver : IDisposable
    {
        private const int FirstPause = 1000;
        private const int LongestPause = 64000;

        // RFC 7641, section 3.3.1: 5 to 15 seconds later than Max-Age, so that not all clients ask at once.
        private const int LeastGrace = 5000;
        private const int MoreGrace = 10000;

        // A day, which an int counts in milliseconds.
        private const int LongestAge = 86400;

        private readonly TlsMan _man;
        private readonly IPEndPoint _server;
        private readonly TlsSessionOptions _options;
        private readonly CredentialStore _keys;
        private readonly string _path;
        private readonly Random _random = new Random();
        private CoapClient _client;
        private int _timeout;

        /// <summary>
        /// Initializes a new instance of the <see cref="CoapObserver"/> class.
        /// </summary>
        /// <param name="man">Has the stacks.</param>
        /// <param name="server">The server's address and port, by default 5684.</param>
        /// <param name="keys">The key that the server knows.</param>
        /// <param name="path">The resource's path, without a slash in front.</param>
        public CoapObserver(TlsMan man, IPEndPoint server, CredentialStore keys, string path)
            : this(man, server, new TlsSessionOptions(), keys, path)
        {
        }

        /// <summary>
        /// Initializes a new instance of the <see cref="CoapObserver"/> class.
        /// </summary>
        /// <param name="man">Has the stacks.</param>
        /// <param name="server">The server's address and port, by default 5684.</param>
        /// <param name="options">How sessions are to behave, as which host the server has to be.</param>
        /// <param name="keys">The key that the server knows, or ours and the server's.</param>
        /// <param name="path">The resource's path, without a slash in front.</param>
        public CoapObserver(
            TlsMan man, IPEndPoint server, TlsSessionOptions options, CredentialStore keys, string path)
        {
            _man = man;
            _server = server;
            _options = options;
            _keys = keys;
            _path = path;
        }

        /// <summary>
        /// Gets how many registrations the server has answered.
        /// </summary>
        public int Registrations { get; private set; }

        /// <summary>
        /// Gets or sets ACK_TIMEOUT, as <see cref="CoapClient.AckTimeout"/> has it.
        /// </summary>
        public int AckTimeout { get; set; } = CoapTiming.AckTimeout;

        /// <summary>
        /// Connects and registers.
        /// </summary>
        /// <returns>The response; its <see cref="CoapMessage.Observe"/> is <see cref="CoapMessage.None"/> if the server
        /// will tell nothing.</returns>
        /// <exception cref="SecureSockException">The channel could not be opened; its error says why.</exception>
        /// <exception cref="TimeoutException">The server does not answer.</exception>
        /// <exception cref="System.IO.IOException">The answer cannot be understood.</exception>
        public CoapMessage Start()
        {
            Close();
            _client = new CoapClient(_man, _server, _options, _keys) { AckTimeout = AckTimeout };
            return Register();
        }

        /// <summary>
        /// Waits for the resource's next state, for as long as it takes. After <see cref="Start"/>.
        /// </summary>
        /// <returns>A notification, or the response to another registration.</returns>
        /// <exception cref="System.IO.IOException">The answer cannot be understood.</exception>
        public CoapMessage Next()
        {
            int pause = FirstPause;

            while (true)
            {
                // An end of the session and a server that is silent or gone are the same to an observer; and so is one
                // that has ended the observation, as servers do before they go down (RFC 7641, section 4.2).
                try
                {
                    CoapMessage state = _client == null ? Start() : AwaitOrRegister();

                    if (state.IsSuccess && state.Observe != CoapMessage.None)
                    {
                        return state;
                    }
                }
                catch (SecureSockException)
                {
                }
                catch (SocketException)
                {
                }
                catch (TimeoutException)
                {
                }

                Close();
                Thread.Sleep(CoapTiming.Spread(_random, pause));
                pause = pause < LongestPause / 2 ? 2 * pause : LongestPause;
            }
        }

        /// <summary>
        /// Asks to be told no more. After <see cref="Start"/>.
        /// </summary>
        /// <exception cref="SecureSockException">The session is over, and the observation with it.</exception>
        /// <exception cref="TimeoutException">The server does not answer.</exception>
        /// <exception cref="System.IO.IOException">The answer cannot be understood.</exception>
        public void Stop()
        {
            _client.StopObserving();
        }

        /// <summary>
        /// Closes the channel.
        /// </summary>
        public void Dispose()
        {
            Close();
        }

        private CoapMessage AwaitOrRegister()
        {
            try
            {
                return Note(_client.AwaitNotification(_timeout));
            }
            catch (TimeoutException)
            {
                return Register();
            }
        }

        private CoapMessage Register()
        {
            CoapMessage response = Note(_client.Observe(_path));

            Registrations++;
            return response;
        }

        private CoapMessage Note(CoapMessage message)
        {
            int age = message.MaxAge == CoapMessage.None ? CoapTiming.DefaultMaxAge : message.MaxAge;

            _timeout = ((age > LongestAge ? LongestAge : age) * 1000) + LeastGrace + _random.Next(MoreGrace + 1);
            return message;
        }

        private void Close()
        {
            if (_client != null)
            {
                _client.Dispose();
                _client = null;
            }
        }
    }
}
