//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Wire;

namespace NanoTlsMan.FirmwareTls
{
    /// <summary>
    /// The credentials of a session in the forms that the platform's TLS takes.
    /// </summary>
    internal sealed class FirmwareKeys
    {
        private const int KeyOffset = 7;

        private readonly CredentialStore _credentials;
        private readonly int _ownTag;

        internal FirmwareKeys(TlsSessionOptions options, CredentialStore credentials)
        {
            int tag = options.CredentialTag;

            _credentials = credentials;
            _ownTag = tag == TlsSessionOptions.AnyCredential ? credentials.FindKey(CredentialKind.CertifiedKey, 0)
                : credentials.IsKey(tag, CredentialKind.CertifiedKey) ? tag : TlsSessionOptions.AnyCredential;
        }

        /// <summary>Gets a value indicating whether there is a certificate of our own.</summary>
        internal bool HasOwn
        {
            get { return _ownTag >= 0; }
        }

        /// <summary>
        /// Writes the anchors in PEM (RFC 7468), one after the other: the only form in which a board takes several.
        /// </summary>
        internal string GetAnchors()
        {
            string text = "";
            int tag;

            for (int i = 0; (tag = _credentials.FindKey(CredentialKind.Anchor, i)) >= 0; i++)
            {
                byte[] anchor = _credentials.GetContent(tag);

                // It may have been removed in the meantime.
                text += anchor == null ? "" : ToPem(anchor, 0, anchor.Length);
            }

            return text;
        }

        /// <summary>
        /// Writes our own certificates in PEM, that of the key first; nothing if they were removed.
        /// </summary>
        internal string GetCertificates()
        {
            byte[] list = _credentials.GetContent(_ownTag);
            string text = "";

            if (list == null)
            {
                return text;
            }

            WireReader reader = new WireReader();

            reader.Reset(list, 0, list.Length);

            while (reader.Remaining > 0)
            {
                int count = reader.ReadUInt24();

                text += ToPem(list, reader.Position, count);
                reader.Skip(count);
            }

            return text;
        }

        /// <summary>
        /// Writes our own key as an ECPrivateKey without its public part (RFC 5915), which is the caller's to wipe;
        /// <see langword="null"/> if it was removed.
        /// </summary>
        internal byte[] CopyPrivateKey()
        {
            byte[] key = new byte[]
            {
                // SEQUENCE, INTEGER 1, OCTET STRING of 32 bytes …
                0x30, 0x31, 0x02, 0x01, 0x01, 0x04, 0x20,
                0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,

                // … and [0], the identifier of P-256.
                0xA0, 0x0A, 0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07,
            };

            return FirmwareEngine.CopyOwnKey(_credentials, _ownTag, key, KeyOffset) ? key : null;
        }

        private static string ToPem(byte[] bytes, int offset, int count)
        {
            return "-----BEGIN CERTIFICATE-----\n"
                + Convert.ToBase64String(bytes, offset, count, Base64FormattingOptions.InsertLineBreaks)
                + "\n-----END CERTIFICATE-----\n";
        }
    }
}
