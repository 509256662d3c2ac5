//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Managed.Handshake;
using NanoTlsMan.Managed.Record;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed
{
    /// <content>
    /// An open session that is saved and restored.
    /// </content>
    internal abstract partial class Engine12
    {
        // Of what is written here; another one is refused.
        private const int StateVersion = 1;

        // Version, role, suite, flags, tag, and the length of the identity.
        private const int FixedLength = 1 + 1 + 2 + 1 + 4 + 1;

        /// <inheritdoc/>
        public override string StackName
        {
            get { return _stack.Name; }
        }

        /// <inheritdoc/>
        public override byte[] Save()
        {
            SessionSecrets secrets = Secrets;

            // What waits to be said would be lost, and over a stream there is nobody to go on with.
            if (Phase != EnginePhase.Connected || IsConnectedDue || HasPlaintext || secrets == null
                || !Records.IsDatagram)
            {
                return null;
            }

            byte[] state = new byte[GetStateLength(secrets)];
            WireWriter writer = new WireWriter();

            writer.Reset(state, 0, state.Length);
            writer.WriteByte(StateVersion);
            writer.WriteByte((int)Role);
            writer.WriteUInt16(CipherSuite);
            writer.WriteByte(secrets.IsExtendedMasterSecret ? 1 : 0);
            writer.WriteUInt32(CredentialTag);
            writer.WriteByte(PeerIdentity.Length);
            writer.WriteBytes(PeerIdentity, 0, PeerIdentity.Length);
            writer.WriteBytes(secrets.MasterSecret, 0, secrets.MasterSecret.Length);
            writer.WriteBytes(secrets.Randoms, 0, secrets.Randoms.Length);
            writer.WriteBytes(secrets.KeyBlock, 0, secrets.KeyBlock.Length);
            Records.Save(writer);
            SaveMore(writer);

            byte[] used = Bytes.Copy(state, 0, writer.Failed ? 0 : writer.Position);

            Bytes.Wipe(state);

            if (used.Length == 0)
            {
                return null;
            }

            // From here on its numbers are somebody else's.
            End();
            return used;
        }

        /// <inheritdoc/>
        public override bool Restore(byte[] state, int now)
        {
            if (Phase != EnginePhase.New || !Records.IsDatagram)
            {
                return false;
            }

            WireReader reader = new WireReader();

            reader.Reset(state, 0, state.Length);

            // In the other role it would write with the peer's keys, and use the peer's numbers again.
            bool isRestored = reader.ReadByte() == StateVersion && reader.ReadByte() == (int)Role
                && RestoreState(reader);

            Bytes.Wipe(state);

            if (isRestored)
            {
                Now = now;
                Open();
            }

            return isRestored;
        }

        /// <summary>
        /// Tells how long that is at most which <see cref="SaveMore"/> writes, in bytes.
        /// </summary>
        protected virtual int GetMoreLength()
        {
            return 0;
        }

        /// <summary>
        /// Writes what a kind of engine has beside.
        /// </summary>
        protected virtual void SaveMore(WireWriter writer)
        {
        }

        /// <summary>
        /// Reads what <see cref="SaveMore"/> wrote.
        /// </summary>
        protected virtual void RestoreMore(WireReader reader)
        {
        }

        private int GetStateLength(SessionSecrets secrets)
        {
            int ids = (Records.ConnectionId == null ? 0 : Records.ConnectionId.Length)
                + (Records.PeerConnectionId == null ? 0 : Records.PeerConnectionId.Length);

            return FixedLength + PeerIdentity.Length + secrets.MasterSecret.Length + secrets.Randoms.Length
                + secrets.KeyBlock.Length + Record.RecordLayer12.SavedLength + ids + GetMoreLength();
        }

        private bool RestoreState(WireReader reader)
        {
            int suite = reader.ReadUInt16();
            bool isExtended = reader.ReadByte() == 1;
            int tag = reader.ReadUInt32();
            byte[] identity = reader.ReadVector8(0, 255);
            byte[] masterSecret = reader.ReadBytes(KeySchedule.MasterSecretLength);
            byte[] randoms = reader.ReadBytes(2 * ClientHelloView.RandomLength);
            byte[] keyBlock = reader.ReadBytes(SuiteParameters.GetBlockLength(suite));

            Records.Restore(reader);
            RestoreMore(reader);

            bool isRight = reader.IsWhole && _stack.Capabilities.HasSuite((ushort)suite);

            if (isRight)
            {
                Settle(suite, tag, identity);
                KeySchedule.SetKeys(_stack.Ciphers, keyBlock, suite, Role, Records);

                // For the next time.
                if (Options.KeepMasterSecret)
                {
                    Keep().Secrets = new SessionSecrets(masterSecret, randoms, keyBlock, suite, isExtended);
                }
            }

            Bytes.Wipe(masterSecret);
            Bytes.Wipe(keyBlock);
            return isRight;
        }
    }
}
