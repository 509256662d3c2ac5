//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Wire;

namespace NanoTlsMan
{
    /// <summary>
    /// One session of a stack, without any input or output of its own: it gets bytes and the time, and
    /// <see cref="Poll"/> tells what is to be done next.
    /// </summary>
    /// <remarks>
    /// <para>
    /// The contract. Call <see cref="Start"/>, then <see cref="Poll"/> until it returns
    /// <see cref="TlsPollResult.Idle"/>; after that, whenever a datagram or bytes of the stream arrive,
    /// <see cref="HandleInput"/>; when <see cref="Deadline"/> is due, <see cref="HandleTimeout"/>; and after each of
    /// these and after <see cref="Send"/> and <see cref="Close"/>, <see cref="Poll"/> again until Idle.
    /// </para>
    /// <para>
    /// The caller owns every buffer. Input must stay where it is, and may be overwritten by the engine (records are
    /// opened in place), until <see cref="Poll"/> returns Idle. Application data lies in <see cref="DataBuffer"/> until
    /// the next call of the engine. What is given to <see cref="Send"/> must stay untouched until Poll has returned
    /// Idle.
    /// </para>
    /// <para>
    /// Nothing that comes from the network makes an engine throw. After <see cref="TlsPollResult.Closed"/> or
    /// <see cref="TlsPollResult.Failed"/>, of which there is exactly one, it only ever returns Idle. An engine is not
    /// thread-safe.
    /// </para>
    /// </remarks>
    public abstract partial class TlsEngine : IDisposable
    {
        /// <summary>
        /// Gets or sets how many bytes <see cref="Poll"/> wrote.
        /// </summary>
        public int OutputCount { get; protected set; }

        /// <summary>
        /// Gets or sets the buffer that holds application data.
        /// </summary>
        public byte[] DataBuffer { get; protected set; }

        /// <summary>
        /// Gets or sets where the application data begins.
        /// </summary>
        public int DataOffset { get; protected set; }

        /// <summary>
        /// Gets or sets how many bytes of application data there are.
        /// </summary>
        public int DataCount { get; protected set; }

        /// <summary>
        /// Gets or sets a value indicating whether <see cref="Deadline"/> means something.
        /// </summary>
        public bool HasDeadline { get; protected set; }

        /// <summary>
        /// Gets or sets when <see cref="HandleTimeout"/> is to be called, in wrapping milliseconds.
        /// </summary>
        public int Deadline { get; protected set; }

        /// <summary>
        /// Gets or sets what ended the session, once it failed.
        /// </summary>
        public TlsManError Error { get; protected set; }

        /// <summary>
        /// Gets or sets who keeps secrets for the key log until they can be told outside of every lock;
        /// <see langword="null"/> to tell them at once.
        /// </summary>
        internal SecretsQueue Secrets { get; set; }

        /// <summary>
        /// Gets a value indicating whether the handshake is complete and the session not over.
        /// </summary>
        public abstract bool IsConnected { get; }

        /// <summary>
        /// Gets the cipher suite, or 0 before one is agreed.
        /// </summary>
        public abstract ushort CipherSuite { get; }

        /// <summary>
        /// Gets the tag of the credential that authenticated the peer, or -1 before the handshake is complete.
        /// </summary>
        public abstract int CredentialTag { get; }

        /// <summary>
        /// Gets the identity that the peer is known by: on a server the client's PSK identity; on a client the identity
        /// that was used with the server. <see langword="null"/> before the handshake is complete.
        /// </summary>
        public abstract byte[] PeerIdentity { get; }

        /// <summary>
        /// Gets the application protocol that was agreed (RFC 7301); <see langword="null"/> for none.
        /// </summary>
        public virtual string ApplicationProtocol
        {
            get { return null; }
        }

        /// <summary>
        /// Gets the name of the engine's stack, for a state that <see cref="Save"/> gives; <see langword="null"/> if it
        /// gives none.
        /// </summary>
        public virtual string StackName
        {
            get { return null; }
        }

        /// <summary>
        /// Gets or sets the connection ID that the peer's protected records are to carry (RFC 9146): 0 to 20 bytes, of
        /// which none means that only this side sends one; <see langword="null"/> for no negotiation. It is set before
        /// <see cref="Start"/>, by who sees to it that it is unique.
        /// </summary>
        public virtual byte[] ConnectionId
        {
            get { return null; }
            set { }
        }

        /// <summary>
        /// Gets a value indicating whether it was agreed that the peer's protected records carry
        /// <see cref="ConnectionId"/>, which is not empty: then they are known by it, wherever they come from.
        /// </summary>
        public virtual bool HasConnectionId
        {
            get { return false; }
        }

        /// <summary>
        /// Gets a value indicating whether this side's protected records carry a connection ID, so that the peer knows
        /// them wherever they come from.
        /// </summary>
        public virtual bool SendsConnectionId
        {
            get { return false; }
        }

        /// <summary>
        /// Gets a value indicating whether the last input brought an authentic record with a connection ID that is
        /// newer than all before. Only such a record tells where the peer is (RFC 9146, section 6); but no part of a
        /// check of a path does, for a peer that moves with each datagram would be asked without end.
        /// </summary>
        public virtual bool IsInputNewest
        {
            get { return false; }
        }

        /// <summary>
        /// Gets how far the check of a new path is that <see cref="CheckPath"/> began (RFC 9853).
        /// </summary>
        public virtual TlsPathCheck PathCheck
        {
            get { return TlsPathCheck.None; }
        }

        /// <summary>
        /// Gets where that belongs which <see cref="Poll"/> wrote last.
        /// </summary>
        public virtual TlsOutputPath OutputPath
        {
            get { return TlsOutputPath.Peer; }
        }

        /// <summary>
        /// Tells the longest plaintext that one <see cref="Send"/> takes over datagrams, or that one record holds over
        /// a stream.
        /// </summary>
        /// <param name="mtu">The longest datagram, in bytes.</param>
        /// <returns>The length, in bytes; 0 before a suite is agreed.</returns>
        public abstract int GetMaxPayload(int mtu);

        /// <summary>
        /// Begins: a client has its first flight to send, a server its deadline to keep.
        /// </summary>
        /// <param name="now">The time, in wrapping milliseconds.</param>
        public abstract void Start(int now);

        /// <summary>
        /// Opens the channel on the transport itself, and waits until it is open or has failed: only a stack that moves
        /// its own bytes does anything here. Called once after <see cref="Start"/>, outside of every lock, while nobody
        /// else sends or receives. It throws nothing; <see cref="Poll"/> tells what came of it.
        /// </summary>
        /// <param name="transport">The transport.</param>
        public virtual void OpenTransport(SecureTransport transport)
        {
        }

        /// <summary>
        /// Takes a datagram, or bytes of the stream.
        /// </summary>
        /// <param name="buffer">Holds the input; it is changed in place.</param>
        /// <param name="offset">Where the input begins.</param>
        /// <param name="count">Its length, in bytes.</param>
        /// <param name="now">The time, in wrapping milliseconds.</param>
        /// <returns>How many bytes were taken. Over a stream there may be fewer than <paramref name="count"/>: poll
        /// until Idle, then give the rest.</returns>
        public abstract int HandleInput(byte[] buffer, int offset, int count, int now);

        /// <summary>
        /// Takes the end of the stream. Without close_notify before it, that is <see cref="TlsErrorCause.Truncated"/>.
        /// </summary>
        public abstract void HandleEndOfStream();

        /// <summary>
        /// Takes the passing of time; harmless when nothing is due.
        /// </summary>
        /// <param name="now">The time, in wrapping milliseconds.</param>
        public abstract void HandleTimeout(int now);

        /// <summary>
        /// Takes application data to be sent. Over datagrams it is one record, over a stream as many as are needed.
        /// </summary>
        /// <param name="buffer">Holds the data.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="count">Its length, in bytes.</param>
        /// <returns><see cref="TlsManStatus.Ok"/>, also for 0 bytes, of which nothing is sent;
        /// <see cref="TlsManStatus.NotConnected"/>, <see cref="TlsManStatus.WouldBlock"/> while an earlier send is not
        /// polled yet, <see cref="TlsManStatus.TooLong"/> if one record over datagrams cannot hold it, or
        /// <see cref="TlsManStatus.Closed"/>.</returns>
        public abstract int Send(byte[] buffer, int offset, int count);

        /// <summary>
        /// Closes: close_notify is sent, then <see cref="TlsPollResult.Closed"/> is reported.
        /// </summary>
        public abstract void Close();

        /// <summary>
        /// Tells what is to be done next.
        /// </summary>
        /// <param name="output">Receives what is to be transmitted.</param>
        /// <param name="offset">Where the output begins.</param>
        /// <param name="count">How long it may be, in bytes: over datagrams the MTU.</param>
        /// <returns>What is to be done.</returns>
        public abstract TlsPollResult Poll(byte[] output, int offset, int count);

        /// <summary>
        /// Begins to check, by return routability (RFC 9853), that the peer is reached where the last input came from.
        /// What was begun before is forgotten. The engine's deadline repeats the question, and ends it.
        /// </summary>
        /// <param name="now">The time, in wrapping milliseconds.</param>
        /// <returns><see cref="TlsPathCheck.Pending"/>; <see cref="TlsPathCheck.None"/> if it was not agreed on, or
        /// <see cref="TlsPathCheck.Failed"/> if there is no question for lack of randomness.</returns>
        public virtual TlsPathCheck CheckPath(int now)
        {
            return TlsPathCheck.None;
        }

        /// <summary>
        /// Serialises an open session, keys included, and ends it here without a word to the peer.
        /// </summary>
        /// <returns>The state, which the caller wipes after use; <see langword="null"/> if it cannot be had, and then
        /// the session goes on.</returns>
        public virtual byte[] Save()
        {
            return null;
        }

        /// <summary>
        /// Opens a session from what <see cref="Save"/> gave, instead of <see cref="Start"/>: it is connected at once,
        /// and <see cref="TlsPollResult.Connected"/> is reported.
        /// </summary>
        /// <param name="state">The state; it is wiped.</param>
        /// <param name="now">The time, in wrapping milliseconds.</param>
        /// <returns><see langword="false"/> if it is none of this stack's and version's, or does not fit role,
        /// transport and options; otherwise, <see langword="true"/>.</returns>
        public virtual bool Restore(byte[] state, int now)
        {
            return false;
        }

        /// <summary>
        /// Copies what the session's keys were derived from, where <see cref="TlsSessionOptions.KeepMasterSecret"/>
        /// has kept it.
        /// </summary>
        /// <param name="masterSecret">Receives the master secret, 48 bytes.</param>
        /// <param name="randoms">Receives the client's and the server's random value, 64 bytes.</param>
        /// <returns><see langword="false"/> if there is nothing, or it must not be exported: a session without
        /// extended_master_secret (RFC 7627, section 5.4); otherwise, <see langword="true"/>.</returns>
        protected internal virtual bool TryCopySecrets(byte[] masterSecret, byte[] randoms)
        {
            return false;
        }

        /// <summary>
        /// Exports keying material of a session of version 1.3 (RFC 9846, section 7.5), where
        /// <see cref="TlsSessionOptions.KeepMasterSecret"/> has kept what it is made of.
        /// </summary>
        /// <param name="label">What the material is for.</param>
        /// <param name="context">What else it is bound to; <see langword="null"/> for nothing.</param>
        /// <param name="output">Receives the material.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="count">How many bytes.</param>
        /// <returns><see langword="false"/> if there is none; otherwise, <see langword="true"/>.</returns>
        protected internal virtual bool TryExport(byte[] label, byte[] context, byte[] output, int offset, int count)
        {
            return false;
        }

        /// <summary>
        /// Gets the version that was agreed; <see cref="TlsVersions.None"/> before.
        /// </summary>
        public virtual TlsVersions Version
        {
            get { return TlsVersions.None; }
        }

        /// <summary>
        /// Begins to write with new keys (RFC 9846, section 4.6.3). It is done by itself before keys are used up.
        /// </summary>
        /// <param name="asksPeer">Whether the peer is to do the same.</param>
        /// <returns><see cref="TlsManStatus.Ok"/>; <see cref="TlsManStatus.NotConnected"/>;
        /// <see cref="TlsManStatus.WouldBlock"/> while an earlier update is under way; or
        /// <see cref="TlsManStatus.InvalidState"/> where the version has none.</returns>
        public virtual int UpdateKeys(bool asksPeer)
        {
            return TlsManStatus.InvalidState;
        }

        /// <summary>
        /// Wipes the session's secrets and gives up its memory, without a word to the peer. May be called more than
        /// once.
        /// </summary>
        public abstract void Dispose();

        /// <summary>
        /// Gives a session's secrets to the key log that its options name; nothing is done where they name none.
        /// </summary>
        /// <param name="options">The session's options.</param>
        /// <param name="random">Holds the client's random value, 32 bytes.</param>
        /// <param name="secret">Holds the master secret, 48 bytes. Both are copied.</param>
        protected void LogSecrets(TlsSessionOptions options, byte[] random, byte[] secret)
        {
            KeyLogHandler handler = options.DangerousKeyLog;

            if (handler == null)
            {
                return;
            }

            byte[] clientRandom = Bytes.Copy(random, 0, ClientHelloView.RandomLength);
            byte[] masterSecret = Bytes.Copy(secret);

            if (Secrets == null)
            {
                handler(clientRandom, masterSecret);
                Bytes.Wipe(masterSecret);
            }
            else
            {
                Secrets.Add(handler, clientRandom, masterSecret, null);
            }
        }

        /// <summary>
        /// Gives a secret of version 1.3 to the log that a session's options name; nothing is done where they name
        /// none.
        /// </summary>
        /// <param name="options">The session's options.</param>
        /// <param name="label">The secret's name.</param>
        /// <param name="random">Holds the client's random value, 32 bytes.</param>
        /// <param name="secret">Holds the secret. Both are copied.</param>
        protected void LogSecret(TlsSessionOptions options, string label, byte[] random, byte[] secret)
        {
            SecretLogHandler handler = options.DangerousSecretLog;

            if (handler == null)
            {
                return;
            }

            byte[] clientRandom = new byte[ClientHelloView.RandomLength];
            byte[] copy = new byte[secret.Length];

            Array.Copy(random, 0, clientRandom, 0, clientRandom.Length);
            Array.Copy(secret, 0, copy, 0, copy.Length);

            if (Secrets == null)
            {
                handler(label, clientRandom, copy);
                Array.Clear(copy, 0, copy.Length);
            }
            else
            {
                Secrets.Add(handler, clientRandom, copy, label);
            }
        }

        /// <summary>
        /// Lets another engine, which does this one's work, keep its secrets for the log in the same place.
        /// </summary>
        /// <param name="engine">The other engine.</param>
        protected void ShareSecrets(TlsEngine engine)
        {
            engine.Secrets = Secrets;
        }

        /// <summary>
        /// Copies the secrets of another engine, which does this one's work; see <see cref="TryCopySecrets"/>.
        /// </summary>
        /// <param name="engine">The other engine.</param>
        /// <param name="masterSecret">Receives the master secret.</param>
        /// <param name="randoms">Receives both random values.</param>
        /// <returns><see langword="false"/> if there is nothing; otherwise, <see langword="true"/>.</returns>
        protected static bool CopySecrets(TlsEngine engine, byte[] masterSecret, byte[] randoms)
        {
            return engine.TryCopySecrets(masterSecret, randoms);
        }

        /// <summary>
        /// Exports keying material of another engine, which does this one's work; see <see cref="TryExport"/>.
        /// </summary>
        /// <param name="engine">The other engine.</param>
        /// <param name="label">What the material is for.</param>
        /// <param name="context">What else it is bound to.</param>
        /// <param name="output">Receives the material.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="count">How many bytes.</param>
        /// <returns><see langword="false"/> if there is none; otherwise, <see langword="true"/>.</returns>
        protected static bool Export(
            TlsEngine engine, byte[] label, byte[] context, byte[] output, int offset, int count)
        {
            return engine.TryExport(label, context, output, offset, count);
        }

        /// <summary>
        /// Copies a pre-shared key out of a store. Only a stack can: an application cannot read back what it stored.
        /// </summary>
        /// <param name="credentials">The store.</param>
        /// <param name="tag">The credential's tag, as <see cref="CredentialStore.FindIdentity"/> or
        /// <see cref="CredentialStore.Select"/> gave it.</param>
        /// <param name="key">Receives the key; at least <see cref="CredentialStore.MaxKeyLength"/> bytes behind
        /// <paramref name="offset"/>.</param>
        /// <param name="offset">Where the key begins.</param>
        /// <returns>The key's length, in bytes, or 0 if the credential is gone.</returns>
        protected static int CopyKey(CredentialStore credentials, int tag, byte[] key, int offset)
        {
            return credentials.CopyKey(tag, key, offset);
        }

        /// <summary>
        /// Copies a private key out of a store, as <see cref="CopyKey"/> does with a pre-shared one.
        /// </summary>
        /// <param name="credentials">The store.</param>
        /// <param name="tag">The credential's tag.</param>
        /// <param name="key">Receives the key: <see cref="CredentialStore.PrivateKeyLength"/> bytes behind
        /// <paramref name="offset"/>.</param>
        /// <param name="offset">Where the key begins.</param>
        /// <returns><see langword="false"/> if the credential is gone, or has no private key; otherwise,
        /// <see langword="true"/>.</returns>
        protected static bool CopyPrivateKey(CredentialStore credentials, int tag, byte[] key, int offset)
        {
            return credentials.CopyPrivateKey(tag, key, offset);
        }
    }
}
