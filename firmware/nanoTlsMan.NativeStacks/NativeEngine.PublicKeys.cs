//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Native;
using NanoTlsMan.Wire;

namespace NanoTlsMan.NativeStacks
{
    /// <summary>
    /// What a session is lent of public keys, before its handshake: our own, and whom to trust.
    /// </summary>
    internal sealed partial class NativeEngine
    {
        private string _protocol;

        /// <inheritdoc/>
        public override string ApplicationProtocol
        {
            get { return _protocol; }
        }

        private bool HasPublicKeyOptions
        {
            get
            {
                return _credentials.HasKeys || _options.DangerousTrustAnyone || _options.Curves != null
                    || _options.ApplicationProtocols != null || _options.TargetHost != null
                    || _options.ServerName != null
                    || _options.ClientAuthentication != TlsClientAuthentication.None;
            }
        }

        /// <summary>
        /// Gets a value indicating whether a client may use a pre-shared key: not where its options name a key pair.
        /// </summary>
        private bool MayUsePsk
        {
            get
            {
                int tag = _options.CredentialTag;

                return _credentials.Count > 0
                    && (tag == TlsSessionOptions.AnyCredential || (!_credentials.IsKey(tag, CredentialKind.KeyPair)
                    && !_credentials.IsKey(tag, CredentialKind.CertifiedKey)));
            }
        }

        private int PreparePublicKeys()
        {
            if (!_stack.HasPublicKeys || !HasPublicKeyOptions)
            {
                return TlsManStatus.Ok;
            }

            int status = SetKeyOption(TlsManStatus.Ok, NativeId.OptionKeyTag, 0);

            status = LendOwn(status, CredentialKind.KeyPair);
            status = LendOwn(status, CredentialKind.CertifiedKey);
            status = LendTrusted(status, CredentialKind.TrustedKey);
            status = LendTrusted(status, CredentialKind.TrustedCertificate);
            status = LendTrusted(status, CredentialKind.Anchor);
            status = SetCurves(status);
            status = SetProtocols(status);

            if (_options.DangerousTrustAnyone)
            {
                status = SetKeyOption(status, NativeId.OptionDangerousTrustAnyone, 1);
            }

            if (_role == TlsRole.Client)
            {
                string name = _options.ServerName == null ? _options.TargetHost : _options.ServerName;

                status = SetText(status, NativeId.BytesTargetHost, _options.TargetHost);
                return SetText(status, NativeId.BytesServerName, name);
            }

            if ((_credentials.Kinds & TlsKeyKinds.Psk) == 0)
            {
                status = SetKeyOption(status, NativeId.OptionNoPsk, 1);
            }

            return SetKeyOption(status, NativeId.OptionClientAuthentication, (int)_options.ClientAuthentication);
        }

        private int SetKeyOption(int status, int id, int value)
        {
            return status == TlsManStatus.Ok ? NativeCalls.SetOption(_handle, id, value) : status;
        }

        private int SetText(int status, int id, string text)
        {
            if (status != TlsManStatus.Ok || text == null)
            {
                return status;
            }

            byte[] bytes = new byte[text.Length];

            AsciiText.Put(text, bytes, 0);
            return NativeCalls.SetBytes(_handle, id, bytes, 0, bytes.Length);
        }

        private int SetCurves(int status)
        {
            NamedCurve[] curves = _options.Curves;

            for (int i = 0; curves != null && i < curves.Length; i++)
            {
                status = SetKeyOption(
                    status, NativeId.OptionCurve,
                    curves[i] == NamedCurve.X25519 ? NativeId.GroupX25519 : NativeId.GroupP256);
            }

            return status;
        }

        private int SetProtocols(int status)
        {
            string[] protocols = _options.ApplicationProtocols;

            if (status != TlsManStatus.Ok || protocols == null)
            {
                return status;
            }

            int length = 0;

            for (int i = 0; i < protocols.Length; i++)
            {
                length += 1 + protocols[i].Length;
            }

            byte[] list = new byte[length];

            for (int i = 0, place = 0; i < protocols.Length; i++)
            {
                list[place] = (byte)protocols[i].Length;
                AsciiText.Put(protocols[i], list, place + 1);
                place += 1 + protocols[i].Length;
            }

            return NativeCalls.SetBytes(_handle, NativeId.BytesApplicationProtocols, list, 0, length);
        }

        /// <summary>
        /// Lends our own key pair of a kind: the one that the options name, or the first.
        /// </summary>
        private int LendOwn(int status, CredentialKind kind)
        {
            int tag = _options.CredentialTag;

            if (tag == TlsSessionOptions.AnyCredential)
            {
                tag = _credentials.FindKey(kind, 0);
            }
            else if (!_credentials.IsKey(tag, kind))
            {
                tag = UnknownTag;
            }

            return tag < 0 ? status : Lend(status, kind, tag, CredentialStore.PrivateKeyLength);
        }

        private int LendTrusted(int status, CredentialKind kind)
        {
            int tag;

            for (int i = 0; (tag = _credentials.FindKey(kind, i)) >= 0; i++)
            {
                status = Lend(status, kind, tag, 0);
            }

            return status;
        }

        private int Lend(int status, CredentialKind kind, int tag, int privateLength)
        {
            byte[] content = _credentials.GetContent(tag);

            status = SetKeyOption(status, NativeId.OptionKeyTag, tag);

            // It may have been removed in the meantime.
            if (status != TlsManStatus.Ok || content == null)
            {
                return status;
            }

            byte[] bytes = new byte[privateLength + content.Length];

            Array.Copy(content, 0, bytes, privateLength, content.Length);

            if (privateLength == 0 || CopyPrivateKey(_credentials, tag, bytes, 0))
            {
                status = NativeCalls.SetBytes(_handle, NativeId.BytesKeyPair + (int)kind, bytes, 0, bytes.Length);
                Array.Clear(bytes, 0, privateLength);
            }

            return status;
        }

        private void TakeProtocol()
        {
            if (_options.ApplicationProtocols == null)
            {
                return;
            }

            byte[] name = new byte[NativeId.MaxName];
            int count = NativeCalls.GetBytes(_handle, NativeId.BytesApplicationProtocols, name, 0, name.Length);
            string[] protocols = _options.ApplicationProtocols;

            for (int i = 0; i < protocols.Length && _protocol == null; i++)
            {
                _protocol = count > 0 && AsciiText.IsAt(protocols[i], name, 0, count) ? protocols[i] : null;
            }
        }
    }
}
