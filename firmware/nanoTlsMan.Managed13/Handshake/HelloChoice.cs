//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Managed.Extensions;
using NanoTlsMan.Managed.PublicKey;
using NanoTlsMan.Managed.PublicKey.Extensions;
using NanoTlsMan.Managed13.Extensions;

namespace NanoTlsMan.Managed13.Handshake
{
    /// <summary>
    /// What a server makes of a hello: suite, group, and whether the client has to send another one. It keeps nothing,
    /// so that a server without state decides in the same way.
    /// </summary>
    internal sealed class HelloChoice
    {
        /// <summary>What the hello says.</summary>
        internal HelloContent Content;

        /// <summary>What it says that 1.2 has as well.</summary>
        internal HelloExtensions Extensions;

        /// <summary>The suite, or 0.</summary>
        internal int Suite;

        /// <summary>The curve on which a share came, or that is to be asked for.</summary>
        internal NamedCurve Curve;

        /// <summary>Whether there is a curve in common.</summary>
        internal bool HasCurve;

        /// <summary>Whether a share came on that curve.</summary>
        internal bool HasShare;

        /// <summary>
        /// Reads a hello.
        /// </summary>
        /// <param name="context">What the server has.</param>
        /// <param name="hello">The hello.</param>
        /// <returns>What is wrong, or <see cref="TlsErrorCause.None"/>.</returns>
        internal TlsErrorCause Read(HandshakeContext context, ClientHelloView hello)
        {
            HelloContent content = new HelloContent { Form = HelloForm.Client, Kind = context.Kind };

            Content = content;
            Extensions = new HelloExtensions { More = content };
            content.Keys.Protocols = context.Options.ApplicationProtocols;
            content.Wanted = context.Exchanges == null
                ? null
                : KeyChoices.GetCurves(context.Exchanges, context.Options);

            return Extensions.Parse(hello.Buffer, hello.ExtensionsOffset, hello.ExtensionsLength);
        }

        /// <summary>
        /// Checks what every hello of 1.3 has to have (RFC 9846, sections 4.1.2 and 9.2).
        /// </summary>
        internal TlsErrorCause Check(HandshakeContext context, ClientHelloView hello)
        {
            HelloContent content = Content;
            bool hasShare = content.Has(HelloContent.KeyShare);
            bool hasGroups = content.Keys.Has(HelloKeys.SupportedGroups);
            bool hasPsk = content.Has(HelloContent.PreSharedKey);

            if (hello.CompressionLength != 1 || hello.Buffer[hello.CompressionOffset] != 0
                || (context.Kind == TlsTransportKind.Datagram && hello.CookieLength != 0))
            {
                return TlsErrorCause.IllegalParameter;
            }

            // The last extension (RFC 9846, section 4.2.11).
            if (hasPsk && content.Psks.End != hello.ExtensionsOffset + hello.ExtensionsLength)
            {
                return TlsErrorCause.IllegalParameter;
            }

            return hasShare != hasGroups || (hasPsk && !content.Has(HelloContent.PskModes))
                || (!hasPsk && (!hasGroups || !content.Keys.Has(HelloKeys.SignatureAlgorithms)))
                ? TlsErrorCause.MissingExtension
                : TlsErrorCause.None;
        }

        /// <summary>
        /// Selects suite and curve.
        /// </summary>
        /// <returns><see langword="false"/> if there is no suite in common; otherwise,
        /// <see langword="true"/>.</returns>
        internal bool Select(HandshakeContext context, ClientHelloView hello)
        {
            ushort[] suites = context.Suites;
            NamedCurve[] curves = Content.Wanted;

            for (int i = 0; i < suites.Length && Suite == 0; i++)
            {
                Suite = hello.Offers(suites[i]) ? suites[i] : 0;
            }

            HasShare = Content.Share != null;

            for (int i = 0; curves != null && i < curves.Length; i++)
            {
                bool isMeant = HasShare
                    ? SupportedGroupsExtension.GetGroup(curves[i]) == Content.Group
                    : (Content.Keys.CurvesRead & (1 << (int)curves[i])) != 0;

                if (isMeant)
                {
                    Curve = curves[i];
                    HasCurve = true;
                    break;
                }
            }

            return Suite != 0;
        }

        /// <summary>
        /// Tells whether a share is needed that did not come: no key that is offered does without.
        /// </summary>
        internal bool NeedsShare(HandshakeContext context)
        {
            bool mayDoWithout = Content.Has(HelloContent.PreSharedKey)
                && (Content.Modes & context.PskModes & TlsPskModes.PskOnly) != 0
                && (Content.Modes & context.PskModes & TlsPskModes.WithKeyShare) == 0;

            return !HasShare && HasCurve && !mayDoWithout;
        }
    }
}
