//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Managed13.Messages;
using NanoTlsMan.Managed13.Record;

namespace NanoTlsMan.Managed13.Handshake
{
    /// <content>
    /// Certificates and raw keys of either side, and the proofs that somebody has them.
    /// </content>
    internal abstract partial class HandshakeMachine
    {
        // What a Certificate or CertificateVerify has beside certificates: lengths, and a signature of at most 72
        // bytes.
        private const int MessageRoom = 96;
        private const int EntryRoom = 8;

        /// <summary>
        /// Queues our Certificate; an empty one where there is nothing to prove with.
        /// </summary>
        protected TlsErrorCause QueueCertificate()
        {
            byte[] content = OwnTag < 0 ? null : Context.Credentials.GetContent(OwnTag);
            int length = content == null ? 0 : content.Length;

            // Two bytes more for each certificate, which has more than a hundred.
            CertificateMessage.Write(
                BeginMessage(
                    HandshakeType.Certificate, RecordLayer13.HandshakeEpoch, MessageRoom + length + (length >> 5)),
                null, content, IsOwnRaw);
            return EndMessage();
        }

        /// <summary>
        /// Signs the transcript: everything up to our Certificate.
        /// </summary>
        protected TlsErrorCause BeginProof()
        {
            return Work.Sign(OwnTag, CertificateVerify.CreateSignedMessage(Context.Role, GetDigest()));
        }

        /// <summary>
        /// Queues our CertificateVerify: the signature is there.
        /// </summary>
        protected TlsErrorCause QueueProof()
        {
            CertificateVerify.Write(
                BeginMessage(HandshakeType.CertificateVerify, RecordLayer13.HandshakeEpoch, MessageRoom + EntryRoom),
                SignatureScheme.EcdsaSecp256r1Sha256, Work.Signature);
            return EndMessage();
        }

        /// <summary>
        /// Takes the peer's Certificate, and begins to judge it.
        /// </summary>
        /// <param name="buffer">Holds the message.</param>
        /// <param name="body">Where its body begins.</param>
        /// <param name="count">The length of its body, in bytes.</param>
        /// <param name="isEmpty">Receives whether there is none.</param>
        /// <returns>What is wrong, or <see cref="TlsErrorCause.None"/>.</returns>
        protected TlsErrorCause ReadCertificate(byte[] buffer, int body, int count, out bool isEmpty)
        {
            byte[] content = CertificateMessage.Read(Reader, IsPeerRaw, null);

            AddToTranscript(HandshakeType.Certificate, buffer, body, count);
            isEmpty = content != null && content.Length == 0;

            if (content == null)
            {
                return TlsErrorCause.DecodeError;
            }

            if (isEmpty)
            {
                return TlsErrorCause.None;
            }

            if (IsPeerRaw)
            {
                return Work.UseRawKey(content);
            }

            Work.VerifyCertificates(content);
            return TlsErrorCause.None;
        }

        /// <summary>
        /// Takes the peer's CertificateVerify, and begins to verify its signature.
        /// </summary>
        protected TlsErrorCause ReadProof(int[] schemes, byte[] buffer, int body, int count)
        {
            int scheme;
            byte[] signature = CertificateVerify.Read(Reader, out scheme);
            byte[] message = CertificateVerify.CreateSignedMessage(
                IsClient ? TlsRole.Server : TlsRole.Client, GetDigest());

            AddToTranscript(HandshakeType.CertificateVerify, buffer, body, count);

            if (signature == null)
            {
                return TlsErrorCause.DecodeError;
            }

            // RFC 9846, section 4.4.3: one that was offered; and PKCS #1 v1.5 is for certificates only.
            if (System.Array.IndexOf(schemes, scheme, 0, schemes.Length) < 0
                || scheme == SignatureScheme.RsaPkcs1Sha256 || scheme == SignatureScheme.RsaPkcs1Sha384)
            {
                return TlsErrorCause.IllegalParameter;
            }

            return Work.VerifySignature(scheme, message, signature);
        }

        /// <summary>
        /// Takes who the peer is from the key or certificate that it has proved to have.
        /// </summary>
        protected void TakeIdentity()
        {
            // Where the peer was not asked, or anyone is trusted, there is our own or none.
            CredentialTag = Work.TrustTag >= 0 ? Work.TrustTag : OwnTag >= 0 ? OwnTag : 0;
            Identity = Work.PeerIdentity == null ? new byte[0] : Work.PeerIdentity;
            NoteAuthenticated();
        }
    }
}
