//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// An engine against a <see cref="LivePeer"/>, led through the handshake step by step, so that anything can be put
    /// between the steps.
    /// </summary>
    internal sealed class Duel
    {
        /// <summary>A server waits for ClientHello; a client has sent its own.</summary>
        public const int Start = 0;

        /// <summary>The peer's hello was taken.</summary>
        public const int Hello = 1;

        /// <summary>Both have the keys.</summary>
        public const int Keys = 2;

        /// <summary>The peer's ChangeCipherSpec was taken.</summary>
        public const int Changed = 3;

        /// <summary>The channel is open.</summary>
        public const int Open = 4;

        private readonly TlsRole _role;
        private readonly TlsTransportKind _kind;

        public Duel(int role, int kind)
            : this(role, kind, new TlsSessionOptions())
        {
        }

        public Duel(int role, int kind, TlsSessionOptions options)
            : this(role, kind, options, Psk.Store(), new TestRandom(4))
        {
        }

        public Duel(int role, int kind, TlsSessionOptions options, CredentialStore keys, TestRandom random)
            : this(role, kind, options, keys, random, null)
        {
        }

        /// <summary>Over datagrams, with a connection ID that the engine wants to receive.</summary>
        public Duel(int role, byte[] connectionId)
            : this(
                role, (int)TlsTransportKind.Datagram,
                new TlsSessionOptions { ConnectionIdLength = connectionId.Length }, Psk.Store(), new TestRandom(4),
                connectionId)
        {
        }

        private Duel(
            int role, int kind, TlsSessionOptions options, CredentialStore keys, TestRandom random, byte[] connectionId)
        {
            DropCounters drops = new DropCounters();

            _role = (TlsRole)role;
            _kind = (TlsTransportKind)kind;
            Side = new EngineSide(
                StackUnderTest.Create(random).CreateEngine(_role, _kind, options, keys, drops), drops, options.Mtu);
            Peer = new LivePeer(_role == TlsRole.Client ? TlsRole.Server : TlsRole.Client, _kind, 3);

            if (connectionId != null)
            {
                Side.Engine.ConnectionId = connectionId;
            }

            Side.Start(Now);
            Collect();
        }

        public EngineSide Side { get; }

        public LivePeer Peer { get; }

        public int Now { get; set; }

        /// <summary>How many datagrams, or shares of the stream, the engine has sent.</summary>
        public int Sent { get; private set; }

        /// <summary>How many bytes it got, and sent.</summary>
        public int GivenBytes { get; private set; }

        public int SentBytes { get; private set; }

        public int Stage { get; private set; }

        /// <summary>Whether the handshake is an abbreviated one, in which both have the keys with the hellos.</summary>
        public bool IsResuming { get; set; }

        /// <summary>The ticket that the peer, as a server, gives; <see langword="null"/> for none.</summary>
        public byte[] Gift { get; set; }

        public bool IsDatagram
        {
            get { return _kind == TlsTransportKind.Datagram; }
        }

        public static Duel At(int role, int kind, int stage)
        {
            Duel duel = new Duel(role, kind);

            duel.Advance(stage);
            return duel;
        }

        /// <summary>Leads the handshake on.</summary>
        public void Advance(int stage)
        {
            while (Stage < stage)
            {
                Stage++;

                switch (Stage)
                {
                    case Hello:
                        Deliver(_role == TlsRole.Client ? Peer.ServerHello() : Peer.ClientHello());

                        // A stack that insists on a cookie of its own gets it.
                        if (_role == TlsRole.Server && Peer.Cookie.Length > 0)
                        {
                            Deliver(Peer.ClientHello());
                        }

                        break;
                    case Keys when IsResuming:
                        break;
                    case Keys:
                        Deliver(_role == TlsRole.Client ? Peer.ServerHelloDone() : Peer.ClientKeyExchange());
                        break;
                    case Changed:
                        if (Gift != null)
                        {
                            Deliver(Peer.NewSessionTicket(Gift));
                        }

                        Deliver(Peer.ChangeCipherSpec());
                        break;
                    default:
                        Deliver(Peer.Finished(1));
                        break;
                }
            }
        }

        /// <summary>Gives the engine a datagram, or bytes of the stream, and the peer what the engine sent
        /// then.</summary>
        public void Deliver(byte[] input)
        {
            GivenBytes += input.Length;
            Side.Deliver(input, Now);
            Collect();
        }

        /// <summary>Moves the clock, and lets the engine keep its deadlines.</summary>
        public void AdvanceTime(int milliseconds)
        {
            Now += milliseconds;
            Side.Pass(Now);
            Collect();
        }

        public void Collect()
        {
            while (Side.Outbox.Count > 0)
            {
                byte[] output = Side.Take();

                Sent++;
                SentBytes += output.Length;
                Peer.Take(output);
            }
        }

        /// <summary>Gives input that has to be dropped: exactly one thing more is counted, nothing is sent, the session
        /// lives.</summary>
        public void ExpectDrop(byte[] input, DropReason reason)
        {
            int before = Side.Drops.Get(reason);
            int total = Side.Drops.Total;
            int sent = Sent;

            Deliver(input);
            Assert.AreEqual(before + 1, Side.Drops.Get(reason), Names.Of(reason) + " was not counted");
            Assert.AreEqual(total + 1, Side.Drops.Total, "counted more than once");
            Assert.AreEqual(sent, Sent, "something was sent");
            Assert.AreEqual(0, Side.EndCount, "the session ended");
        }

        /// <summary>Gives input that is kept or passed over: nothing is counted or sent, the session lives.</summary>
        public void ExpectQuiet(byte[] input)
        {
            int total = Side.Drops.Total;
            int sent = Sent;

            Deliver(input);
            Assert.AreEqual(total, Side.Drops.Total, "something was dropped");
            Assert.AreEqual(sent, Sent, "something was sent");
            Assert.AreEqual(0, Side.EndCount, "the session ended");
        }

        /// <summary>Gives input that has to end the session, with an alert that the peer gets.</summary>
        public void ExpectFatal(byte[] input, TlsErrorCause cause, TlsAlert alert)
        {
            Deliver(input);
            ExpectEnd(cause, alert);
        }

        /// <summary>
        /// Gives a message in the clear that is not legal there. Over datagrams anybody can have sent it, so a server
        /// drops it and goes on waiting for the true one; elsewhere it ends the handshake.
        /// </summary>
        public void ExpectUnexpected(byte[] input)
        {
            if (_role == TlsRole.Server && IsDatagram)
            {
                ExpectDrop(input, DropReason.Unexpected);
            }
            else
            {
                ExpectFatal(input, TlsErrorCause.UnexpectedMessage, TlsAlert.UnexpectedMessage);
            }
        }

        /// <summary>Holds that a timer is due after a time, or up to half of it later.</summary>
        public void ExpectDue(int milliseconds)
        {
            int left = Side.Engine.Deadline - Now;

            Assert.IsTrue(
                left >= milliseconds && left <= milliseconds + (milliseconds / 2), "due in " + left.ToString() + " ms");
        }

        /// <summary>Moves the clock to when the engine's timer is due.</summary>
        public void AdvanceToDeadline()
        {
            Now = Side.Engine.Deadline;
            AdvanceTime(0);
        }

        /// <summary>Holds the end of the session: one final event, the cause, and the fatal alert that was sent, if
        /// any.</summary>
        public void ExpectEnd(TlsErrorCause cause, TlsAlert alert)
        {
            Assert.IsTrue(Side.IsFailed, "the session lives");
            Assert.AreEqual(1, Side.EndCount, "there is more than one final event");
            Assert.AreEqual((int)cause, (int)Side.Engine.Error.Cause, "the cause is another");
            Assert.AreEqual((int)alert, (int)Peer.LastAlert, "the alert sent is another");

            if (alert != TlsAlert.None)
            {
                Assert.AreEqual((int)alert, (int)Side.Engine.Error.Alert, "the error names another alert");
                Assert.AreEqual(LivePeer.FatalLevel, Peer.LastAlertLevel, "the alert is no fatal one");
            }
        }

        /// <summary>Ends the handshake, if it is under way, and carries data both ways.</summary>
        public void ExpectLives()
        {
            byte[] ping = Hex.Parse("70696e67");
            byte[] pong = Hex.Parse("706f6e67");
            int sideCount = Side.Inbox.Count;
            int peerCount = Peer.Inbox.Count;

            Advance(Open);
            Assert.AreEqual(1, Side.ConnectedCount, "the channel is not open");
            Assert.AreEqual(0, Side.EndCount, "the session ended");
            Assert.IsTrue(Peer.IsVerified, "the engine's Finished is wrong");
            Deliver(Peer.Data(ping));
            Assert.AreEqual(sideCount + 1, Side.Inbox.Count, "no data came");
            CollectionAssert.AreEqual(ping, (byte[])Side.Inbox[sideCount]);
            Assert.AreEqual(TlsManStatus.Ok, Side.Send(pong));
            Collect();
            Assert.AreEqual(peerCount + 1, Peer.Inbox.Count, "no data went");
            CollectionAssert.AreEqual(pong, (byte[])Peer.Inbox[peerCount]);
        }
    }
}
