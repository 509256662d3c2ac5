//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Native;

namespace NanoTlsMan.NativeStacks
{
    /// <summary>
    /// Which keys a session is lent: a client all that it may choose from, before the handshake; a server one, when its
    /// client has said who it is.
    /// </summary>
    internal sealed partial class NativeEngine
    {
        private const int UnknownTag = -1;
        private const byte DecoyLabel = 0xD7;

        // Of an identity that nobody has, where there is no other to be taken for.
        private const int DecoyKeyLength = 16;

        private int PrepareCredentials()
        {
            int status = PreparePublicKeys();

            if (_role == TlsRole.Client)
            {
                // Without any, the native side looks whether there is something else to verify the server by.
                return status == TlsManStatus.Ok && MayUsePsk ? LendCredentials() : status;
            }

            // A server's is asked for one by one, and each has to be one that the stack can take.
            TlsCapabilities can = _stack.Capabilities;

            return _credentials.LongestKey > can.MaxKeyLength || _credentials.LongestIdentity > can.MaxIdentityLength
                ? NativeId.StatusBadArgument
                : status;
        }

        /// <summary>
        /// Lends a client's session the credentials that it may choose from when it sees the server's hint; all others
        /// one that is chosen here.
        /// </summary>
        private int LendCredentials()
        {
            int preferred = _options.CredentialTag;

            if (!_stack.Has(NativeId.CanSelectByHint))
            {
                preferred = _credentials.Select(preferred, null, 0, 0);

                if (preferred < 0)
                {
                    return NativeId.StatusNoKey;
                }
            }

            int status = TlsManStatus.Ok;
            int count = 0;
            byte[] key = new byte[CredentialStore.MaxKeyLength];

            for (int i = 0; i < _credentials.Count && status == TlsManStatus.Ok; i++)
            {
                int tag = _credentials.GetTag(i);
                byte[] identity = _credentials.GetIdentity(tag);

                if (identity != null && (preferred == TlsSessionOptions.AnyCredential || preferred == tag))
                {
                    status = NativeCalls.AddCredential(
                        _handle, tag, identity, key, CopyKey(_credentials, tag, key, 0), _credentials.GetHint(tag));
                    count++;
                }
            }

            Array.Clear(key, 0, key.Length);
            return count == 0 ? NativeId.StatusNoKey : status;
        }

        /// <summary>
        /// Lends a server's session the key that its client's identity asks for. Where nobody has that identity, the
        /// native side goes on with random bytes of the length that is named: an unknown identity is to cost and look
        /// like a wrong key.
        /// </summary>
        private void LendAsked()
        {
            byte[] identity = new byte[CredentialStore.MaxIdentityLength];
            byte[] key = new byte[CredentialStore.MaxKeyLength];
            int count = NativeCalls.GetBytes(_handle, NativeId.BytesWantedIdentity, identity, 0, identity.Length);
            int decoy = ChooseDecoy(identity, count, key);
            int tag = _credentials.FindIdentity(identity, 0, count);
            int length = CopyKey(_credentials, tag < 0 ? decoy : tag, key, 0);

            if (length == 0)
            {
                // Removed in the meantime, or there is none at all.
                tag = UnknownTag;
                length = DecoyKeyLength;
            }

            NativeCalls.AddCredential(_handle, tag < 0 ? UnknownTag : tag, identity, key, length, null);
            Array.Clear(key, 0, key.Length);
        }

        /// <summary>
        /// Chooses a credential whose key is as long as that of an unknown identity is to be, for how long a key is
        /// shows in the time of a handshake. The choice is a code of the identity under a key that is in the store:
        /// nobody can tell it beforehand, and it is the same for each try. It is made for every identity, so that it
        /// tells nothing either.
        /// </summary>
        private int ChooseDecoy(byte[] identity, int count, byte[] key)
        {
            byte[] mac = new byte[TranscriptHash.DigestLength];
            int all = _credentials.Count;
            int first = _credentials.GetTag(0);
            int length = first < 0 ? 0 : CopyKey(_credentials, first, key, 0);

            if (all == 0 || length == 0 || NativeCiphers.Count == 0)
            {
                return first;
            }

            // Behind a label of its own, for the key has another use.
            byte[] message = new byte[1 + count];

            message[0] = DecoyLabel;
            Array.Copy(identity, 0, message, 1, count);
            NativeCalls.ComputeHmac(0, key, 0, length, message, 0, message.Length, mac, 0);
            Array.Clear(key, 0, key.Length);
            return _credentials.GetTag(((mac[0] << 16) | (mac[1] << 8) | mac[2]) % all);
        }

        private void LogKeys()
        {
            if (_options.DangerousKeyLog == null)
            {
                return;
            }

            byte[] random = new byte[NativeKeyLog.RandomLength];
            byte[] master = NativeKeyLog.Take(_handle, random);

            if (master != null)
            {
                LogSecrets(_options, random, master);
                Array.Clear(master, 0, master.Length);
            }
        }
    }
}
