//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using nanoFramework.TestFramework;
using NanoTlsMan.Ciphers;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// Where states of sessions are kept, and sealed.
    /// </summary>
    [TestClass]
    public class KeptStateTests
    {
        [TestMethod]
        public static void TicketOpensToWhatWasSealed()
        {
            TicketKeys keys = CreateKeys(1);

            for (int length = 1; length < 300; length += 33)
            {
                byte[] state = CreateState(length);
                byte[] ticket = KeptStates.Seal(keys, state, 0);

                Assert.AreEqual(length + 32, ticket.Length);
                Assert.AreEqual(Hex.Format(CreateState(length)), Hex.Format(state), "the state was changed");

                byte[] copy = Forge.Copy(ticket);

                Assert.AreEqual(Hex.Format(state), Hex.Format(KeptStates.Open(keys, ticket, 0)));
                Assert.AreEqual(Hex.Format(copy), Hex.Format(ticket), "the ticket was changed");
                Assert.AreEqual(Hex.Format(state), Hex.Format(KeptStates.Open(keys, ticket, 0)), "only once");
            }
        }

        /// <summary>No two tickets are alike, and none shows what it holds.</summary>
        [TestMethod]
        public static void EachTicketIsAnother()
        {
            TicketKeys keys = CreateKeys(1);
            byte[] state = new byte[64];
            string first = Hex.Format(KeptStates.Seal(keys, state, 0)).Substring(32);
            string second = Hex.Format(KeptStates.Seal(keys, state, 0)).Substring(32);

            Assert.AreNotEqual(first, second);
            Assert.IsTrue(first.IndexOf("0000000000000000") < 0);
        }

        [TestMethod]
        public static void TicketThatWasChangedAnywhereDoesNotOpen()
        {
            TicketKeys keys = CreateKeys(1);
            byte[] ticket = KeptStates.Seal(keys, CreateState(40), 0);

            for (int i = 0; i < ticket.Length; i++)
            {
                Assert.IsNull(KeptStates.Open(keys, Forge.Flip(ticket, i, 1 << (i & 7)), 0), i.ToString());
            }

            for (int length = 0; length < ticket.Length; length++)
            {
                Assert.IsNull(KeptStates.Open(keys, Forge.Slice(ticket, 0, length), 0), length.ToString());
            }

            Assert.IsNull(KeptStates.Open(keys, Forge.Join(ticket, new byte[1]), 0));
            Assert.IsNull(KeptStates.Open(keys, new byte[1024], 0));
            Assert.IsNull(KeptStates.Open(keys, new byte[5000], 0));
            Assert.IsNotNull(KeptStates.Open(keys, ticket, 0));
        }

        [TestMethod]
        public static void TicketOfOtherKeysDoesNotOpen()
        {
            TicketKeys keys = CreateKeys(1);
            byte[] ticket = KeptStates.Seal(keys, CreateState(40), 0);

            Assert.IsNull(KeptStates.Open(CreateKeys(2), ticket, 0));
            keys.Clear();
            Assert.IsNull(KeptStates.Open(keys, ticket, 0));
            Assert.IsNotNull(KeptStates.Seal(keys, CreateState(40), 0));
        }

        /// <summary>A key that is no longer made is no reason to take tickets for ever.</summary>
        [TestMethod]
        public static void KeysEndWithAFailingRandomSource()
        {
            TestRandom random = new TestRandom(3);
            TicketKeys keys = new TicketKeys(new ManagedCiphers(), random, 1000);
            byte[] ticket = KeptStates.Seal(keys, CreateState(40), 0);

            random.IsBroken = true;
            Assert.IsNotNull(KeptStates.Open(keys, ticket, 999));
            Assert.IsNull(KeptStates.Open(keys, ticket, 1000));
            Assert.IsNull(KeptStates.Seal(keys, CreateState(40), 1000));
            random.IsBroken = false;
            Assert.IsNull(KeptStates.Open(keys, ticket, 1000));
            Assert.IsNotNull(KeptStates.Seal(keys, CreateState(40), 1000));
        }

        /// <summary>The clock wraps around, and the server may have slept for weeks.</summary>
        [TestMethod]
        [DataRow(int.MaxValue - 500, 1500, true)]
        [DataRow(int.MaxValue - 500, 2500, false)]
        [DataRow(0, 2000000000, false)]
        [DataRow(-1, int.MaxValue, false)]
        public static void TicketGrowsOldAcrossTheWrap(int issued, int age, bool isGood)
        {
            TicketKeys keys = new TicketKeys(new ManagedCiphers(), new TestRandom(3), 1000);
            byte[] ticket = KeptStates.Seal(keys, CreateState(40), issued);

            if (isGood)
            {
                // The key is renewed in time, and its predecessor good for as long again.
                Assert.IsNotNull(KeptStates.Seal(keys, CreateState(40), unchecked(issued + 1000)));
            }

            Assert.AreEqual(isGood, KeptStates.Open(keys, ticket, unchecked(issued + age)) != null);
        }

        [TestMethod]
        public static void TicketKeysCheckWhatTheyAreGiven()
        {
            TestRandom random = new TestRandom(3);

            Assert.ThrowsException(typeof(ArgumentNullException), () => new TicketKeys(null, random));
            Assert.ThrowsException(typeof(ArgumentNullException), () => new TicketKeys(new ManagedCiphers(), null));
            Assert.ThrowsException(
                typeof(ArgumentOutOfRangeException), () => new TicketKeys(new ManagedCiphers(), random, 999));
            Assert.ThrowsException(
                typeof(ArgumentOutOfRangeException),
                () => new TicketKeys(new ManagedCiphers(), random, (Time32.LongestWait / 2) + 1));
            Assert.AreEqual(TicketKeys.DefaultLifetime, new TicketKeys(new ManagedCiphers(), random).Lifetime);
        }

        [TestMethod]
        public static void CacheFindsWhatItKeepsAndGivesCopies()
        {
            SessionCache cache = new SessionCache(3);
            byte[] id = CreateState(16);

            KeptStates.Add(cache, id, CreateState(50), 0);

            byte[] found = KeptStates.Find(cache, id, 0);

            Assert.AreEqual(Hex.Format(CreateState(50)), Hex.Format(found));
            Array.Clear(found, 0, found.Length);
            Assert.AreEqual(Hex.Format(CreateState(50)), Hex.Format(KeptStates.Find(cache, id, 0)));
            Assert.IsNull(KeptStates.Find(cache, Forge.Flip(id, 15, 1), 0));
            Assert.IsNull(KeptStates.Find(cache, Forge.Slice(id, 0, 15), 0));
            Assert.IsNull(KeptStates.Find(cache, new byte[0], 0));
        }

        /// <summary>What goes is wiped, for whatever reason it goes.</summary>
        [TestMethod]
        public static void CacheWipesWhatGoes()
        {
            SessionCache cache = new SessionCache(2, 1000);
            byte[][] states = new byte[][] { CreateState(50), CreateState(50), CreateState(50), CreateState(50) };

            for (int i = 0; i < 3; i++)
            {
                KeptStates.Add(cache, new byte[] { (byte)i }, states[i], i);
            }

            Assert.AreEqual(2, cache.Count);
            ExpectWiped(states[0], true);
            ExpectWiped(states[1], false);
            KeptStates.Forget(cache, new byte[] { 1 });
            KeptStates.Forget(cache, new byte[] { 1 });
            ExpectWiped(states[1], true);
            Assert.IsNull(KeptStates.Find(cache, new byte[] { 2 }, 1002));
            ExpectWiped(states[2], true);
            Assert.AreEqual(0, cache.Count);
            KeptStates.Add(cache, new byte[] { 3 }, states[3], 1002);
            cache.Dispose();
            ExpectWiped(states[3], true);
            Assert.AreEqual(0, cache.Count);
        }

        [TestMethod]
        public static void CacheChecksWhatItIsGiven()
        {
            Assert.ThrowsException(typeof(ArgumentOutOfRangeException), () => new SessionCache(0));
            Assert.ThrowsException(typeof(ArgumentOutOfRangeException), () => new SessionCache(1, 0));
            Assert.ThrowsException(
                typeof(ArgumentOutOfRangeException), () => new SessionCache(1, Time32.LongestWait + 1));
        }

        [TestMethod]
        public static void ResumableSessionWipesWhatGoes()
        {
            ResumableSession session = new ResumableSession();
            byte[] first = CreateState(50);
            byte[] second = CreateState(60);

            Assert.IsTrue(session.IsEmpty);
            Assert.IsNull(KeptStates.Copy(session));
            KeptStates.Keep(session, first);
            Assert.IsFalse(session.IsEmpty);
            Assert.AreEqual(50, KeptStates.Copy(session).Length);
            KeptStates.Keep(session, second);
            ExpectWiped(first, true);
            Assert.AreEqual(60, KeptStates.Copy(session).Length);
            session.Clear();
            ExpectWiped(second, true);
            Assert.IsTrue(session.IsEmpty);
            session.Dispose();
        }

        /// <summary>Somebody else's state, an older version's, or one that was damaged on its way through a store: it
        /// is not offered, and nothing comes of it.</summary>
        [TestMethod]
        public static void StateThatIsNoneIsNotOffered()
        {
            Reunion reunion = new Reunion((int)TlsTransportKind.Datagram, 1);

            reunion.Meet();

            byte[] state = KeptStates.Copy(reunion.Session);

            for (int length = 0; length < state.Length; length += length < 80 ? 1 : 29)
            {
                Offer(reunion, Forge.Slice(state, 0, length));
            }

            Offer(reunion, Forge.Join(state, new byte[1]));
            Offer(reunion, new byte[state.Length]);

            // Mark, version, transport, length, suite, tag and identity.
            for (int i = 0; i < 12 + Psk.Identity.Length; i++)
            {
                Offer(reunion, Forge.Flip(state, i, 0x80));
            }

            KeptStates.Keep(reunion.Session, state);
            Assert.IsTrue(reunion.Meet().Client.Engine.IsResumed);
        }

        private static void Offer(Reunion reunion, byte[] state)
        {
            KeptStates.Keep(reunion.Session, state);

            EnginePair pair = reunion.Meet();

            Assert.IsFalse(pair.Client.Engine.IsResumed);
            Assert.IsFalse(pair.Server.Engine.IsResumed);
        }

        private static TicketKeys CreateKeys(int seed)
        {
            return new TicketKeys(new ManagedCiphers(), new TestRandom(seed));
        }

        private static byte[] CreateState(int length)
        {
            byte[] state = new byte[length];

            for (int i = 0; i < length; i++)
            {
                state[i] = (byte)((i * 7) + 1);
            }

            return state;
        }

        private static void ExpectWiped(byte[] state, bool isWiped)
        {
            int sum = 0;

            for (int i = 0; i < state.Length; i++)
            {
                sum += state[i];
            }

            Assert.AreEqual(isWiped, sum == 0, isWiped ? "it was not wiped" : "it was wiped");
        }
    }
}
