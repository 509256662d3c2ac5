//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Managed13.Handshake
{
    /// <summary>
    /// Which message may come in which state and epoch: asked before anything of the message is parsed. The rows draw
    /// the diagram in docs/architecture.md.
    /// </summary>
    internal static class HandshakeTable
    {
        /// <summary>
        /// Length of a row: state, epoch, message, next state.
        /// </summary>
        internal const int RowLength = 4;

        private static readonly byte[] s_rows =
        {
            // In this state, in this epoch, may come this message,
            //     which leads to this state.
            (byte)HandshakeState.AwaitServerHello, 0, HandshakeType.ServerHello,
                (byte)HandshakeState.AwaitEncryptedExtensions,
            (byte)HandshakeState.AwaitServerHello, 0, HandshakeType.ServerHello,
                (byte)HandshakeState.AwaitServerHello,
            (byte)HandshakeState.AwaitEncryptedExtensions, 2, HandshakeType.EncryptedExtensions,
                (byte)HandshakeState.AwaitCertificateRequest,
            (byte)HandshakeState.AwaitEncryptedExtensions, 2, HandshakeType.EncryptedExtensions,
                (byte)HandshakeState.AwaitServerFinished,
            (byte)HandshakeState.AwaitCertificateRequest, 2, HandshakeType.CertificateRequest,
                (byte)HandshakeState.AwaitCertificate,
            (byte)HandshakeState.AwaitCertificateRequest, 2, HandshakeType.Certificate,
                (byte)HandshakeState.AwaitCertificateVerify,
            (byte)HandshakeState.AwaitCertificate, 2, HandshakeType.Certificate,
                (byte)HandshakeState.AwaitCertificateVerify,
            (byte)HandshakeState.AwaitCertificateVerify, 2, HandshakeType.CertificateVerify,
                (byte)HandshakeState.AwaitServerFinished,
            (byte)HandshakeState.AwaitServerFinished, 2, HandshakeType.Finished,
                (byte)HandshakeState.Verified,
            (byte)HandshakeState.AwaitClientHello, 0, HandshakeType.ClientHello,
                (byte)HandshakeState.AwaitClientFinished,
            (byte)HandshakeState.AwaitClientHello, 0, HandshakeType.ClientHello,
                (byte)HandshakeState.AwaitClientCertificate,
            (byte)HandshakeState.AwaitClientHello, 0, HandshakeType.ClientHello,
                (byte)HandshakeState.AwaitClientHello,
            (byte)HandshakeState.AwaitClientCertificate, 2, HandshakeType.Certificate,
                (byte)HandshakeState.AwaitClientCertificateVerify,
            (byte)HandshakeState.AwaitClientCertificate, 2, HandshakeType.Certificate,
                (byte)HandshakeState.AwaitClientFinished,
            (byte)HandshakeState.AwaitClientCertificateVerify, 2, HandshakeType.CertificateVerify,
                (byte)HandshakeState.AwaitClientFinished,
            (byte)HandshakeState.AwaitClientFinished, 2, HandshakeType.Finished,
                (byte)HandshakeState.Verified,
        };

        /// <summary>Gets the rows.</summary>
        internal static byte[] Rows
        {
            get { return s_rows; }
        }

        /// <summary>
        /// Finds where a message leads.
        /// </summary>
        /// <returns>The next state, or -1 if the message is not legal. Where there are several rows, the first one's:
        /// the others are for what the hellos say.</returns>
        internal static int Find(HandshakeState state, int epoch, int message)
        {
            byte[] rows = s_rows;

            for (int i = 0; i < rows.Length; i += RowLength)
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
