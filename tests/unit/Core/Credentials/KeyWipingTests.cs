//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

#if !NANOFRAMEWORK_1_0 // Nobody gets at a stored key but by reflection, which device code does without.

using System.Collections;
using System.Reflection;
using nanoFramework.TestFramework;

namespace NanoTlsMan.Tests
{
    [TestClass]
    public class KeyWipingTests
    {
        [TestMethod]
        public static void RemovedKeyIsWiped()
        {
            CredentialStore store = Two();
            byte[] first = GetStoredKey(store, 0);
            byte[] second = GetStoredKey(store, 1);

            Assert.AreEqual("1111", Hex.Format(first));
            store.Remove(1);
            Assert.AreEqual("0000", Hex.Format(first));
            Assert.AreEqual("222222", Hex.Format(second));
        }

        [TestMethod]
        public static void DisposingWipesAllKeys()
        {
            CredentialStore store = Two();
            byte[] first = GetStoredKey(store, 0);
            byte[] second = GetStoredKey(store, 1);

            store.Dispose();
            Assert.AreEqual("0000", Hex.Format(first));
            Assert.AreEqual("000000", Hex.Format(second));
        }

        private static CredentialStore Two()
        {
            CredentialStore store = new CredentialStore();

            store.AddPsk(1, Hex.FromText("one"), Hex.Parse("1111"));
            store.AddPsk(2, Hex.FromText("two"), Hex.Parse("222222"));
            return store;
        }

        private static byte[] GetStoredKey(CredentialStore store, int index)
        {
            BindingFlags all = BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.Instance;
            object entry = ((ArrayList)typeof(CredentialStore).GetField("_entries", all).GetValue(store))[index];

            return (byte[])entry.GetType().GetField("Key", all).GetValue(entry);
        }
    }
}

#endif
