//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Managed.Messages;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed
{
    /// <content>
    /// What a session over datagrams has to save beside: whether it answers checks of a path, and its last Finished,
    /// which a peer may still ask for.
    /// </content>
    internal sealed partial class DatagramEngine12
    {
        /// <inheritdoc/>
        protected override int GetMoreLength()
        {
            return 1 + 1 + 2 + Finished.VerifyDataLength;
        }

        /// <inheritdoc/>
        protected override void SaveMore(WireWriter writer)
        {
            writer.WriteByte(Path == null ? 0 : 1);
            writer.WriteByte(_finalVerifyData == null ? 0 : 1);

            if (_finalVerifyData != null)
            {
                writer.WriteUInt16(_finalSequence);
                writer.WriteBytes(_finalVerifyData, 0, Finished.VerifyDataLength);
            }
        }

        /// <inheritdoc/>
        protected override void RestoreMore(WireReader reader)
        {
            _stash = null;
            Path = reader.ReadByte() == 1 ? new PathChecker(Options.FirstTimeout) : null;

            if (reader.ReadByte() == 1)
            {
                _finalSequence = reader.ReadUInt16();
                _finalVerifyData = reader.ReadBytes(Finished.VerifyDataLength);
            }
        }
    }
}
