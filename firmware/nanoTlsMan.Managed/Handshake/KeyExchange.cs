//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Managed.Extensions;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed.Handshake
{
    /// <summary>
    /// The exchange of keys with public-key cryptography, as one handshake needs it: which suites it can serve, its
    /// extensions, the bodies of its messages, and the calculations in between. The machine has the order of messages
    /// and the transcript.
    /// </summary>
    /// <remarks>
    /// What takes long is done in steps: after each call that may begin something, <see cref="IsBusy"/> tells whether
    /// <see cref="Compute"/> is to be called until it is not. Meanwhile the machine takes no message.
    /// </remarks>
    internal abstract class KeyExchange : IHelloExtensions, IDisposable
    {
        /// <summary>Gets a value indicating whether there is something to compute.</summary>
        internal abstract bool IsBusy { get; }

        /// <summary>Gets a value indicating whether key shares are exchanged: the suite is no plain PSK one.</summary>
        internal abstract bool IsEphemeral { get; }

        /// <summary>Gets a value indicating whether a pre-shared key authenticates.</summary>
        internal abstract bool IsPreShared { get; }

        /// <summary>Gets a value indicating whether the client sends its certificate or raw key: it was asked
        /// to.</summary>
        internal bool IsClientAsked { get; private protected set; }

        /// <summary>Gets a value indicating whether the client proves that it has the key that it sent.</summary>
        internal bool IsClientProving { get; private protected set; }

        /// <summary>Gets the tag of the credential that authenticates the peer, or of our own where the peer was not
        /// asked; -1 before.</summary>
        internal abstract int CredentialTag { get; }

        /// <summary>Gets what the peer is known by: the SHA-256 value of its SubjectPublicKeyInfo, or
        /// nothing.</summary>
        internal abstract byte[] PeerIdentity { get; }

        /// <summary>Gets the server's hint of a suite with a pre-shared key, or <see langword="null"/>.</summary>
        internal byte[] Hint { get; private protected set; }

        /// <summary>Gets the application protocol that was agreed, or <see langword="null"/>.</summary>
        internal abstract string ApplicationProtocol { get; }

        /// <summary>Gets what says more about an error than its cause, or 0.</summary>
        internal int ErrorDetail { get; private protected set; }

        /// <summary>Gets the alert for the error that was found, where it says more than the cause does.</summary>
        internal TlsAlert PreciseAlert { get; private protected set; } = TlsAlert.None;

        /// <summary>Gets how many bytes the next flight takes more than one with a pre-shared key.</summary>
        internal abstract int FlightLength { get; }

        /// <inheritdoc/>
        public abstract bool IsEmpty { get; }

        /// <inheritdoc/>
        public abstract void Write(WireWriter writer);

        /// <inheritdoc/>
        public abstract bool TryRead(int type, WireReader reader, out TlsErrorCause error);

        /// <summary>
        /// Leaves of the suites those that the session's credentials can serve.
        /// </summary>
        internal abstract ushort[] SelectSuites(ushort[] suites);

        /// <summary>
        /// Begins a client's handshake.
        /// </summary>
        /// <returns>What is wrong, or <see cref="TlsErrorCause.None"/>.</returns>
        internal abstract TlsErrorCause Start();

        /// <summary>
        /// Tells whether a server can serve a suite, now that the hello was read.
        /// </summary>
        internal abstract bool CanServe(int suite);

        /// <summary>
        /// Takes the suite that was agreed; what the hellos say is known.
        /// </summary>
        /// <param name="suite">The suite.</param>
        /// <param name="randoms">Both random values, the client's first; of a client they are kept.</param>
        /// <returns>What is wrong, or <see cref="TlsErrorCause.None"/>.</returns>
        internal abstract TlsErrorCause Select(int suite, byte[] randoms);

        /// <summary>
        /// Makes a server's key share and signature.
        /// </summary>
        internal abstract TlsErrorCause PrepareServerKey();

        /// <summary>
        /// Computes the shared secret: the peer's key share is there.
        /// </summary>
        internal abstract TlsErrorCause Agree();

        /// <summary>
        /// Signs what was said, as a client.
        /// </summary>
        /// <param name="transcript">Everything up to and including the ClientKeyExchange.</param>
        internal abstract TlsErrorCause Sign(TranscriptHash transcript);

        /// <summary>
        /// Does a step of what is to be computed.
        /// </summary>
        /// <returns>What is wrong, or <see cref="TlsErrorCause.None"/>.</returns>
        internal abstract TlsErrorCause Compute();

        /// <summary>
        /// Takes the shared secret, which is the caller's then.
        /// </summary>
        internal abstract byte[] TakeSecret();

        /// <summary>Writes a message's body.</summary>
        /// <param name="type">The message's type.</param>
        /// <param name="writer">Receives the body; of a ClientKeyExchange what comes behind the identity.</param>
        internal abstract void WriteMessage(int type, WireWriter writer);

        /// <summary>Reads a message's body.</summary>
        /// <param name="type">The message's type.</param>
        /// <param name="reader">Stands at the body and ends with it; of a ClientKeyExchange behind the
        /// identity.</param>
        /// <param name="transcript">Everything before the message.</param>
        /// <returns>What is wrong, or <see cref="TlsErrorCause.None"/>.</returns>
        internal abstract TlsErrorCause ReadMessage(int type, WireReader reader, TranscriptHash transcript);

        /// <inheritdoc/>
        public abstract void Dispose();
    }
}
