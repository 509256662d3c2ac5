//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Native;

namespace NanoTlsMan.NativeStacks
{
    /// <summary>
    /// Carries a session's options over to the native side.
    /// </summary>
    internal static class NativeSetup
    {
        internal static int Apply(
            int handle, TlsRole role, TlsTransportKind kind, NativeStack stack, TlsSessionOptions options)
        {
            int status = AddSuites(handle, stack, options.CipherSuites);

            status = SetVersions(status, handle, kind, stack, options);

            status =
                Set(status, handle, NativeId.OptionMtu, options.Mtu < ushort.MaxValue ? options.Mtu : ushort.MaxValue);
            status = Set(status, handle, NativeId.OptionFirstTimeout, Limit(options.FirstTimeout));
            status = Set(status, handle, NativeId.OptionMaxTimeout, Limit(options.MaxTimeout));
            status = Set(status, handle, NativeId.OptionHandshakeTimeout, options.HandshakeTimeout);
            status = Set(status, handle, NativeId.OptionReceiveBufferSize, options.ReceiveBufferSize);
            status = Set(status, handle, NativeId.OptionBadRecordLimit, options.BadRecordLimit);
            status = Set(status, handle, NativeId.OptionMaxFragmentLength, options.MaxFragmentLength);
            status = Set(
                status, handle, NativeId.OptionAllowLegacyMasterSecret,
                options.DangerousAllowLegacyMasterSecret ? 1 : 0);

            if (options.RequireSecureRenegotiation)
            {
                status = Set(status, handle, NativeId.OptionRequireSecureRenegotiation, 1);
            }

            status = Set(status, handle, NativeId.OptionKeyLog, options.DangerousKeyLog == null ? 0 : 1);
            status = Set(
                status, handle, NativeId.OptionCredentialTag,
                role == TlsRole.Client ? options.CredentialTag : TlsSessionOptions.AnyCredential);

            if (options.KeepMasterSecret)
            {
                status = Set(status, handle, NativeId.OptionKeepMasterSecret, 1);
            }

            byte[] hint = options.IdentityHint;

            if (status == TlsManStatus.Ok && role == TlsRole.Server && hint != null)
            {
                status = NativeCalls.SetBytes(handle, NativeId.BytesIdentityHint, hint, 0, hint.Length);
            }

            return status;
        }

        /// <summary>
        /// Sets the versions, unless 1.2 is all, which a session has without being told.
        /// </summary>
        private static int SetVersions(
            int status, int handle, TlsTransportKind kind, NativeStack stack, TlsSessionOptions options)
        {
            TlsVersions versions = options.Versions & stack.Capabilities.Versions;
            bool isDatagram = kind == TlsTransportKind.Datagram;

            if ((versions & (isDatagram ? TlsVersions.Dtls13 : TlsVersions.Tls13)) == TlsVersions.None)
            {
                return status;
            }

            int older = (versions & (isDatagram ? TlsVersions.Dtls12 : TlsVersions.Tls12)) == TlsVersions.None
                ? 0
                : NativeId.Version12;

            status = Set(status, handle, NativeId.OptionVersions, NativeId.Version13 | older);
            return options.PskModes == TlsPskModes.None
                ? status
                : Set(status, handle, NativeId.OptionPskModes, (int)options.PskModes);
        }

        private static int Limit(int milliseconds)
        {
            // A wrapping clock of 32 bits can tell times apart that lie within half its circle.
            return milliseconds < int.MaxValue / 4 ? milliseconds : int.MaxValue / 4;
        }

        private static int Set(int status, int handle, int id, int value)
        {
            return status == TlsManStatus.Ok ? NativeCalls.SetOption(handle, id, value) : status;
        }

        private static int AddSuites(int handle, NativeStack stack, ushort[] suites)
        {
            if (suites == null)
            {
                return TlsManStatus.Ok;
            }

            // Without any the native side would take all that it has.
            int status = TlsManStatus.NoStack;

            for (int i = 0; i < suites.Length && (status == TlsManStatus.Ok || status == TlsManStatus.NoStack); i++)
            {
                // What the stack lacks is left out: the manager has made sure that something remains.
                if (stack.Capabilities.HasSuite(suites[i]))
                {
                    status = NativeCalls.SetOption(handle, NativeId.OptionSuite, suites[i]);
                }
            }

            return status;
        }
    }
}
