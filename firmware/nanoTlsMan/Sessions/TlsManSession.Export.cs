//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Wire;

namespace NanoTlsMan
{
    /// <content>
    /// Keying material for other protocols.
    /// </content>
    public sealed partial class TlsManSession
    {
        /// <summary>
        /// Exports keying material (RFC 5705; RFC 9846, section 7.5): bytes that only both ends of this session can
        /// compute, for another protocol to be bound to it. It needs <see cref="TlsSessionOptions.KeepMasterSecret"/>
        /// and a peer with extended_master_secret (RFC 7627, section 5.4).
        /// </summary>
        /// <param name="label">What the material is for, in ASCII: a name that IANA has registered, or one that begins
        /// with "EXPERIMENTAL".</param>
        /// <param name="context">What else it is bound to, up to 65,535 bytes; <see langword="null"/> for nothing,
        /// which gives other material than an empty one.</param>
        /// <param name="output">Receives the material.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="count">How many bytes.</param>
        /// <returns><see cref="TlsManStatus.Ok"/>; <see cref="TlsManStatus.NotConnected"/>,
        /// <see cref="TlsManStatus.Closed"/> or <see cref="TlsManStatus.Failed"/> where the channel is not open; or
        /// <see cref="TlsManStatus.InvalidState"/> if the secrets were not kept or must not be exported.</returns>
        /// <exception cref="ArgumentNullException"><paramref name="label"/> or <paramref name="output"/> is
        /// <see langword="null"/>.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The context is too long, or the stretch is not inside the
        /// output.</exception>
        /// <exception cref="ArgumentException">The label is one of the protocol's own, as "key
        /// expansion".</exception>
        /// <example>
        /// <code>
        /// session.ExportKeyingMaterial(Encoding.UTF8.GetBytes("EXPERIMENTAL my protocol"), null, key, 0, key.Length);
        /// </code>
        /// </example>
        public int ExportKeyingMaterial(byte[] label, byte[] context, byte[] output, int offset, int count)
        {
            KeyingMaterial.Check(label, context, output, offset, count);

            byte[] masterSecret = new byte[KeyingMaterial.MasterSecretLength];
            byte[] randoms = new byte[KeyingMaterial.RandomsLength];

            lock (_endpoint.SyncRoot)
            {
                if (_state != State.Connected)
                {
                    return Remember(GetStatus());
                }

                if (!_engine.TryCopySecrets(masterSecret, randoms))
                {
                    return _engine.TryExport(label, context, output, offset, count)
                        ? TlsManStatus.Ok
                        : Remember(TlsManStatus.InvalidState);
                }
            }

            KeyingMaterial.Derive(
                _endpoint.Man.Ciphers, masterSecret, randoms, label, context, output, offset, count);
            Bytes.Wipe(masterSecret);
            return TlsManStatus.Ok;
        }
    }
}
