//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// Key pairs on P-256 that nobody uses but these tests, and stores with them.
    /// </summary>
    internal static class Keys
    {
        public const int OwnTag = 11;
        public const int TrustTag = 12;
        public const int PskTag = 7;

        public const int Server = 0;
        public const int Client = 1;
        public const int Stranger = 2;

        public static byte[] Private(int who)
        {
            switch (who)
            {
                case Server:
                    return Hex.Parse("55f5bb92a5e3a63df9016cf7ae2994974ad0b9b15035d6a04169e63f8cf43708");
                case Client:
                    return Hex.Parse("7da9611e82d4074e787590d41e66a255305a43b17f3aadf64a0deeef1b907553");
                default:
                    return Hex.Parse("7dc8d66ab734eda9cbf525e332c61d2e7ac44444d64df81285a0653f2b689c4c");
            }
        }

        public static byte[] Public(int who)
        {
            switch (who)
            {
                case Server:
                    return Hex.Parse(
                        "049fa51c47aea208965da337cb143d62934b6f1daf267f38d9cab10ae81d6be327"
                        + "9121ea30ae528b2f5439314c1a9cab946401e371a7682e8eaa42ee015b4a92c0");
                case Client:
                    return Hex.Parse(
                        "04ae2df22e96d70ba5c833fbf4e668909efb9751365229573fc119f917482158ac"
                        + "473a4eb80f453cd1698b1de37aa2537f582e1818abadac33ad4d034520046120");
                default:
                    return Hex.Parse(
                        "04ea01e95ce2fc3cb7c0ab11734aba6eec5545b8170265b9a587b0bc005ce290d1"
                        + "6374f97123a695d126fa76f53d1125425098554e95daa57fb3e133425a133f19");
            }
        }

        /// <summary>A store with a key pair of its own, and a key that it trusts; -1 for none of either.</summary>
        public static CredentialStore Store(int own, int trusted)
        {
            CredentialStore store = new CredentialStore();

            if (own >= 0)
            {
                store.AddKeyPair(OwnTag, Private(own), Public(own));
            }

            if (trusted >= 0)
            {
                store.TrustKey(TrustTag, CredentialStore.CreateKeyInfo(Public(trusted)));
            }

            return store;
        }

        public static void AddPsk(CredentialStore store, byte last)
        {
            byte[] key = Hex.Parse("09080706050403020100010203040500");

            key[15] = last;
            store.AddPsk(PskTag, new byte[] { 1, 2, 3 }, key);
        }

        /// <summary>A store with a pre-shared key.</summary>
        public static CredentialStore PskStore(byte last)
        {
            CredentialStore store = new CredentialStore();

            AddPsk(store, last);
            return store;
        }
    }
}
