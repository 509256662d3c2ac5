//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// Credentials of the tests.
    /// </summary>
    internal static class Keys
    {
        public const int Tag = 7;

        public static byte[] Identity
        {
            get { return Hex.Parse("436c69656e745f6964656e74697479"); }
        }

        public static byte[] Key
        {
            get { return Hex.Parse("000102030405060708090a0b0c0d0e0f"); }
        }

        public static CredentialStore Store()
        {
            return Store(Identity, Key);
        }

        public static CredentialStore Store(byte[] identity, byte[] key)
        {
            CredentialStore store = new CredentialStore();

            store.AddPsk(Tag, identity, key);
            return store;
        }
    }
}
