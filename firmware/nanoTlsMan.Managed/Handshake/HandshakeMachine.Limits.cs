//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Managed.Messages;
using NanoTlsMan.Managed.Extensions;

namespace NanoTlsMan.Managed.Handshake
{
    /// <content>
    /// How long records may be: max_fragment_length (RFC 6066, section 4), or record_size_limit (RFC 8449).
    /// </content>
    internal abstract partial class HandshakeMachine
    {
        // What protected records are to keep to that are read, or 0.
        private int _protectedLimit;

        /// <summary>Gets the longest plaintext that this side takes in a protected record, in bytes.</summary>
        protected int OwnRecordSizeLimit
        {
            get
            {
                TlsSessionOptions options = _parameters.Options;
                int most = _isDatagram ? RecordHeader.MaxPlaintext : options.ReceiveBufferSize;
                int limit = options.RecordSizeLimit;

                return limit == 0 || limit > most ? most : limit;
            }
        }

        /// <summary>
        /// Sets the limit of both directions, protected or not, if the server has answered it.
        /// </summary>
        protected void AgreeOnFragmentLength(HelloExtensions answers)
        {
            if (answers.Has(HelloExtensions.MaxFragmentLength))
            {
                SetFragmentLength(answers.MaxFragmentLengthCode);
            }
        }

        /// <summary>
        /// Sets the limit of both directions.
        /// </summary>
        /// <param name="code">The code of max_fragment_length, 1 to 4.</param>
        protected void SetFragmentLength(int code)
        {
            int limit = MaxFragmentLengthExtension.ToLength(code);

            Records.ReadLimit = limit;
            Records.WriteLimit = limit;
            Flight.PlainLimit = limit;

            if (Resumption != null)
            {
                Resumption.MaxFragmentLengthCode = code;
            }
        }

        /// <summary>
        /// Sets the limits of either direction, if the peer has named its own: connection IDs are agreed on.
        /// </summary>
        protected void AgreeOnRecordSize(HelloExtensions peer)
        {
            if (!peer.Has(HelloExtensions.HasRecordSizeLimit))
            {
                return;
            }

            int limit = peer.RecordSizeLimit;

            // RFC 8449, section 4: a client may know of versions that allow more; and a server that says more than 1.2
            // allows need not be refused.
            limit = limit < RecordHeader.MaxPlaintext ? limit : RecordHeader.MaxPlaintext;

            // RFC 8449 is older than connection IDs. A peer may count the content type within the record, as it does
            // for 1.3, so what is sent leaves room for it.
            Records.WriteLimit = Records.PeerConnectionId == null ? limit : limit - 1;
            _protectedLimit = OwnRecordSizeLimit;
        }

        /// <summary>
        /// The peer's records are protected from here on: only those have to keep to record_size_limit (RFC 8449,
        /// section 4).
        /// </summary>
        private void LimitProtectedReading()
        {
            if (_protectedLimit != 0)
            {
                Records.ReadLimit = _protectedLimit;
            }
        }
    }
}
