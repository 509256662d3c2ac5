//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Managed;
using NanoTlsMan.Managed13.Record;

namespace NanoTlsMan.Managed13
{
    /// <content>
    /// What records bring, but handshake messages: alerts, application data, and what belongs to neither.
    /// </content>
    internal abstract partial class Engine13
    {
        /// <summary>
        /// Handles the content of the record that was read last.
        /// </summary>
        /// <returns><see langword="true"/> if it is application data; otherwise, <see langword="false"/>.</returns>
        protected bool HandleContent(byte[] buffer)
        {
            int offset = Records.ContentOffset;
            int count = Records.ContentCount;

            switch (Records.Type)
            {
                case ContentType.Handshake:
                    if (count == 0)
                    {
                        // RFC 9846, section 5.1: never empty.
                        Refuse(DropReason.Empty, TlsErrorCause.UnexpectedMessage);
                    }
                    else
                    {
                        HandleHandshake(buffer, offset, count);
                    }

                    return false;

                case ContentType.Alert:
                    HandleAlert(buffer, offset, count);
                    return false;

                case ContentType.ApplicationData:
                    return HandleData(buffer, offset, count);

                default:
                    HandleOther(buffer, offset, count);
                    return false;
            }
        }

        /// <summary>
        /// Handles a record of handshake messages.
        /// </summary>
        protected abstract void HandleHandshake(byte[] buffer, int offset, int count);

        /// <summary>
        /// Handles a record of a type that only one of both transports has.
        /// </summary>
        protected abstract void HandleOther(byte[] buffer, int offset, int count);

        private bool HandleData(byte[] buffer, int offset, int count)
        {
            // Never before both Finished are verified, nor under the handshake's keys.
            if (Phase != EnginePhase.Connected || Records.Epoch < RecordLayer13.FirstDataEpoch)
            {
                Refuse(DropReason.Unexpected, TlsErrorCause.UnexpectedMessage);
                return false;
            }

            if (count == 0)
            {
                Tolerate(DropReason.Empty);
                return false;
            }

            _updatesInARow = 0;
            OnData();
            DataBuffer = buffer;
            DataOffset = offset;
            DataCount = count;
            return true;
        }

        private void HandleAlert(byte[] buffer, int offset, int count)
        {
            if (count != AlertLength)
            {
                Refuse(DropReason.Malformed, TlsErrorCause.DecodeError);
                return;
            }

            int description = buffer[offset + 1];

            if (Records.IsDatagram && Records.Epoch == RecordLayer13.PlainEpoch)
            {
                // Anybody can have sent it. If it is true, nothing else will come.
                Drops.Add(DropReason.StrayAlert);
                Suspect(description);
                return;
            }

            if (description == (int)TlsAlert.CloseNotify && Phase == EnginePhase.Connected)
            {
                Close();
                return;
            }

            if (description == (int)TlsAlert.UserCanceled)
            {
                // RFC 9846, section 6.1: close_notify follows.
                Tolerate(DropReason.StrayAlert);
                return;
            }

            // RFC 9846, section 6: the level says nothing; whatever else it is ends the session.
            Fail(TlsErrorCause.AlertReceived, (TlsAlert)description);
        }

        /// <summary>
        /// Takes a fatal alert that is not authenticated: it is remembered as the likely cause.
        /// </summary>
        protected virtual void Suspect(int alert)
        {
        }
    }
}
