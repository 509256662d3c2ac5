//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Net;
using System.Text;
using NanoTlsMan.Sockets;

namespace NanoTlsMan.Samples.CoapsSensor
{
    /// <summary>
    /// A CoAP server over DTLS with one resource, /temperature, which can be read and observed (RFC 7252, RFC 7641).
    /// </summary>
    public sealed class CoapServer : IDisposable
    {
        /// <summary>
        /// Path of the resource.
        /// </summary>
        public const string Temperature = "temperature";

        private const string Discovery = ".well-known/core";
        private const string Links = "</" + Temperature + ">;rt=\"temperature-c\";obs";
        private const int MaxObservers = 4;

        private readonly SecureUdpSock _sock;
        private readonly TemperatureReader _read;

        // Who observes, and by which token; both at the same place. Answers and notifications are made and sent under
        // this lock: what is sent later has the later reading and the higher number, and an observer is told of no
        // change before it has its answer.
        private readonly TlsManSession[] _observers = new TlsManSession[MaxObservers];
        private readonly byte[][] _tokens = new byte[MaxObservers][];

        // Counts notifications, by which an observer tells the newer one (RFC 7641, section 3.4: 24 bits); its last 16
        // bits are the message ID.
        private int _lastNumber;

        /// <summary>
        /// Initializes a new instance of the <see cref="CoapServer"/> class that serves.
        /// </summary>
        /// <param name="man">Has the stacks.</param>
        /// <param name="local">The address and port to listen on, by default 5684.</param>
        /// <param name="keys">The keys of the clients.</param>
        /// <param name="read">Reads the sensor.</param>
        public CoapServer(TlsMan man, IPEndPoint local, CredentialStore keys, TemperatureReader read)
        {
            _read = read;
            _sock = new SecureUdpSock(man, local);
            _sock.DataReceived += OnData;
            _sock.Ended += Forget;
            _sock.Listen(keys);
        }

        /// <summary>
        /// Gets the address and port that it listens on.
        /// </summary>
        public IPEndPoint LocalEndPoint
        {
            get { return _sock.LocalEndPoint; }
        }

        /// <summary>
        /// Tells all observers the temperature. Without any the sensor is not read.
        /// </summary>
        public void Notify()
        {
            lock (_observers)
            {
                byte[] reading = null;

                for (int i = 0; i < MaxObservers; i++)
                {
                    int number = CreateNumber();

                    if (_observers[i] != null)
                    {
                        if (reading == null)
                        {
                            reading = Read();
                        }

                        CoapMessage notification = new CoapMessage(
                            CoapMessage.NonConfirmable, CoapMessage.Content, number & 0xffff, _tokens[i])
                        {
                            Observe = number,
                            ContentFormat = CoapMessage.TextPlain,
                            Payload = reading,
                        };

                        Send(_observers[i], notification);
                    }
                }
            }
        }

        /// <summary>
        /// Closes all channels.
        /// </summary>
        public void Dispose()
        {
            _sock.Dispose();
        }

        private static void Send(TlsManSession session, CoapMessage message)
        {
            byte[] bytes = message.ToBytes();

            // If the session has ended, that was told already.
            session.SendData(bytes, 0, bytes.Length);
        }

        private void OnData(TlsManSession session, byte[] buffer, int offset, int count)
        {
            CoapMessage request = CoapMessage.Parse(buffer, offset, count);

            if (request == null)
            {
                return;
            }

            // A reset says that a notification was not expected; an empty confirmable message is a ping (RFC 7252,
            // section 4.3).
            if (request.Type == CoapMessage.Reset)
            {
                Forget(session);
            }
            else if (request.Code == CoapMessage.Empty)
            {
                if (request.Type == CoapMessage.Confirmable)
                {
                    Send(session, CoapMessage.CreateEmpty(CoapMessage.Reset, request.Id));
                }
            }
            else if (request.Type == CoapMessage.Confirmable || request.Type == CoapMessage.NonConfirmable)
            {
                lock (_observers)
                {
                    Send(session, Answer(session, request));
                }
            }
        }

        // Under the lock.
        private CoapMessage Answer(TlsManSession session, CoapMessage request)
        {
            bool isSensor = request.Path == Temperature;
            int code = request.HasUnknownCriticalOption ? CoapMessage.BadOption
                : (!isSensor && request.Path != Discovery ? CoapMessage.NotFound
                : (request.Code != CoapMessage.Get ? CoapMessage.MethodNotAllowed : CoapMessage.Content));
            int id = request.Id;
            int observe = CoapMessage.None;

            if (request.Type == CoapMessage.NonConfirmable)
            {
                id = CreateNumber() & 0xffff;
            }

            if (code == CoapMessage.Content && isSensor && request.Observe != CoapMessage.None)
            {
                Remove(session);

                if (request.Observe == 0 && Add(session, request.Token))
                {
                    observe = CreateNumber();
                }
            }

            CoapMessage response = new CoapMessage(
                request.Type == CoapMessage.Confirmable
                ? CoapMessage.Acknowledgement
                : CoapMessage.NonConfirmable, code, id, request.Token);

            if (code == CoapMessage.Content)
            {
                response.Observe = observe;
                response.ContentFormat = isSensor ? CoapMessage.TextPlain : CoapMessage.LinkFormat;
                response.Payload = isSensor ? Read() : Encoding.UTF8.GetBytes(Links);
            }

            return response;
        }

        private byte[] Read()
        {
            int tenths = _read();
            int size = tenths < 0 ? -tenths : tenths;

            return Encoding.UTF8.GetBytes(
                (tenths < 0 ? "-" : "") + (size / 10).ToString() + "." + (size % 10).ToString());
        }

        private int CreateNumber()
        {
            _lastNumber = (_lastNumber + 1) & 0xffffff;
            return _lastNumber;
        }

        private void Forget(TlsManSession session)
        {
            lock (_observers)
            {
                Remove(session);
            }
        }

        private void Remove(TlsManSession session)
        {
            for (int i = 0; i < MaxObservers; i++)
            {
                if (_observers[i] == session)
                {
                    _observers[i] = null;
                    _tokens[i] = null;
                }
            }
        }

        private bool Add(TlsManSession session, byte[] token)
        {
            for (int i = 0; i < MaxObservers; i++)
            {
                if (_observers[i] == null)
                {
                    _observers[i] = session;
                    _tokens[i] = token;
                    return true;
                }
            }

            return false;
        }
    }
}
