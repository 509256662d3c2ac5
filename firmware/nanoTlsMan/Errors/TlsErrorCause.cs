//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan
{
    /// <summary>
    /// Why a session ended, or why a call was not served.
    /// </summary>
    public enum TlsErrorCause
    {
        /// <summary>No error.</summary>
        None,

        /// <summary>A call could not be served now; not fatal.</summary>
        WouldBlock,

        /// <summary>The channel is not open; not fatal.</summary>
        NotConnected,

        /// <summary>More bytes than a record or a buffer can take; not fatal.</summary>
        TooLong,

        /// <summary>A call's deadline passed; not fatal.</summary>
        TimedOut,

        /// <summary>The call does not fit the session's state; not fatal.</summary>
        InvalidState,

        /// <summary>No loaded stack can do what was asked; not fatal.</summary>
        NoStack,

        /// <summary>The handshake did not end in time. Over datagrams a wrong key or identity looks like
        /// this.</summary>
        HandshakeTimeout,

        /// <summary>The peer sent a fatal alert.</summary>
        AlertReceived,

        /// <summary>The stream ended without close_notify: it may have been cut short.</summary>
        Truncated,

        /// <summary>A message came that the protocol does not allow there.</summary>
        UnexpectedMessage,

        /// <summary>A message could not be parsed.</summary>
        DecodeError,

        /// <summary>A field contradicts what was agreed.</summary>
        IllegalParameter,

        /// <summary>The peer answered an extension that was not offered.</summary>
        UnsupportedExtension,

        /// <summary>Client and server have no cipher suite in common.</summary>
        NoCommonSuite,

        /// <summary>The peer does not speak a version that this session has.</summary>
        ProtocolVersion,

        /// <summary>The peer lacks extended_master_secret, or secure renegotiation where it is demanded, or takes a
        /// first handshake for a renegotiation.</summary>
        LegacyPeer,

        /// <summary>A record could not be authenticated. In a handshake over a stream: likely a wrong key or
        /// identity.</summary>
        BadRecordMac,

        /// <summary>A record is longer than was agreed, or than the receive buffer.</summary>
        RecordOverflow,

        /// <summary>The peer's Finished does not match the handshake.</summary>
        FinishedMismatch,

        /// <summary>The store holds no credential that fits.</summary>
        NoCredential,

        /// <summary>The random source failed, or repeated itself.</summary>
        RandomFailed,

        /// <summary>More records than allowed could not be authenticated.</summary>
        TooManyBadRecords,

        /// <summary>All sequence numbers are used up.</summary>
        SequenceExhausted,

        /// <summary>The transport could not send or receive.</summary>
        TransportFailed,

        /// <summary>The peer opened a new association from the same address.</summary>
        Replaced,

        /// <summary>The session was idle when its place was needed.</summary>
        Evicted,

        /// <summary>A native stack failed; the native code says how.</summary>
        NativeFailure,

        /// <summary>A fault of this library's own.</summary>
        InternalError,

        /// <summary>There was no memory for what the session needed.</summary>
        OutOfMemory,

        /// <summary>A handler of the program's threw an exception.</summary>
        HandlerFailed,

        /// <summary>No place was left for the session when its handshake was complete.</summary>
        TableFull,

        /// <summary>The peer of a stream took nothing more for as long as the time-out of a send.</summary>
        PeerStalled,

        /// <summary>A host's name has no address.</summary>
        NameNotResolved,

        /// <summary>The session was saved here, and goes on where it is restored.</summary>
        Saved,

        /// <summary>The store has no session of that name.</summary>
        SavedSessionMissing,

        /// <summary>The saved session was opened before, or is older than one that was.</summary>
        SavedSessionConsumed,

        /// <summary>The saved session is damaged, or was sealed under another key.</summary>
        SavedSessionInvalid,

        /// <summary>The saved session is of a stack, or a version of it, that is not here.</summary>
        SavedSessionForeign,

        /// <summary>The store of saved sessions failed.</summary>
        StoreFailed,

        /// <summary>A client has nothing to verify the server by, so nothing was sent.</summary>
        NothingTrusted,

        /// <summary>The peer's raw public key is none that is trusted, or it has sent none.</summary>
        PeerNotTrusted,

        /// <summary>The peer's certificates were refused; the native code says which and why.</summary>
        CertificateRefused,

        /// <summary>The peer's signature is wrong, so the key is not its own.</summary>
        SignatureMismatch,

        /// <summary>Client and server have no application protocol in common.</summary>
        NoApplicationProtocol,

        /// <summary>The peer leaves out an extension that version 1.3 cannot do without (RFC 9846, section
        /// 9.2).</summary>
        MissingExtension,

        /// <summary>The server could have had version 1.3 and says so, but answered with 1.2: somebody on the way has
        /// changed the hello (RFC 9846, section 4.1.3).</summary>
        Downgraded,
    }
}
