//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan
{
    /// <summary>
    /// One error: what, where, with which alert. It never changes once it is made.
    /// </summary>
    public sealed class TlsManError
    {
        private readonly TlsErrorCause _cause;
        private readonly TlsErrorLayer _layer;
        private readonly TlsAlert _alert;
        private readonly int _nativeCode;
        private readonly TlsAwaited _awaited;

        /// <summary>
        /// Initializes a new instance of the <see cref="TlsManError"/> class.
        /// </summary>
        /// <param name="cause">Why the session ended, or why a call was not served.</param>
        /// <param name="layer">The layer that the error arose in.</param>
        /// <param name="alert">The alert that was sent or, for <see cref="TlsErrorCause.AlertReceived"/> and
        /// <see cref="TlsErrorCause.HandshakeTimeout"/>, received.</param>
        /// <param name="nativeCode">What a native stack returned; 0 otherwise.</param>
        public TlsManError(TlsErrorCause cause, TlsErrorLayer layer, TlsAlert alert, int nativeCode)
            : this(cause, layer, alert, nativeCode, TlsAwaited.Nothing)
        {
        }

        /// <summary>
        /// Initializes a new instance of the <see cref="TlsManError"/> class for an error in a handshake.
        /// </summary>
        /// <param name="cause">Why the session ended, or why a call was not served.</param>
        /// <param name="layer">The layer that the error arose in.</param>
        /// <param name="alert">The alert that was sent or, for <see cref="TlsErrorCause.AlertReceived"/> and
        /// <see cref="TlsErrorCause.HandshakeTimeout"/>, received.</param>
        /// <param name="nativeCode">What a native stack returned; 0 otherwise.</param>
        /// <param name="awaited">What the handshake was waiting for.</param>
        public TlsManError(TlsErrorCause cause, TlsErrorLayer layer, TlsAlert alert, int nativeCode, TlsAwaited awaited)
        {
            _awaited = awaited;
            _cause = cause;
            _layer = layer;
            _alert = alert;
            _nativeCode = nativeCode;
        }

        /// <summary>
        /// Gets why the session ended, or why a call was not served.
        /// </summary>
        public TlsErrorCause Cause
        {
            get { return _cause; }
        }

        /// <summary>
        /// Gets the layer that the error arose in.
        /// </summary>
        public TlsErrorLayer Layer
        {
            get { return _layer; }
        }

        /// <summary>
        /// Gets the alert that was sent or received, or <see cref="TlsAlert.None"/>.
        /// </summary>
        public TlsAlert Alert
        {
            get { return _alert; }
        }

        /// <summary>
        /// Gets a value indicating whether the peer sent <see cref="Alert"/>; otherwise this side did.
        /// </summary>
        public bool IsAlertReceived
        {
            get
            {
                return _alert != TlsAlert.None
                && (_cause == TlsErrorCause.AlertReceived || _cause == TlsErrorCause.HandshakeTimeout);
            }
        }

        /// <summary>
        /// Gets what the handshake was waiting for.
        /// </summary>
        public TlsAwaited Awaited
        {
            get { return _awaited; }
        }

        /// <summary>
        /// Gets what a native stack returned, or 0.
        /// </summary>
        public int NativeCode
        {
            get { return _nativeCode; }
        }

        /// <summary>
        /// Gets a value indicating whether the session has ended (the RFC's tlsman_process_error_code). What an engine
        /// ends with is fatal; a call that could not be served is not.
        /// </summary>
        public bool IsFatal
        {
            get { return _cause > TlsErrorCause.NoStack && _layer != TlsErrorLayer.Api; }
        }

        /// <summary>
        /// Describes the error: a sentence that a person can act on, and the names; see <see cref="TlsErrorText"/>.
        /// </summary>
        /// <returns>The text.</returns>
        public override string ToString()
        {
            return TlsErrorText.Describe(this);
        }

        /// <summary>
        /// Tells where an error arises that ends a session.
        /// </summary>
        /// <param name="cause">Why the session ended, or why a call was not served.</param>
        /// <returns>The layer.</returns>
        public static TlsErrorLayer GetLayer(TlsErrorCause cause)
        {
            switch (cause)
            {
                case TlsErrorCause.BadRecordMac:
                case TlsErrorCause.TooManyBadRecords:
                case TlsErrorCause.RecordOverflow:
                case TlsErrorCause.SequenceExhausted:
                    return TlsErrorLayer.Record;
                case TlsErrorCause.Truncated:
                case TlsErrorCause.TransportFailed:
                case TlsErrorCause.PeerStalled:
                case TlsErrorCause.NameNotResolved:
                    return TlsErrorLayer.Transport;
                case TlsErrorCause.RandomFailed:
                case TlsErrorCause.NoCredential:
                case TlsErrorCause.HandshakeTimeout:
                case TlsErrorCause.OutOfMemory:
                case TlsErrorCause.TableFull:
                case TlsErrorCause.Evicted:
                case TlsErrorCause.Replaced:
                case TlsErrorCause.Saved:
                case TlsErrorCause.SavedSessionMissing:
                case TlsErrorCause.SavedSessionConsumed:
                case TlsErrorCause.SavedSessionInvalid:
                case TlsErrorCause.SavedSessionForeign:
                case TlsErrorCause.StoreFailed:
                case TlsErrorCause.NothingTrusted:
                    return TlsErrorLayer.Session;
                default:
                    return TlsErrorLayer.Handshake;
            }
        }

        /// <summary>
        /// Makes the error of a call that was not served.
        /// </summary>
        /// <param name="status">The status, one of <see cref="TlsManStatus"/>.</param>
        /// <returns>The error, or <see langword="null"/> if there is none.</returns>
        internal static TlsManError FromStatus(int status)
        {
            TlsErrorCause cause = GetCause(status);

            return cause == TlsErrorCause.None ? null : new TlsManError(cause, TlsErrorLayer.Api, TlsAlert.None, 0);
        }

        private static TlsErrorCause GetCause(int status)
        {
            switch (status)
            {
                case TlsManStatus.WouldBlock:
                    return TlsErrorCause.WouldBlock;
                case TlsManStatus.NotConnected:
                case TlsManStatus.Closed:
                    return TlsErrorCause.NotConnected;
                case TlsManStatus.TooLong:
                    return TlsErrorCause.TooLong;
                case TlsManStatus.TimedOut:
                    return TlsErrorCause.TimedOut;
                case TlsManStatus.InvalidState:
                    return TlsErrorCause.InvalidState;
                case TlsManStatus.NoStack:
                    return TlsErrorCause.NoStack;
                case TlsManStatus.TableFull:
                    return TlsErrorCause.TableFull;
                case TlsManStatus.StoreFailed:
                    return TlsErrorCause.StoreFailed;
                default:
                    return TlsErrorCause.None;
            }
        }
    }
}
