//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.NativeStacks
{
    /// <summary>
    /// The numbers of native-interop/include/tlsman.h and tlsman_stack.h.
    /// </summary>
    internal static class NativeId
    {
        /// <summary>TLSMAN_LEAST_MTU.</summary>
        internal const int LeastMtu = 256;

        /// <summary>TLSMAN_MAX_PEER_CONNECTION_ID.</summary>
        internal const int MaxPeerConnectionId = 32;

        /// <summary>TLSMAN_MAX_SESSION.</summary>
        internal const int MaxSession = 4096;

        /// <summary>TLSMAN_MAX_NAME.</summary>
        internal const int MaxName = 255;

        /// <summary>TLSMAN_GROUP_P256.</summary>
        internal const int GroupP256 = 23;

        /// <summary>TLSMAN_GROUP_X25519.</summary>
        internal const int GroupX25519 = 29;

        // tlsman_capability
        internal const int CanDtls12 = 1;
        internal const int CanTls12 = 2;
        internal const int MaxKeyLength = 3;
        internal const int MaxIdentityLength = 4;
        internal const int MaxPayload = 5;
        internal const int CanMaxFragmentLength = 6;
        internal const int CanCookieGate = 7;
        internal const int CanKeyLog = 8;
        internal const int CanSelectByHint = 9;
        internal const int CanIdentityHint = 10;
        internal const int CanRefuseLegacy = 11;
        internal const int CanConnectionId = 12;
        internal const int CanResume = 13;
        internal const int CanSave = 14;
        internal const int CanExport = 15;
        internal const int CanRecordSizeLimit = 16;
        internal const int KeyKinds = 17;
        internal const int CanDtls13 = 18;
        internal const int CanTls13 = 19;

        // tlsman_versions
        internal const int Version12 = 1;
        internal const int Version13 = 2;

        // tlsman_option
        internal const int OptionSuite = 1;
        internal const int OptionMtu = 2;
        internal const int OptionFirstTimeout = 3;
        internal const int OptionMaxTimeout = 4;
        internal const int OptionHandshakeTimeout = 5;
        internal const int OptionMaxFragmentLength = 6;
        internal const int OptionReceiveBufferSize = 7;
        internal const int OptionBadRecordLimit = 8;
        internal const int OptionAllowLegacyMasterSecret = 9;
        internal const int OptionKeyLog = 10;
        internal const int OptionCredentialTag = 11;
        internal const int OptionRequireSecureRenegotiation = 12;
        internal const int OptionKeepMasterSecret = 13;
        internal const int OptionKeyTag = 14;
        internal const int OptionCurve = 15;
        internal const int OptionClientAuthentication = 16;
        internal const int OptionDangerousTrustAnyone = 17;
        internal const int OptionNoPsk = 18;
        internal const int OptionVersions = 19;
        internal const int OptionPskModes = 20;

        // tlsman_number
        internal const int NumberSuite = 1;
        internal const int NumberCredentialTag = 2;
        internal const int NumberMaxPayload = 3;
        internal const int NumberHasConnectionId = 4;
        internal const int NumberIsResumed = 5;
        internal const int NumberVersion = 6;

        // tlsman_bytes
        internal const int BytesIdentity = 1;
        internal const int BytesSecrets = 2;
        internal const int BytesIdentityHint = 3;
        internal const int BytesWantedIdentity = 4;
        internal const int BytesConnectionId = 5;
        internal const int BytesPeerConnectionId = 6;
        internal const int BytesSession = 7;
        internal const int BytesResumption = 8;
        internal const int BytesTicketKeys = 9;
        internal const int BytesRandoms = 10;
        internal const int BytesKeyPair = 11;
        internal const int BytesTargetHost = 16;
        internal const int BytesServerName = 17;
        internal const int BytesApplicationProtocols = 18;

        // tlsman_curve, and tlsman_curve_value
        internal const int CurveP256 = 256;
        internal const int CurveX25519 = 257;
        internal const int CurvePublicKey = 256;
        internal const int CurvePeerKey = 257;
        internal const int CurveSecret = 258;
        internal const int CurveDigest = 259;
        internal const int CurveFresh = 260;
        internal const int CurveSignature = 261;
        internal const int CurveSignatureDer = 262;
        internal const int CurveIsSigned = 263;

        // tlsman_event, beyond the values of TlsPollResult
        internal const int NeedCredential = 7;

        // tlsman_result
        internal const int ResultPosition = 0;
        internal const int ResultOutputCount = 1;
        internal const int ResultDataOffset = 2;
        internal const int ResultDataCount = 3;
        internal const int ResultHasDeadline = 4;
        internal const int ResultDeadline = 5;
        internal const int ResultCause = 6;
        internal const int ResultAlert = 7;
        internal const int ResultNativeCode = 8;
        internal const int ResultAwaited = 9;
        internal const int ResultIsLast = 10;
        internal const int ResultSent = 11;
        internal const int ResultDropped = 12;
        internal const int ResultDrops = 13;
        internal const int ResultIsNewest = ResultDrops + DropReasonCount;
        internal const int ResultCount = ResultIsNewest + 1;
        internal const int DropReasonCount = 14;

        // tlsman_status
        internal const int StatusEnded = -5;
        internal const int StatusBadHandle = -20;
        internal const int StatusBadArgument = -21;
        internal const int StatusNoMemory = -22;
        internal const int StatusNoKey = -23;
        internal const int StatusNothingTrusted = -24;
    }
}
