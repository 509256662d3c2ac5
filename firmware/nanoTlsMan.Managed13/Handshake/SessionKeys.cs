//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Managed13.Handshake
{
    /// <summary>
    /// What an open session keeps of its handshake's secrets.
    /// </summary>
    internal sealed class SessionKeys : IDisposable
    {
        internal int CipherSuite;
        internal byte[] ReadTraffic;
        internal byte[] WriteTraffic;

        /// <summary>The exporter's secret; <see langword="null"/> where it is not to be kept.</summary>
        internal byte[] Exporter;

        /// <summary>The secret of tickets; <see langword="null"/> where nothing is resumed.</summary>
        internal byte[] Resumption;

        /// <inheritdoc/>
        public void Dispose()
        {
            Wipe(ReadTraffic);
            Wipe(WriteTraffic);
            Wipe(Exporter);
            Wipe(Resumption);
        }

        internal static void Wipe(byte[] secret)
        {
            if (secret != null)
            {
                Array.Clear(secret, 0, secret.Length);
            }
        }
    }
}
