//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Managed.Extensions;
using NanoTlsMan.Managed13.Extensions;
using NanoTlsMan.Managed13.Flights;
using NanoTlsMan.Managed13.Messages;
using NanoTlsMan.Managed13.Record;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed13.Handshake
{
    /// <summary>
    /// What a client's and a server's handshake have in common: the order of messages, the transcript, the keys, and
    /// how they wait for calculations. It lives until the channel is open.
    /// </summary>
    internal abstract partial class HandshakeMachine : IDisposable
    {
        private const int FinishedQueued = 1;
        private const int PeerFinishedVerified = 2;
        private const int PeerAuthenticated = 4;
        private const int EverythingDone = FinishedQueued | PeerFinishedVerified | PeerAuthenticated;

        private readonly HandshakeContext _context;
        private HandshakeState _state;
        private int _done;
        private int _next;
        private bool _isContinuing;

        protected HandshakeMachine(
            HandshakeContext context, RecordLayer13 records, OutgoingFlight flight, HandshakeState state)
        {
            _context = context;
            _state = state;
            IsDatagram = context.Kind == TlsTransportKind.Datagram;
            Records = records;
            Flight = flight;
            Keys = new KeySchedule(context.Ciphers, IsDatagram);
            Transcript = context.Ciphers.CreateTranscriptHash();
            Reader = new WireReader();
            Work = context.Exchanges == null ? null : new PublicKeyWork(context);
            Session = new SessionKeys();
        }

        /// <summary>Gets what the session keeps; it is the engine's once the channel is open.</summary>
        internal SessionKeys Session { get; }

        /// <summary>Gets or sets the agreed suite, or 0.</summary>
        internal int CipherSuite { get; set; }

        /// <summary>Gets or sets the tag of the credential that authenticated the peer, or -1.</summary>
        internal int CredentialTag { get; set; } = -1;

        /// <summary>Gets or sets the identity that the peer is known by.</summary>
        internal byte[] Identity { get; set; }

        /// <summary>Gets or sets the message_seq of the next message to be sent.</summary>
        internal int NextSent { get; set; }

        /// <summary>Gets or sets a value indicating whether a ticket was taken.</summary>
        internal bool IsResumed { get; set; }

        /// <summary>Gets or sets the application protocol, or <see langword="null"/>.</summary>
        internal string ApplicationProtocol { get; set; }

        /// <summary>Gets a value indicating whether either side answers when it is asked for a path.</summary>
        internal bool IsReturnRoutable { get; private set; }

        /// <summary>Gets a value indicating whether 1.3 was agreed.</summary>
        internal bool IsAgreed
        {
            get { return CipherSuite != 0; }
        }

        /// <summary>Gets a value indicating whether the peer's hello wants another version, which the engine has to go
        /// on with.</summary>
        internal bool IsOlderVersion { get; private protected set; }

        /// <summary>Gets or sets a value indicating whether our Finished is queued, and what follows it has the keys of
        /// data.</summary>
        internal bool IsDataWriterDue { get; private protected set; }

        /// <summary>Gets a number that changes whenever a message was accepted.</summary>
        internal int Progress { get; private set; }

        /// <summary>Gets a value indicating whether a peer of this version may send tickets to this side, or gets
        /// some.</summary>
        internal bool IsClient
        {
            get { return _context.Role == TlsRole.Client; }
        }

        /// <summary>Gets a value indicating whether there is something to compute before the handshake goes
        /// on.</summary>
        internal bool IsBusy
        {
            get { return Work != null && Work.IsBusy; }
        }

        /// <summary>Gets a value indicating whether the channel is open.</summary>
        internal bool IsComplete
        {
            get { return _state == HandshakeState.Verified && _done == EverythingDone && !IsBusy; }
        }

        /// <summary>Gets what says more about an error than its cause, or 0.</summary>
        internal int ErrorDetail
        {
            get { return Work == null ? 0 : Work.ErrorDetail; }
        }

        /// <summary>Gets what is waited for.</summary>
        internal TlsAwaited Awaited
        {
            get
            {
                switch (_state)
                {
                    case HandshakeState.AwaitServerHello:
                        return NextSent > 1 ? TlsAwaited.ServerHelloAfterCookie : TlsAwaited.ServerHello;
                    case HandshakeState.AwaitClientHello:
                        return TlsAwaited.ClientHello;
                    default:
                        return TlsAwaited.Finished;
                }
            }
        }

        /// <summary>Gets this side's random value.</summary>
        internal abstract byte[] OwnRandom { get; }

        protected HandshakeContext Context
        {
            get { return _context; }
        }

        protected bool IsDatagram { get; }

        protected RecordLayer13 Records { get; }

        protected OutgoingFlight Flight { get; }

        protected KeySchedule Keys { get; }

        protected TranscriptHash Transcript { get; }

        protected WireReader Reader { get; }

        protected PublicKeyWork Work { get; }

        /// <summary>Gets the client's random value, by which a log of secrets knows the session.</summary>
        protected byte[] ClientRandom { get; } = new byte[ClientHelloView.RandomLength];

        /// <summary>Gets or sets what the CertificateVerify of either side is made with: whether our key is sent
        /// raw.</summary>
        protected bool IsOwnRaw { get; set; }

        /// <summary>Gets or sets a value indicating whether the peer's key is sent raw.</summary>
        protected bool IsPeerRaw { get; set; }

        /// <summary>Gets or sets the tag of our own key pair, or -1.</summary>
        protected int OwnTag { get; set; } = -1;

        /// <summary>
        /// Begins.
        /// </summary>
        /// <returns>The error, or <see cref="TlsErrorCause.None"/>.</returns>
        internal abstract TlsErrorCause Start();

        /// <summary>
        /// Tells whether a message may come now.
        /// </summary>
        internal bool IsLegal(int type, int epoch)
        {
            return HandshakeTable.Find(_state, epoch, type) >= 0;
        }

        /// <summary>
        /// Handles a whole message.
        /// </summary>
        /// <param name="type">Its type.</param>
        /// <param name="buffer">Holds it.</param>
        /// <param name="body">Where its body begins.</param>
        /// <param name="count">The length of its body, in bytes.</param>
        /// <param name="epoch">The epoch that it came in.</param>
        /// <returns>The error, or <see cref="TlsErrorCause.None"/>.</returns>
        internal TlsErrorCause Handle(int type, byte[] buffer, int body, int count, int epoch)
        {
            _next = HandshakeTable.Find(_state, epoch, type);

            if (_next < 0)
            {
                return TlsErrorCause.UnexpectedMessage;
            }

            Reader.Reset(buffer, body, count);

            TlsErrorCause error = HandleMessage(type, buffer, body, count);

            if (error == TlsErrorCause.None && !IsOlderVersion)
            {
                Progress++;
                _state = (HandshakeState)_next;
            }

            return error;
        }

        /// <summary>
        /// Does a step of what is to be computed, and goes on with the handshake after the last one.
        /// </summary>
        /// <returns>The error, or <see cref="TlsErrorCause.None"/>.</returns>
        internal TlsErrorCause Compute()
        {
            TlsErrorCause error = Work.Compute();

            return error == TlsErrorCause.None && !Work.IsBusy && _isContinuing ? GoOn() : error;
        }

        /// <summary>Gets the alert for the error that was found, where it says more than the cause does.</summary>
        internal TlsAlert PreciseAlert { get; private protected set; } = TlsAlert.None;

        /// <summary>Gets a value indicating whether the peer wants a ChangeCipherSpec over a stream, for the sake of
        /// middleboxes.</summary>
        internal virtual bool WantsChangeCipherSpec
        {
            get { return false; }
        }

        /// <summary>Gets a value indicating whether a client's hello was answered with a ServerHello.</summary>
        internal virtual bool IsHelloAnswered
        {
            get { return false; }
        }

        /// <summary>Gets a value indicating whether a client's last flight is queued: it answers all that the server
        /// has sent.</summary>
        internal bool IsFlightAnswered
        {
            get { return (_done & FinishedQueued) != 0; }
        }

        /// <summary>
        /// Handles a legal message.
        /// </summary>
        protected abstract TlsErrorCause HandleMessage(int type, byte[] buffer, int body, int count);

        /// <summary>
        /// Goes on with the handshake: all is computed that was begun.
        /// </summary>
        protected abstract TlsErrorCause Continue();

        /// <summary>
        /// Goes on once all is computed that was begun.
        /// </summary>
        protected TlsErrorCause WhenComputed()
        {
            _isContinuing = true;
            return IsBusy ? TlsErrorCause.None : GoOn();
        }

        /// <summary>
        /// Sets the state that the message leads to, where the first row of the table is not meant.
        /// </summary>
        protected void LeadTo(HandshakeState state)
        {
            _next = (int)state;
            _state = state;
        }

        /// <summary>
        /// Adds a message to the transcript: with the header that it has over a stream, for either transport (RFC 9147,
        /// section 5.2).
        /// </summary>
        protected void AddToTranscript(int type, byte[] buffer, int body, int count)
        {
            byte[] header = new byte[RecordHeader.TlsHandshakeLength];

            header[0] = (byte)type;
            WireWriter.PutUInt24(header, 1, count);
            Transcript.Update(header, 0, header.Length);
            Transcript.Update(buffer, body, count);
        }

        /// <summary>
        /// Puts the hash of the first hello in its place (RFC 9846, section 4.4.1).
        /// </summary>
        protected void ReplaceHello(byte[] digest)
        {
            Transcript.Reset();
            AddToTranscript(HandshakeType.MessageHash, digest, 0, digest.Length);
        }

        protected byte[] GetDigest()
        {
            byte[] digest = new byte[TranscriptHash.DigestLength];

            Transcript.GetDigest(digest, 0);
            return digest;
        }

        /// <summary>
        /// Begins a message of ours.
        /// </summary>
        protected WireWriter BeginMessage(int type, int epoch, int most)
        {
            return Flight.BeginMessage(type, NextSent, epoch, most);
        }

        /// <summary>
        /// Ends a message of ours and adds it to the transcript.
        /// </summary>
        protected TlsErrorCause EndMessage()
        {
            int body = Flight.EndMessage();

            if (body < 0)
            {
                return TlsErrorCause.InternalError;
            }

            int header = IsDatagram ? RecordHeader.DtlsHandshakeLength : RecordHeader.TlsHandshakeLength;

            NextSent++;
            AddToTranscript(Flight.Buffer[Flight.MessageOffset], Flight.Buffer, Flight.MessageOffset + header, body);
            return TlsErrorCause.None;
        }

        /// <summary>
        /// Derives the handshake's keys: the ServerHello is in the transcript.
        /// </summary>
        protected void DeriveHandshakeKeys(byte[] shared)
        {
            Keys.DeriveHandshake(shared, GetDigest());
            Log("CLIENT_HANDSHAKE_TRAFFIC_SECRET", Keys.ClientTraffic);
            Log("SERVER_HANDSHAKE_TRAFFIC_SECRET", Keys.ServerTraffic);
            Records.InstallReader(
                Keys.CreateKeys(
                    CipherSuite, IsClient ? Keys.ServerTraffic : Keys.ClientTraffic, RecordLayer13.HandshakeEpoch));
            Records.InstallWriter(
                Keys.CreateKeys(
                    CipherSuite, IsClient ? Keys.ClientTraffic : Keys.ServerTraffic, RecordLayer13.HandshakeEpoch));
        }

        /// <summary>
        /// Derives the secrets of data: the server's Finished is in the transcript.
        /// </summary>
        protected void DeriveDataSecrets()
        {
            byte[] client = new byte[KeySchedule.HashLength];
            byte[] server = new byte[KeySchedule.HashLength];
            byte[] exporter = new byte[KeySchedule.HashLength];

            Keys.DeriveData(GetDigest(), client, server, exporter);
            Log("CLIENT_TRAFFIC_SECRET_0", client);
            Log("SERVER_TRAFFIC_SECRET_0", server);
            Log("EXPORTER_SECRET", exporter);

            if (_context.Options.KeepMasterSecret)
            {
                Session.Exporter = exporter;
            }
            else
            {
                Array.Clear(exporter, 0, exporter.Length);
            }

            Session.CipherSuite = CipherSuite;
            Session.ReadTraffic = IsClient ? server : client;
            Session.WriteTraffic = IsClient ? client : server;
        }

        protected void InstallDataReader()
        {
            Records.InstallReader(Keys.CreateKeys(CipherSuite, Session.ReadTraffic, RecordLayer13.FirstDataEpoch));
        }

        /// <summary>
        /// Turns to the keys of data for writing, once our Finished was written.
        /// </summary>
        internal void InstallDataWriter()
        {
            IsDataWriterDue = false;
            Records.InstallWriter(Keys.CreateKeys(CipherSuite, Session.WriteTraffic, RecordLayer13.FirstDataEpoch));
        }

        /// <summary>
        /// Queues our Finished.
        /// </summary>
        protected TlsErrorCause QueueFinished()
        {
            byte[] verifyData = new byte[Finished.VerifyDataLength];

            Keys.ComputeFinished(IsClient ? Keys.ClientTraffic : Keys.ServerTraffic, GetDigest(), verifyData, 0);
            BeginMessage(HandshakeType.Finished, RecordLayer13.HandshakeEpoch, verifyData.Length)
                .WriteBytes(verifyData, 0, verifyData.Length);
            _done |= FinishedQueued;
            return EndMessage();
        }

        /// <summary>
        /// Verifies the peer's Finished.
        /// </summary>
        protected TlsErrorCause VerifyFinished(byte[] buffer, int body, int count)
        {
            byte[] expected = new byte[Finished.VerifyDataLength];

            Keys.ComputeFinished(IsClient ? Keys.ServerTraffic : Keys.ClientTraffic, GetDigest(), expected, 0);

            TlsErrorCause error = Finished.Verify(Reader, expected);

            if (error == TlsErrorCause.None)
            {
                _done |= PeerFinishedVerified;
                AddToTranscript(HandshakeType.Finished, buffer, body, count);
            }

            return error;
        }

        /// <summary>
        /// Takes note that the peer has shown who it is, as far as it was asked to.
        /// </summary>
        protected void NoteAuthenticated()
        {
            _done |= PeerAuthenticated;
        }

        /// <summary>
        /// Derives the secret of tickets: the client's Finished is in the transcript.
        /// </summary>
        protected void DeriveResumption()
        {
            Session.Resumption = new byte[KeySchedule.HashLength];
            Keys.DeriveResumption(GetDigest(), Session.Resumption);
        }

        /// <summary>
        /// Sets connection IDs, and whether paths are asked for (RFC 9146, section 3; RFC 9853, section 3).
        /// </summary>
        protected void AgreeOnConnectionIds(HelloExtensions peer)
        {
            if (IsDatagram && peer.Has(HelloExtensions.HasConnectionId) && _context.ConnectionId != null)
            {
                ((DatagramRecords)Records).AgreeOnConnectionIds(peer.ConnectionId);
                IsReturnRoutable = peer.Has(HelloExtensions.ReturnRoutability);
            }
        }

        /// <summary>
        /// Sets how long records may be (RFC 8449, section 4), if both sides have said so.
        /// </summary>
        protected void AgreeOnRecordSize(HelloExtensions peer)
        {
            if (peer.Has(HelloExtensions.HasRecordSizeLimit))
            {
                // The content type counts.
                int limit = peer.RecordSizeLimit - 1;

                Records.WriteLimit = limit < RecordHeader.MaxPlaintext ? limit : RecordHeader.MaxPlaintext;
                Records.ReadLimit = _context.OwnRecordSizeLimit;
            }
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            Keys.Dispose();
            Transcript.Dispose();

            if (Work != null)
            {
                Work.Dispose();
            }

            WipeOffers();
        }

        /// <summary>
        /// Wipes the keys that were offered.
        /// </summary>
        protected virtual void WipeOffers()
        {
        }

        private TlsErrorCause GoOn()
        {
            _isContinuing = false;
            return Continue();
        }

        private void Log(string label, byte[] secret)
        {
            _context.Host.LogSecret(label, ClientRandom, secret);
        }
    }
}
