//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Managed
{
    /// <content>
    /// What a version, and a kind of transport, does in its own way.
    /// </content>
    internal abstract partial class ManagedEngine
    {
        /// <summary>Gets a value indicating whether data has to wait for something that goes before it.</summary>
        protected virtual bool IsDataHeld
        {
            get { return false; }
        }

        /// <summary>
        /// Handles the next record.
        /// </summary>
        /// <returns><see langword="true"/> if it brought application data; otherwise,
        /// <see langword="false"/>.</returns>
        protected abstract bool HandleRecord();

        /// <summary>
        /// Takes what the protocol does not allow: an error, but noise over datagrams, where anybody can have sent it.
        /// </summary>
        protected abstract void Refuse(DropReason reason, TlsErrorCause cause);

        /// <summary>
        /// Takes what is allowed but of no use.
        /// </summary>
        /// <returns><see langword="false"/> if it was too much of it; otherwise, <see langword="true"/>.</returns>
        protected abstract bool Tolerate(DropReason reason);

        /// <summary>
        /// Writes what goes before everything else: the handshake's messages.
        /// </summary>
        /// <returns>Its length, in bytes, or 0.</returns>
        protected abstract int WriteHandshake(byte[] output, int offset, int count);

        /// <summary>
        /// Writes what an open channel owes beside data.
        /// </summary>
        /// <returns>Its length, in bytes, or 0.</returns>
        protected virtual int WriteLate(byte[] output, int offset, int count)
        {
            return 0;
        }

        /// <summary>
        /// Sees to it that there are keys and numbers for the data that waits.
        /// </summary>
        protected abstract void CheckWriteKeys();

        /// <summary>
        /// Sets the deadline.
        /// </summary>
        protected abstract void SetDeadline();

        /// <summary>
        /// Does a step of the handshake's calculations.
        /// </summary>
        /// <returns>The error, or <see cref="TlsErrorCause.None"/>.</returns>
        protected abstract TlsErrorCause Compute();

        /// <summary>
        /// Keeps the input that is not handled yet: the caller's buffer is somebody else's before the calculation is
        /// over.
        /// </summary>
        /// <returns><see langword="true"/> if there was any; otherwise, <see langword="false"/>.</returns>
        protected virtual bool SetInputAside()
        {
            return false;
        }

        /// <summary>
        /// Is told that a calculation has ended, or keys have come: what was kept may be handled.
        /// </summary>
        protected virtual void HandleKept()
        {
        }

        /// <summary>
        /// Is told that the channel is open; the machine is still there.
        /// </summary>
        protected virtual void OnConnected()
        {
        }

        /// <summary>
        /// Is told of application data.
        /// </summary>
        protected virtual void OnData()
        {
        }

        /// <summary>
        /// Is told that the session has ended: what it has is wiped.
        /// </summary>
        protected abstract void OnReleased();

        /// <summary>
        /// Forgets what could be resumed of a session that fails.
        /// </summary>
        protected abstract void ForgetResumable(TlsErrorCause cause, TlsAlert alert);

        /// <summary>
        /// Copies a key that nobody has, for an identity that nobody has.
        /// </summary>
        /// <returns><see langword="false"/> if the random source failed; otherwise, <see langword="true"/>.</returns>
        protected abstract bool TryCopyDecoy(byte[] key);
    }
}
