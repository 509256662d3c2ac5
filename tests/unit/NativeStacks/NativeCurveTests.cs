//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using nanoFramework.TestFramework;
using NanoTlsMan.Native;
using NanoTlsMan.NativeStacks;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// What the contract of curves leaves open: ranges, what native code is asked for at the wrong time, and that
    /// operations leave nothing behind.
    /// </summary>
    [TestClass]
    public class NativeCurveTests
    {
        private const int P256 = 256;
        private const int X25519 = 257;
        private const int PublicKey = 256;
        private const int IsSigned = 263;

        [TestMethod]
        [DataRow(-1, 32)]
        [DataRow(9, 32)]
        [DataRow(0, -1)]
        [DataRow(0, 41)]
        [DataRow(41, 0)]
        [DataRow(int.MaxValue, int.MaxValue)]
        [DataRow(int.MinValue, int.MaxValue)]
        public static void ARangeThatDoesNotLieInItsArrayIsRefused(int offset, int count)
        {
            byte[] array = new byte[40];
            byte[] good = new byte[80];

            foreach (NativeCurves curves in Natives.AllCurves())
            {
                Refuses(() => curves.Agree(NamedCurve.X25519, good, 0, array, offset, count));
                Refuses(() => curves.Verify(array, offset, count, good, 0, good, 0, 64, SignatureForm.Fixed));
                Refuses(() => curves.Verify(good, 0, 65, good, 0, array, offset, count, SignatureForm.Der));

                // Keys and digests have their lengths.
                if (offset != 0 && offset != 41)
                {
                    Refuses(() => curves.Agree(NamedCurve.P256, array, offset, good, 0, 65));
                    Refuses(() => curves.Sign(array, offset, good, 0, null, SignatureForm.Der));
                    Refuses(() => curves.Sign(good, 0, array, offset, null, SignatureForm.Der));
                    Refuses(() => curves.Verify(good, 0, 65, array, offset, good, 0, 64, SignatureForm.Fixed));
                }
            }
        }

        [TestMethod]
        public static void AMissingArrayOrSourceIsRefused()
        {
            byte[] good = new byte[80];

            foreach (NativeCurves curves in Natives.AllCurves())
            {
                Misses(() => curves.GenerateKey(NamedCurve.P256, null));
                Misses(() => curves.Agree(NamedCurve.P256, null, 0, good, 0, 65));
                Misses(() => curves.Agree(NamedCurve.P256, good, 0, null, 0, 65));
                Misses(() => curves.Sign(null, 0, good, 0, null, SignatureForm.Der));
                Misses(() => curves.Sign(good, 0, null, 0, null, SignatureForm.Der));
                Misses(() => curves.Verify(null, 0, 65, good, 0, good, 0, 64, SignatureForm.Fixed));
                Misses(() => curves.Verify(good, 0, 65, null, 0, good, 0, 64, SignatureForm.Fixed));
                Misses(() => curves.Verify(good, 0, 65, good, 0, null, 0, 64, SignatureForm.Fixed));
                Misses(() => new NativeSignatures(curves, null));
            }

            Misses(() => new NativeSignatures(null, null));
        }

        [TestMethod]
        public static void AKeyOfACurveIsNoCipherAndGivesNothingThatItHasNot()
        {
            byte[] bytes = new byte[80];

            bytes[5] = 1;
            foreach (NativeCurves curves in Natives.AllCurves())
            {
                int provider = IndexOf(curves.Name);
                int handle = NativeCalls.AeadOpen(provider, P256, bytes, 0, 32);

                Assert.IsTrue(handle > 0, curves.Name);
                Assert.IsTrue(NativeCalls.AeadSeal(handle, bytes, 0, bytes, 0, 0, bytes, 0, 16, 8) < 0, curves.Name);
                Assert.IsTrue(NativeCalls.HashUpdate(handle, bytes, 0, 1) < 0, curves.Name);
                Assert.IsTrue(NativeCalls.SetOption(handle, 1, 1) < 0, curves.Name);
                Assert.IsTrue(NativeCalls.Free(handle) < 0, curves.Name);

                // Nothing is there to agree with, to sign, or to verify; and there is no room.
                for (int id = PublicKey + 1; id < IsSigned + 2; id++)
                {
                    Assert.IsTrue(NativeCalls.GetBytes(handle, id, bytes, 0, 80) < 0, curves.Name);
                    Assert.IsTrue(NativeCalls.GetNumber(handle, id, 0) < 0, curves.Name);
                }

                Assert.IsTrue(NativeCalls.GetBytes(handle, PublicKey, bytes, 0, 64) < 0, curves.Name);
                Assert.AreEqual(65, NativeCalls.GetBytes(handle, PublicKey, bytes, 0, 65), curves.Name);

                for (int count = 0; count <= 80; count++)
                {
                    for (int id = PublicKey; id < IsSigned + 2; id++)
                    {
                        bool isRight = (id == 257 && count == 65) || (id == 259 && count == 32)
                            || (id == 260 && count == 32) || (id == 261 && count == 64);

                        Assert.AreEqual(isRight, NativeCalls.SetBytes(handle, id, bytes, 0, count) == 0, curves.Name);
                    }
                }

                Assert.AreEqual(0, NativeCalls.FreeCipher(handle), curves.Name);
                Assert.IsTrue(NativeCalls.FreeCipher(handle) < 0, curves.Name);
                Assert.IsTrue(NativeCalls.GetBytes(handle, PublicKey, bytes, 0, 65) < 0, curves.Name);
                Assert.IsTrue(NativeCalls.SetBytes(handle, 257, bytes, 0, 65) < 0, curves.Name);

                Assert.IsTrue(NativeCalls.AeadOpen(provider, P256, bytes, 0, 31) < 0, curves.Name);
                Assert.IsTrue(NativeCalls.AeadOpen(provider, X25519, bytes, 0, 65) < 0, curves.Name);
                Assert.IsTrue(NativeCalls.AeadOpen(provider, X25519 + 1, bytes, 0, 32) < 0, curves.Name);
            }
        }

        [TestMethod]
        public static void OperationsLeaveNothingBehind()
        {
            byte[] key = new byte[32];

            key[31] = 1;
            foreach (NativeCurves curves in Natives.AllCurves())
            {
                // More than there are handles, on a board as on a PC; none is kept by what was begun or disposed.
                for (int i = 0; i < 40; i++)
                {
                    curves.Agree(NamedCurve.X25519, key, 0, key, 0, 32);
                    curves.Sign(key, 0, key, 0, null, SignatureForm.Der).Dispose();
                }

                int first = NativeCalls.AeadOpen(IndexOf(curves.Name), X25519, key, 0, 32);

                NativeCalls.FreeCipher(first);
                Assert.IsTrue(Run.Succeeds(curves.Sign(key, 0, key, 0, null, SignatureForm.Der)), curves.Name);

                int second = NativeCalls.AeadOpen(IndexOf(curves.Name), X25519, key, 0, 32);

                NativeCalls.FreeCipher(second);

                // The place in the table is the same: nothing has taken it for good.
                Assert.AreEqual(first & 0x3FFF, second & 0x3FFF, curves.Name);
            }
        }

        private static int IndexOf(string name)
        {
            for (int i = 0; i < NativeCiphers.Count; i++)
            {
                if (NativeCiphers.Get(i).Name == name)
                {
                    return i;
                }
            }

            return -1;
        }

        private static void Refuses(Action call)
        {
            Assert.ThrowsException(typeof(ArgumentOutOfRangeException), call);
        }

        private static void Misses(Action call)
        {
            Assert.ThrowsException(typeof(ArgumentNullException), call);
        }
    }
}
