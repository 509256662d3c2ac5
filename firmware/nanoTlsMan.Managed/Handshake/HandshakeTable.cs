//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Managed.Messages;

namespace NanoTlsMan.Managed.Handshake
{
    /// <summary>
    /// Which message may come in which state and epoch: asked before anything of the message is parsed. The rows draw
    /// the diagram in docs/architecture.md, and a test holds all orders of messages against them.
    /// </summary>
    internal static class HandshakeTable
    {
        /// <summary>
        /// Stands for ChangeCipherSpec, which is no handshake message.
        /// </summary>
        internal const int ChangeCipherSpec = 254;

        /// <summary>
        /// Length of a row: state, epoch, message, next state.
        /// </summary>
        internal const int RowLength = 4;

        private static readonly byte[] s_rows =
        {
            // In this state, in this epoch, may come this message,
            //     which leads to this state.
            (byte)HandshakeState.AwaitServerHello, 0, HandshakeType.HelloVerifyRequest,
                (byte)HandshakeState.AwaitServerHello,
            (byte)HandshakeState.AwaitServerHello, 0, HandshakeType.ServerHello,
                (byte)HandshakeState.AwaitServerKeyExchange,
            (byte)HandshakeState.AwaitServerHello, 0, HandshakeType.ServerHello,
                (byte)HandshakeState.AwaitNewSessionTicket,
            (byte)HandshakeState.AwaitServerHello, 0, HandshakeType.ServerHello,
                (byte)HandshakeState.AwaitChangeCipherSpec,
            (byte)HandshakeState.AwaitServerKeyExchange, 0, HandshakeType.ServerKeyExchange,
                (byte)HandshakeState.AwaitServerHelloDone,
            (byte)HandshakeState.AwaitServerKeyExchange, 0, HandshakeType.ServerHelloDone,
                (byte)HandshakeState.AwaitChangeCipherSpec,
            (byte)HandshakeState.AwaitServerKeyExchange, 0, HandshakeType.ServerHelloDone,
                (byte)HandshakeState.AwaitNewSessionTicket,
            (byte)HandshakeState.AwaitServerHelloDone, 0, HandshakeType.ServerHelloDone,
                (byte)HandshakeState.AwaitChangeCipherSpec,
            (byte)HandshakeState.AwaitServerHelloDone, 0, HandshakeType.ServerHelloDone,
                (byte)HandshakeState.AwaitNewSessionTicket,
            (byte)HandshakeState.AwaitNewSessionTicket, 0, HandshakeType.NewSessionTicket,
                (byte)HandshakeState.AwaitChangeCipherSpec,
            (byte)HandshakeState.AwaitClientHello, 0, HandshakeType.ClientHello,
                (byte)HandshakeState.AwaitClientKeyExchange,
            (byte)HandshakeState.AwaitClientHello, 0, HandshakeType.ClientHello,
                (byte)HandshakeState.AwaitChangeCipherSpec,
            (byte)HandshakeState.AwaitClientKeyExchange, 0, HandshakeType.ClientKeyExchange,
                (byte)HandshakeState.AwaitChangeCipherSpec,
            (byte)HandshakeState.AwaitChangeCipherSpec, 0, ChangeCipherSpec,
                (byte)HandshakeState.AwaitFinished,
            (byte)HandshakeState.AwaitFinished, 1, HandshakeType.Finished,
                (byte)HandshakeState.Verified,

            // With key shares; last, for the search of a plain handshake ends before them.
            (byte)HandshakeState.AwaitServerHello, 0, HandshakeType.ServerHello,
                (byte)HandshakeState.AwaitCertificate,
            (byte)HandshakeState.AwaitServerHello, 0, HandshakeType.ServerHello,
                (byte)HandshakeState.AwaitKeyShare,
            (byte)HandshakeState.AwaitCertificate, 0, HandshakeType.Certificate,
                (byte)HandshakeState.AwaitKeyShare,
            (byte)HandshakeState.AwaitKeyShare, 0, HandshakeType.ServerKeyExchange,
                (byte)HandshakeState.AwaitCertificateRequest,
            (byte)HandshakeState.AwaitKeyShare, 0, HandshakeType.ServerKeyExchange,
                (byte)HandshakeState.AwaitServerHelloDone,
            (byte)HandshakeState.AwaitCertificateRequest, 0, HandshakeType.CertificateRequest,
                (byte)HandshakeState.AwaitServerHelloDone,
            (byte)HandshakeState.AwaitCertificateRequest, 0, HandshakeType.ServerHelloDone,
                (byte)HandshakeState.AwaitChangeCipherSpec,
            (byte)HandshakeState.AwaitCertificateRequest, 0, HandshakeType.ServerHelloDone,
                (byte)HandshakeState.AwaitNewSessionTicket,
            (byte)HandshakeState.AwaitClientHello, 0, HandshakeType.ClientHello,
                (byte)HandshakeState.AwaitClientCertificate,
            (byte)HandshakeState.AwaitClientCertificate, 0, HandshakeType.Certificate,
                (byte)HandshakeState.AwaitClientKeyExchange,
            (byte)HandshakeState.AwaitClientKeyExchange, 0, HandshakeType.ClientKeyExchange,
                (byte)HandshakeState.AwaitCertificateVerify,
            (byte)HandshakeState.AwaitCertificateVerify, 0, HandshakeType.CertificateVerify,
                (byte)HandshakeState.AwaitChangeCipherSpec,
        };

        /// <summary>Gets the rows.</summary>
        internal static byte[] Rows
        {
            get { return s_rows; }
        }

        /// <summary>
        /// Finds where a message leads.
        /// </summary>
        /// <param name="state">The state.</param>
        /// <param name="epoch">The epoch that the message came in.</param>
        /// <param name="message">Its type, or <see cref="ChangeCipherSpec"/>.</param>
        /// <returns>The next state, or -1 if the message is not legal. Where there are several rows, the first one's:
        /// the others are for what the hellos say, of a ticket or of a session that is resumed.</returns>
        internal static int Find(HandshakeState state, int epoch, int message)
        {
            byte[] rows = s_rows;
            int length = rows.Length;

            for (int i = 0; i < length; i += RowLength)
            {
                if (rows[i] == (int)state && rows[i + 1] == epoch && rows[i + 2] == message)
                {
                    return rows[i + 3];
                }
            }

            return -1;
        }
    }
}
