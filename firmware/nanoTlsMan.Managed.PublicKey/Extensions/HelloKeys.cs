//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed.PublicKey.Extensions
{
    /// <summary>
    /// What a hello says of keys, names and protocols: what was read, or what is to be written. Each extension has a
    /// file of its own.
    /// </summary>
    internal sealed class HelloKeys
    {
        internal const int ServerName = 1;
        internal const int SupportedGroups = 2;
        internal const int PointFormats = 4;
        internal const int SignatureAlgorithms = 8;
        internal const int ApplicationProtocols = 16;
        internal const int ClientCertificateType = 32;
        internal const int ServerCertificateType = 64;

        /// <summary>
        /// A raw public key, as a certificate type (RFC 7250, section 3).
        /// </summary>
        internal const int RawPublicKey = 2;

        /// <summary>
        /// An X.509 certificate, as a certificate type.
        /// </summary>
        internal const int X509 = 0;

        /// <summary>The extensions that are there.</summary>
        internal int Present;

        /// <summary>The name that is sent; <see langword="null"/> in an answer, which is empty.</summary>
        internal string Name;

        /// <summary>The name that was read; nothing but ASCII.</summary>
        internal byte[] NameRead;

        /// <summary>The curves that are offered, best first.</summary>
        internal NamedCurve[] Curves;

        /// <summary>A bit for each curve that was read.</summary>
        internal int CurvesRead;

        /// <summary>The signature schemes that are offered.</summary>
        internal int[] Schemes;

        /// <summary>Whether ECDSA with SHA-256 was read.</summary>
        internal bool HasEcdsaRead;

        /// <summary>The protocols that are offered, or, of a server and of what is read, that could be
        /// chosen.</summary>
        internal string[] Protocols;

        /// <summary>Which of <see cref="Protocols"/> is written as an answer, or is the best that was read; -1 for
        /// none.</summary>
        internal int ProtocolIndex = -1;

        /// <summary>How many protocols were read.</summary>
        internal int ProtocolsRead;

        /// <summary>The types of the client's certificate, best first.</summary>
        internal byte[] ClientTypes;

        /// <summary>The types of the server's certificate, best first.</summary>
        internal byte[] ServerTypes;

        /// <summary>Whether the server writes, which answers.</summary>
        internal bool IsAnswer;

        internal bool Has(int extension)
        {
            return (Present & extension) != 0;
        }

        /// <summary>
        /// Writes a text of ASCII characters.
        /// </summary>
        internal static void WriteText(WireWriter writer, string text)
        {
            for (int i = 0; i < text.Length; i++)
            {
                writer.WriteByte(text[i]);
            }
        }
    }
}
