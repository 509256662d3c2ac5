//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Managed.Messages;

namespace NanoTlsMan.Managed
{
    /// <content>
    /// What records bring: handshake messages, alerts, application data.
    /// </content>
    internal abstract partial class Engine12
    {
        /// <summary>
        /// Handles the content of the record that was read last.
        /// </summary>
        /// <returns>What became of it.</returns>
        protected ContentResult HandleContent(byte[] buffer)
        {
            int offset = Records.ContentOffset;
            int count = Records.ContentCount;
            int type = Records.Type;

            if (count == 0)
            {
                HandleEmpty(type);
                return ContentResult.Done;
            }

            switch (type)
            {
                case ContentType.Handshake:
                    return Machine == null
                        ? HandleLateHandshake(buffer, offset, count)
                        : FinishHandshake(Machine.HandleRecord(buffer, offset, count, Records.Epoch, Now));

                case ContentType.ChangeCipherSpec:
                    // Once per direction, and never protected.
                    if (Machine == null || Records.Epoch != 0)
                    {
                        Refuse(DropReason.Unexpected, TlsErrorCause.UnexpectedMessage);
                        return ContentResult.Done;
                    }

                    return Check(Machine.HandleChangeCipherSpec(buffer, offset, count));

                case ContentType.Alert:
                    HandleAlert(buffer, offset, count);
                    return ContentResult.Done;

                case ContentType.ReturnRoutabilityCheck:
                    HandlePathRecord(buffer, offset, count);
                    return ContentResult.Done;

                default:
                    // Application data is never taken before both Finished are verified, nor in the clear.
                    if (Phase != EnginePhase.Connected || Records.Epoch == 0)
                    {
                        Refuse(DropReason.Unexpected, TlsErrorCause.UnexpectedMessage);
                        return ContentResult.Done;
                    }

                    OnData();
                    DataBuffer = buffer;
                    DataOffset = offset;
                    DataCount = count;
                    return ContentResult.Data;
            }
        }

        private ContentResult FinishHandshake(TlsErrorCause cause)
        {
            ContentResult result = Check(cause);

            EnterConnected();
            return result;
        }

        private ContentResult HandleLateHandshake(byte[] buffer, int offset, int count)
        {
            if (buffer[offset] == (Role == TlsRole.Client ? HandshakeType.HelloRequest : HandshakeType.ClientHello))
            {
                // RFC 5246, section 7.2.2: a warning; the session goes on as it is.
                if (Tolerate(DropReason.Unexpected))
                {
                    Tell(TlsAlert.NoRenegotiation);
                }
            }
            else if (!IsRepeatedFinished(buffer, offset, count))
            {
                Refuse(DropReason.Unexpected, TlsErrorCause.UnexpectedMessage);
            }

            return ContentResult.Done;
        }

        private void HandleAlert(byte[] buffer, int offset, int count)
        {
            int level = buffer[offset];

            if (count != AlertLength || (level != WarningLevel && level != FatalLevel))
            {
                Refuse(DropReason.Malformed, TlsErrorCause.DecodeError);
                return;
            }

            int description = buffer[offset + 1];

            if (Records.IsDatagram && Records.Epoch == 0)
            {
                // Anybody can have sent it. If it is true, nothing else will come.
                Drops.Add(DropReason.StrayAlert);

                if (level == FatalLevel)
                {
                    Machine.Suspect(description);
                }

                return;
            }

            if (description == (int)TlsAlert.CloseNotify && Phase == EnginePhase.Connected)
            {
                // RFC 5246, section 7.2.1: answered with one of our own; what was to be sent is given up.
                Close();
                return;
            }

            if (level == FatalLevel || description == (int)TlsAlert.CloseNotify)
            {
                Fail(TlsErrorCause.AlertReceived, (TlsAlert)description);
                return;
            }

            Tolerate(DropReason.StrayAlert);
        }

        private void HandleEmpty(int type)
        {
            // Only application data may be empty (RFC 5246, section 6.2.1).
            if (type == ContentType.ApplicationData && Phase == EnginePhase.Connected)
            {
                Tolerate(DropReason.Empty);
            }
            else
            {
                Refuse(DropReason.Empty, TlsErrorCause.UnexpectedMessage);
            }
        }
    }
}
