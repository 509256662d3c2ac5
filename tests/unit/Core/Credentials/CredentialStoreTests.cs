//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using nanoFramework.TestFramework;

namespace NanoTlsMan.Tests
{
    [TestClass]
    public class CredentialStoreTests
    {
        private static readonly byte[] s_key = { 0xC0, 0xC1, 0xC2, 0xC3 };

        [TestMethod]
        public static void CredentialsAreListedInTheOrderInWhichTheyCame()
        {
            CredentialStore store = new CredentialStore();

            store.AddPsk(9, new byte[] { 1 }, new byte[] { 1 });
            store.AddPsk(4, new byte[] { 2 }, new byte[] { 1 }, new byte[] { 7, 8 });
            Assert.AreEqual(9, store.GetTag(0));
            Assert.AreEqual(4, store.GetTag(1));
            Assert.AreEqual(-1, store.GetTag(2));
            Assert.AreEqual(-1, store.GetTag(-1));
            Assert.IsNull(store.GetHint(9));
            Assert.IsNull(store.GetHint(77));
            Assert.AreEqual("0708", Hex.Format(store.GetHint(4)));

            // A copy: what is done to it changes nothing.
            store.GetHint(4)[0] = 0;
            Assert.AreEqual("0708", Hex.Format(store.GetHint(4)));
            store.Remove(9);
            Assert.AreEqual(4, store.GetTag(0));
        }

        [TestMethod]
        [DataRow(0, 1, 1, 0)]
        [DataRow(2147483647, 128, 64, 128)]
        public static void LimitsAreIncluded(int tag, int identity, int key, int hint)
        {
            CredentialStore store = new CredentialStore();

            store.AddPsk(tag, new byte[identity], new byte[key], new byte[hint]);
            Assert.AreEqual(1, store.Count);
            Assert.AreEqual(key, store.LongestKey);
            Assert.AreEqual(identity, store.LongestIdentity);
            Assert.AreEqual(tag, store.FindIdentity(new byte[identity], 0, identity));
        }

        [TestMethod]
        [DataRow(-1, 1, 1, 1)]
        [DataRow(0, 0, 1, 1)]
        [DataRow(0, 129, 1, 1)]
        [DataRow(0, 1, 0, 1)]
        [DataRow(0, 1, 65, 1)]
        [DataRow(0, 1, 1, 129)]
        public static void BeyondTheLimitsNothingIsAdded(int tag, int identity, int key, int hint)
        {
            CredentialStore store = new CredentialStore();

            Assert.ThrowsException(
                typeof(ArgumentOutOfRangeException), () =>
                store.AddPsk(tag, new byte[identity], new byte[key], new byte[hint]));
            Assert.AreEqual(0, store.Count);
        }

        [TestMethod]
        public static void IdentityAndKeyAreNeeded()
        {
            CredentialStore store = new CredentialStore();

            Assert.ThrowsException(typeof(ArgumentNullException), () => store.AddPsk(1, null, s_key));
            Assert.ThrowsException(typeof(ArgumentNullException), () => store.AddPsk(1, s_key, null));
            Assert.AreEqual(0, store.Count);
        }

        [TestMethod]
        public static void TagOrIdentityInUseIsRefused()
        {
            CredentialStore store = Three();

            Assert.ThrowsException(typeof(ArgumentException), () => store.AddPsk(20, Text("new"), s_key));
            Assert.ThrowsException(typeof(ArgumentException), () => store.AddPsk(40, Text("two"), s_key));
            Assert.AreEqual(3, store.Count);
            Assert.AreEqual(-1, Find(store, "new"));
            Assert.AreEqual(20, Find(store, "two"));
            Assert.IsTrue(store.Remove(20));
            store.AddPsk(20, Text("two"), s_key);
            Assert.AreEqual(20, Find(store, "two"));
        }

        [TestMethod]
        public static void IdentityIsFoundByAllOfItsBytes()
        {
            CredentialStore store = Three();

            Assert.AreEqual(10, Find(store, "one"));
            Assert.AreEqual(30, Find(store, "three"));
            Assert.AreEqual(-1, Find(store, "thre"));
            Assert.AreEqual(-1, Find(store, "threee"));
            Assert.AreEqual(-1, Find(store, "Three"));
            Assert.AreEqual(-1, Find(store, string.Empty));
            Assert.AreEqual(20, store.FindIdentity(Text("xxtwoxx"), 2, 3));
        }

        [TestMethod]
        public static void IdentityMayHoldZeros()
        {
            CredentialStore store = new CredentialStore();

            store.AddPsk(1, Hex.Parse("00"), s_key);
            store.AddPsk(2, Hex.Parse("0000"), s_key);
            store.AddPsk(3, Hex.Parse("610062"), s_key);
            store.AddPsk(4, Hex.Parse("610063"), s_key);
            store.AddPsk(5, Hex.Parse("61"), s_key);
            Assert.AreEqual(1, store.FindIdentity(Hex.Parse("00"), 0, 1));
            Assert.AreEqual(2, store.FindIdentity(Hex.Parse("0000"), 0, 2));
            Assert.AreEqual(3, store.FindIdentity(Hex.Parse("610062"), 0, 3));
            Assert.AreEqual(4, store.FindIdentity(Hex.Parse("610063"), 0, 3));
            Assert.AreEqual(5, store.FindIdentity(Hex.Parse("610062"), 0, 1));
            Assert.AreEqual(-1, store.FindIdentity(Hex.Parse("610062"), 0, 2));
            Assert.AreEqual("610062", Hex.Format(store.GetIdentity(3)));
        }

        [TestMethod]
        public static void ClientTakesItsTagOrTheHintOrTheFirst()
        {
            CredentialStore store = Three();
            byte[] hint = Text("..garden..");

            Assert.AreEqual(30, store.Select(30, hint, 2, 6));
            Assert.AreEqual(-1, store.Select(31, hint, 2, 6));
            Assert.AreEqual(20, store.Select(TlsSessionOptions.AnyCredential, hint, 2, 6));
            Assert.AreEqual(10, store.Select(TlsSessionOptions.AnyCredential, hint, 2, 5));
            Assert.AreEqual(10, store.Select(TlsSessionOptions.AnyCredential, hint, 0, 0));
            Assert.AreEqual(-1, new CredentialStore().Select(TlsSessionOptions.AnyCredential, hint, 2, 6));
        }

        [TestMethod]
        public static void StoreKeepsCopiesAndGivesCopies()
        {
            CredentialStore store = new CredentialStore();
            byte[] identity = Text("id");
            byte[] key = { 1, 2, 3 };
            byte[] hint = Text("hint");
            byte[] read = new byte[CredentialStore.MaxKeyLength];

            store.AddPsk(1, identity, key, hint);
            store.AddPsk(2, Text("other"), s_key);
            Array.Clear(identity, 0, identity.Length);
            Array.Clear(key, 0, key.Length);
            Array.Clear(hint, 0, hint.Length);
            Assert.AreEqual(3, FakeEngine.ReadKey(store, 1, read));
            Assert.AreEqual("010203", Hex.Format(read, 0, 3));
            Assert.AreEqual(1, Find(store, "id"));
            Assert.AreEqual(1, store.Select(TlsSessionOptions.AnyCredential, Text("hint"), 0, 4));

            store.GetIdentity(1)[0] = 0;
            Assert.AreEqual(1, Find(store, "id"));
        }

        [TestMethod]
        public static void LaterHandshakesFindNothingOfWhatWasRemoved()
        {
            CredentialStore store = Three();
            byte[] read = { 9, 9, 9, 9 };

            Assert.IsTrue(store.Remove(20));
            Assert.IsFalse(store.Remove(20));
            Assert.AreEqual(-1, Find(store, "two"));
            Assert.AreEqual(-1, store.Select(20, s_key, 0, 0));
            Assert.AreEqual(10, store.Select(TlsSessionOptions.AnyCredential, Text("garden"), 0, 6));
            Assert.IsNull(store.GetIdentity(20));
            Assert.AreEqual(0, FakeEngine.ReadKey(store, 20, read));
            Assert.AreEqual("09090909", Hex.Format(read));
        }

        [TestMethod]
        [DataRow(10, 20, 30)]
        [DataRow(20, 10, 30)]
        [DataRow(30, 10, 20)]
        public static void OthersKeepTheirTags(int removed, int first, int second)
        {
            CredentialStore store = Three();
            byte[] read = new byte[CredentialStore.MaxKeyLength];

            store.Remove(removed);
            Assert.AreEqual(2, store.Count);
            Assert.AreEqual(first, store.Select(TlsSessionOptions.AnyCredential, read, 0, 0));
            Assert.AreEqual(first / 10, FakeEngine.ReadKey(store, first, read));
            Assert.AreEqual(first, (int)read[0]);
            Assert.AreEqual(second / 10, FakeEngine.ReadKey(store, second, read));
            Assert.AreEqual(second, (int)read[0]);
            Assert.AreEqual(second, store.FindIdentity(store.GetIdentity(second), 0, store.GetIdentity(second).Length));
            Assert.AreEqual(second / 10, store.LongestKey);
        }

        [TestMethod]
        public static void DisposingRemovesAll()
        {
            CredentialStore store = Three();

            store.Dispose();
            Assert.AreEqual(0, store.Count);
            Assert.AreEqual(0, store.LongestKey);
            Assert.AreEqual(0, store.LongestIdentity);
            Assert.AreEqual(-1, Find(store, "one"));
            Assert.AreEqual(0, FakeEngine.ReadKey(store, 10, new byte[CredentialStore.MaxKeyLength]));
            store.Dispose();
        }

        // Tags 10, 20 and 30; key 1, 2 and 3 bytes long, each byte the tag; the second has a hint.
        private static CredentialStore Three()
        {
            CredentialStore store = new CredentialStore();

            store.AddPsk(10, Text("one"), new byte[] { 10 });
            store.AddPsk(20, Text("two"), new byte[] { 20, 20 }, Text("garden"));
            store.AddPsk(30, Text("three"), new byte[] { 30, 30, 30 });
            return store;
        }

        private static byte[] Text(string text)
        {
            return Hex.FromText(text);
        }

        private static int Find(CredentialStore store, string identity)
        {
            return store.FindIdentity(Text(identity), 0, identity.Length);
        }
    }
}
