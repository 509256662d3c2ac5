//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.X509;

namespace NanoTlsMan.Host;

/// <summary>
/// Errors in words, as <see cref="TlsErrorText"/> has them, and what only a program with certificates can say: by
/// which rule a peer's were refused.
/// </summary>
internal static class ErrorText
{
    // What to try, for the rules that an honest peer meets.
    private static readonly Dictionary<CertificateRule, string> s_advice = new()
    {
        [CertificateRule.NoCertificate] = "the peer sent none; try to give it one",
        [CertificateRule.WrongHost] =
            "it is for other hosts; try --connect with one of its names, or have it issued for this one",
        [CertificateRule.NoNames] = "it is for no host at all; have it issued with a subjectAltName",
        [CertificateRule.NotYetValid] = "it is not valid yet; look at the clock",
        [CertificateRule.Expired] = "it is not valid any more; renew it, or look at the clock",
        [CertificateRule.WrongExtendedKeyUsage] = "it is not for the peer's role; have it issued for that",
        [CertificateRule.UnknownIssuer] =
            "nobody trusted has issued it; try --ca with its authority, or let the peer send its intermediate ones",
        [CertificateRule.SelfSigned] = "it is self-signed and not trusted; try --ca with it, if it is the right one",
        [CertificateRule.BadSignature] =
            "it was changed, or --ca names an authority of the same name with another key",
        [CertificateRule.NotPinned] = "it is none of those that are trusted; try --pin with the right one",
    };

    /// <summary>
    /// Describes an error.
    /// </summary>
    public static string Describe(TlsManError? error)
    {
        string text = TlsErrorText.Describe(error);

        if (error is not { Cause: TlsErrorCause.CertificateRefused } || error.NativeCode >> 8 == 0)
        {
            return text;
        }

        CertificateRule rule = (CertificateRule)(error.NativeCode >> 8);
        int index = error.NativeCode & 0xFF;
        string which = index == 0 ? "the peer's own certificate" : $"certificate {index} of the peer's";

        return $"{text}: {rule} ({which})"
            + (s_advice.TryGetValue(rule, out string? advice) ? $"; {advice}" : "");
    }
}
