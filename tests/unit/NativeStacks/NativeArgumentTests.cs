//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using nanoFramework.TestFramework;
using NanoTlsMan.Native;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// What managed code passes is checked before native code sees it, on a board as on a PC: no range reaches beyond
    /// its array.
    /// </summary>
    [TestClass]
    public class NativeArgumentTests
    {
        private const int Length = 16;

        [TestMethod]
        [DataRow(-1, 1)]
        [DataRow(0, -1)]
        [DataRow(0, 17)]
        [DataRow(17, 0)]
        [DataRow(8, 9)]
        [DataRow(16, 1)]
        [DataRow(int.MaxValue, 1)]
        [DataRow(1, int.MaxValue)]
        [DataRow(int.MaxValue, int.MaxValue)]
        [DataRow(int.MinValue, int.MinValue)]
        [DataRow(int.MinValue, int.MaxValue)]
        public static void ARangeThatDoesNotLieInItsArrayIsRefused(int offset, int count)
        {
            Natives.Require();

            byte[] array = new byte[Length];
            byte[] other = new byte[64];
            int[] results = new int[64];

            Refuses(() => NativeCalls.GetText(0, 1, array, offset, count));
            Refuses(() => NativeCalls.SetBytes(1, 3, array, offset, count));
            Refuses(() => NativeCalls.Read(1, array, offset, count));
            Refuses(() => NativeCalls.Send(1, 0, array, offset, count, other, 0, 64, results));
            Refuses(() => NativeCalls.Send(1, 0, other, 0, 64, array, offset, count, results));
            Refuses(() => NativeCalls.GetBytes(1, 1, array, offset, count));
            Refuses(() => NativeCalls.GetCipherText(0, 1, array, offset, count));
            Refuses(() => NativeCalls.HashUpdate(1, array, offset, count));
            Refuses(() => NativeCalls.Poll(1, 0, null, 0, 0, 0, array, offset, count, results));
            Refuses(() => NativeCalls.AeadSeal(1, other, 0, array, offset, count, other, 0, 8, 8));
            Refuses(() => NativeCalls.AeadUnseal(1, other, 0, other, 0, 8, array, offset, count, 0));
            Refuses(() => NativeCalls.ComputeHmac(0, array, offset, count, other, 0, 1, other, 0));
            Refuses(() => NativeCalls.ComputeHmac(0, other, 0, 1, array, offset, count, other, 0));
            Refuses(() => NativeCalls.ComputePrf(0, array, offset, count, other, other, 0, 1, other, 0, 1));
            Refuses(() => NativeCalls.ComputePrf(0, other, 0, 1, other, array, offset, count, other, 0, 1));
            Refuses(() => NativeCalls.ComputePrf(0, other, 0, 1, other, other, 0, 1, array, offset, count));
        }

        [TestMethod]
        [DataRow(5, 4, 6)]
        [DataRow(5, 7, 6)]
        [DataRow(0, 0, 17)]
        [DataRow(-1, 0, 4)]
        [DataRow(16, 17, 17)]
        [DataRow(int.MinValue, 0, int.MaxValue)]
        [DataRow(int.MinValue, int.MinValue, int.MinValue)]
        public static void AnInputThatDoesNotLieInItsArrayIsRefused(int start, int position, int end)
        {
            Natives.Require();

            byte[] array = new byte[Length];
            int[] results = new int[64];

            Refuses(() => NativeCalls.Poll(1, 0, array, start, position, end, array, 0, 16, results));
        }

        [TestMethod]
        [DataRow(1)]
        [DataRow(16)]
        [DataRow(-1)]
        [DataRow(int.MaxValue)]
        [DataRow(int.MinValue)]
        public static void AKeyABlockADigestMustBeWhole(int offset)
        {
            Natives.Require();

            byte[] array = new byte[Length];
            byte[] other = new byte[64];

            Refuses(() => NativeCalls.AeadOpen(0, 0, array, offset, Length));
            Refuses(() => NativeCalls.HashDigest(1, array, offset));
            Refuses(() => NativeCalls.ComputeHmac(0, other, 0, 1, other, 0, 1, array, offset));
        }

        [TestMethod]
        [DataRow(5)]
        [DataRow(-1)]
        [DataRow(int.MaxValue)]
        public static void ANonceMustBeWhole(int offset)
        {
            Natives.Require();

            byte[] array = new byte[Length];
            byte[] other = new byte[64];

            Refuses(() => NativeCalls.AeadSeal(1, array, offset, other, 0, 8, other, 0, 8, 8));
            Refuses(() => NativeCalls.AeadUnseal(1, array, offset, other, 0, 8, other, 0, 8, 8));
        }

        [TestMethod]
        [DataRow(0, 9)]
        [DataRow(8, 1)]
        [DataRow(0, -1)]
        [DataRow(0, int.MaxValue)]
        [DataRow(0, int.MinValue)]
        public static void TheTagMustFitBehindTheText(int offset, int tagCount)
        {
            Natives.Require();

            byte[] array = new byte[Length];
            byte[] other = new byte[64];

            Refuses(() => NativeCalls.AeadSeal(1, other, 0, other, 0, 8, array, offset, 8, tagCount));
            Refuses(() => NativeCalls.AeadUnseal(1, other, 0, other, 0, 8, array, offset, 8, tagCount));
        }

        [TestMethod]
        public static void ACredentialsKeyMustLieInItsArray()
        {
            Natives.Require();

            byte[] array = new byte[Length];

            Refuses(() => NativeCalls.AddCredential(1, 0, array, array, 17, null));
            Refuses(() => NativeCalls.AddCredential(1, 0, array, array, -1, null));
            Refuses(() => NativeCalls.AddCredential(1, 0, array, array, int.MinValue, array));
        }

        [TestMethod]
        public static void AMissingArrayIsRefused()
        {
            Natives.Require();

            byte[] array = new byte[64];
            int[] results = new int[64];

            Misses(() => NativeCalls.GetText(0, 1, null, 0, 0));
            Misses(() => NativeCalls.SetBytes(1, 3, null, 0, 0));
            Misses(() => NativeCalls.AddCredential(1, 0, null, array, 16, null));
            Misses(() => NativeCalls.AddCredential(1, 0, array, null, 0, null));
            Misses(() => NativeCalls.Poll(1, 0, null, 5, 5, 6, array, 0, 16, results));
            Misses(() => NativeCalls.Poll(1, 0, array, 0, 0, 16, null, 0, 0, results));
            Misses(() => NativeCalls.Poll(1, 0, array, 0, 0, 16, array, 0, 65, null));
            Misses(() => NativeCalls.Read(1, null, 0, 0));
            Misses(() => NativeCalls.Send(1, 0, null, 0, 0, array, 0, 65, results));
            Misses(() => NativeCalls.Send(1, 0, array, 0, 1, null, 0, 0, null));
            Misses(() => NativeCalls.Send(1, 0, array, 0, 1, array, 0, 1, null));
            Misses(() => NativeCalls.HashUpdate(1, null, 0, 0));
            Misses(() => NativeCalls.AeadSeal(1, null, 0, array, 0, 0, array, 0, 8, 8));
            Misses(() => NativeCalls.AeadSeal(1, array, 0, null, 0, 0, array, 0, 8, 8));
            Misses(() => NativeCalls.AeadSeal(1, array, 0, array, 0, 0, null, 0, 8, 8));
            Misses(() => NativeCalls.ComputePrf(0, array, 0, 1, null, array, 0, 1, array, 0, 1));
        }

        [TestMethod]
        public static void WhatIsEmptyOrJustFitsIsTaken()
        {
            Natives.Require();

            byte[] array = new byte[Length];
            int[] results = new int[64];

            Assert.AreEqual(0, NativeCalls.GetText(0, 1, array, Length, 0));
            Assert.AreEqual(0, NativeCalls.GetText(0, 1, new byte[0], 0, 0));
            Assert.IsTrue(NativeCalls.GetText(0, 1, array, Length - 1, 1) == 1);
            Assert.IsTrue(NativeCalls.Poll(1, 0, null, 5, 5, 5, array, 0, Length, results) < 0);
            Assert.IsTrue(NativeCalls.Poll(1, 0, array, Length, Length, Length, array, Length, 0, results) < 0);
            Assert.IsTrue(NativeCalls.Poll(1, 0, null, 0, 0, 0, array, 0, Length, new int[0]) < 0);
            Assert.IsTrue(NativeCalls.Send(1, 0, array, Length, 0, array, Length, 0, new int[0]) < 0);
            Assert.IsTrue(NativeCalls.AddCredential(1, 0, new byte[0], array, Length, null) < 0);
            Assert.IsTrue(NativeCalls.AeadSeal(1, array, 4, array, 0, Length, array, 0, 8, 8) < 0);
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
