//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Net;
using System.Text;
using NanoTlsMan.Sockets;

namespace NanoTlsMan.Samples.Coap
{
    /// <summary>
    /// A CoAP server over DTLS with two resources (RFC 7252): /temperature can be read and observed (RFC 7641); /note,
    /// a text on where the sensor hangs and what it is for, can be read and written, and may be long enough to go in
    /// blocks (RFC 7959).
    /// </summary>
    public sealed class CoapServer : IDisposable
    {
        /// <summary>
        /// Path of the sensor.
        /// </summary>
        public const string Temperature = "temperature";

        /// <summary>
        /// Path of the text.
        /// </summary>
        public const string Note = "note";

        /// <summary>
        /// The longest text that the sensor takes, in bytes.
        /// </summary>
        public const int MaxNote = 4096;

        private const int ConnectionIdLength = 6;
        private const int MaxResumable = 16;
        private const string Discovery = ".well-known/core";
        private const string Links = "</" + Temperature + ">;rt=\"temperature-c\";obs,</" + Note + ">;ct=0";

        private readonly SecureUdpSock _sock;
        private readonly TemperatureReader _read;
        private readonly SessionCache _sessions;

        // Answers and notifications are made and sent under this lock: what is sent later has the later reading and the
        // higher number, and an observer is told of no change before it has its answer.
        private readonly object _lock = new object();
        private readonly CoapObservers _observers = new CoapObservers();
        private readonly CoapTransfers _transfers = new CoapTransfers(MaxNote);
        private readonly CoapAnswers _answers = new CoapAnswers();
        private byte[] _note = new byte[0];

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
            : this(man, local, new TlsSessionOptions(), keys, read)
        {
        }

        /// <summary>
        /// Initializes a new instance of the <see cref="CoapServer"/> class that serves.
        /// </summary>
        /// <param name="man">Has the stacks.</param>
        /// <param name="local">The address and port to listen on, by default 5684.</param>
        /// <param name="options">How sessions are to behave; connection IDs and resumption are set here.</param>
        /// <param name="keys">Ours, and those of the clients.</param>
        /// <param name="read">Reads the sensor.</param>
        public CoapServer(
            TlsMan man, IPEndPoint local, TlsSessionOptions options, CredentialStore keys, TemperatureReader read)
        {
            _read = read;
            _sock = new SecureUdpSock(man, local);
            _sock.DataReceived += OnData;
            _sock.Ended += OnEnd;

            // Clients that sleep, or that a NAT forgets, are known by their connection ID, and those that were here
            // before need no whole handshake; who asks for neither has neither.
            _sessions = new SessionCache(MaxResumable);
            options.ConnectionIdLength = ConnectionIdLength;
            options.SessionCache = _sessions;
            _sock.Listen(options, keys);
        }

        /// <summary>
        /// Gets the address and port that it listens on.
        /// </summary>
        public IPEndPoint LocalEndPoint
        {
            get { return _sock.LocalEndPoint; }
        }

        /// <summary>
        /// Gets or sets for how long a reading is good, in seconds: an observer that hears nothing for longer asks
        /// again.
        /// </summary>
        public int MaxAge { get; set; } = CoapTiming.DefaultMaxAge;

        /// <summary>
        /// Gets or sets how often an observer has to confirm that it is there, in milliseconds: hourly unless set.
        /// </summary>
        public int ConfirmInterval
        {
            get { return _observers.ConfirmInterval; }
            set { _observers.ConfirmInterval = value; }
        }

        /// <summary>
        /// Gets or sets ACK_TIMEOUT (RFC 7252, section 4.8), in milliseconds: 2,000 unless set. An observer that has
        /// not confirmed after one to one and a half of it is asked again, by the next notification.
        /// </summary>
        public int AckTimeout
        {
            get { return _observers.AckTimeout; }
            set { _observers.AckTimeout = value; }
        }

        /// <summary>
        /// Tells all observers the temperature. Without any the sensor is not read.
        /// </summary>
        public void Notify()
        {
            lock (_lock)
            {
                int number = CreateNumber();
                byte[] reading = null;

                for (int i = 0; i < CoapObservers.MaxObservers; i++)
                {
                    TlsManSession session = _observers.GetNext(i);

                    if (session != null)
                    {
                        if (reading == null)
                        {
                            reading = Read();
                        }

                        CoapMessage notification = _observers.Create(i, number & 0xffff);

                        notification.Observe = number;
                        notification.ContentFormat = CoapMessage.TextPlain;
                        notification.MaxAge = MaxAge;
                        notification.Payload = reading;
                        Send(session, notification.ToBytes());
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
            _sessions.Dispose();
        }

        private static void Send(TlsManSession session, byte[] bytes)
        {
            // If the session has ended, that was told already.
            session.SendData(bytes, 0, bytes.Length);
        }

        private void OnData(TlsManSession session, byte[] buffer, int offset, int count)
        {
            CoapMessage message = CoapMessage.Parse(buffer, offset, count);

            if (message == null)
            {
                return;
            }

            lock (_lock)
            {
                // A reset says that a notification was not expected.
                if (message.Type == CoapMessage.Reset)
                {
                    _observers.Remove(session);
                }
                else if (message.Type == CoapMessage.Acknowledgement)
                {
                    _observers.Confirm(session, message.Id);
                }
                else if (message.IsRequest)
                {
                    Serve(session, message);
                }
                else if (message.Type == CoapMessage.Confirmable)
                {
                    // An empty one is a ping (RFC 7252, section 4.3); a response was never asked for.
                    Send(session, CoapMessage.CreateEmpty(CoapMessage.Reset, message.Id).ToBytes());
                }
            }
        }

        private void Serve(TlsManSession session, CoapMessage request)
        {
            byte[] answer = _answers.Find(session, request.Id);

            if (answer == null)
            {
                // RFC 7252, section 5.4.1: what cannot be understood is refused, and a non-confirmable request without
                // a word.
                if (request.UnknownCriticalOption != CoapMessage.None && request.Type == CoapMessage.NonConfirmable)
                {
                    return;
                }

                answer = Answer(session, request).ToBytes();
                _answers.Add(session, request.Id, answer);
            }
            else if (request.Type == CoapMessage.NonConfirmable)
            {
                return;
            }

            Send(session, answer);
        }

        private CoapMessage Answer(TlsManSession session, CoapMessage request)
        {
            if (request.UnknownCriticalOption != CoapMessage.None)
            {
                return Reply(request, CoapMessage.BadOption);
            }

            if (request.Path == Note && request.Code == CoapMessage.Put)
            {
                return AnswerPut(session, request);
            }

            if (request.Path != Temperature && request.Path != Note && request.Path != Discovery)
            {
                return Reply(request, CoapMessage.NotFound);
            }

            if (request.Code != CoapMessage.Get)
            {
                return Reply(request, CoapMessage.MethodNotAllowed);
            }

            return AnswerGet(session, request);
        }

        private CoapMessage AnswerGet(TlsManSession session, CoapMessage request)
        {
            bool isReading = request.Path == Temperature;
            int format = request.Path == Discovery ? CoapMessage.LinkFormat : CoapMessage.TextPlain;

            if (request.Accept != CoapMessage.None && request.Accept != format)
            {
                return Reply(request, CoapMessage.NotAcceptable);
            }

            byte[] body = isReading ? Read() : (request.Path == Note ? _note : Encoding.UTF8.GetBytes(Links));

            if (!CoapCutter.CanCut(request, body))
            {
                return Reply(request, CoapMessage.BadRequest);
            }

            CoapMessage response = Reply(request, CoapMessage.Content);

            CoapCutter.Cut(request, response, body);
            response.ContentFormat = format;

            if (isReading)
            {
                response.MaxAge = MaxAge;
                response.Observe = Register(session, request);
            }

            return response;
        }

        // The number of the first notification, which the response is (RFC 7641, section 4.1).
        private int Register(TlsManSession session, CoapMessage request)
        {
            if (request.Observe == 0)
            {
                return _observers.Add(session, request.Token) ? CreateNumber() : CoapMessage.None;
            }

            if (request.Observe != CoapMessage.None)
            {
                _observers.Remove(session);
            }

            return CoapMessage.None;
        }

        private CoapMessage AnswerPut(TlsManSession session, CoapMessage request)
        {
            int code = _transfers.Take(session, request, out byte[] body);
            CoapMessage response = Reply(request, code);
            CoapBlock block = CoapBlock.Read(request.Block1);

            if (body != null)
            {
                _note = body;
            }

            if (code == CoapMessage.TooLarge)
            {
                response.Size1 = MaxNote;
            }
            else if (block != null && response.IsSuccess)
            {
                // The block is acknowledged by its own number; a client that sends longer blocks than this server likes
                // is taken as it is.
                response.Block1 = CoapBlock.At(block.Offset, code == CoapMessage.Continue, block.Exponent);
            }

            return response;
        }

        private CoapMessage Reply(CoapMessage request, int code)
        {
            return request.Type == CoapMessage.Confirmable
                ? new CoapMessage(CoapMessage.Acknowledgement, code, request.Id, request.Token)
                : new CoapMessage(CoapMessage.NonConfirmable, code, CreateNumber() & 0xffff, request.Token);
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

        private void OnEnd(TlsManSession session)
        {
            lock (_lock)
            {
                _observers.Remove(session);
                _transfers.Remove(session);
                _answers.Remove(session);
            }
        }
    }
}
