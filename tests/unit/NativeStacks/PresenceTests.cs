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
    /// Whether there are native stacks is asked for; where there are none, nothing else than that is noticed.
    /// </summary>
    [TestClass]
    public class PresenceTests
    {
        [TestMethod]
        public static void AFirmwareWithoutThemIsReportedAsSuch()
        {
            if (NativeProbe.IsPresent)
            {
                Assert.SkipTest("There is a native layer.");
            }

            Assert.AreEqual(0, NativeProbe.Version);
            Assert.AreEqual(0, NativeStack.Count);
            Assert.AreEqual(0, NativeCiphers.Count);
            Assert.IsNull(NativeStack.Get(0));
            Assert.IsNull(NativeCiphers.Get(0));
            Assert.IsNull(NativeStack.Find("mbedtls"));
            Assert.IsNull(NativeCiphers.Find("mbedtls"));
            Assert.IsNull(NativeCurves.Find("mbedtls"));
            Assert.ThrowsException(typeof(NotSupportedException), () => NativeCalls.GetVersion());
        }

        [TestMethod]
        public static void AFirmwareWithThemSaysWhich()
        {
            Natives.Require();
            Assert.AreEqual(NativeProbe.Version, NativeCalls.GetVersion());

            for (int i = 0; i < NativeStack.Count; i++)
            {
                NativeStack stack = NativeStack.Get(i);

                Assert.IsTrue(stack.Name.Length > 0);
                Assert.IsTrue(stack.Version.Length > 0, stack.Name);
                Assert.AreEqual(stack.Name, NativeStack.Find(stack.Name).Name);
                OutputHelper.WriteLine("native stack: " + stack.Name + " " + stack.Version);
            }

            Assert.IsNull(NativeStack.Get(NativeStack.Count));
            Assert.IsNull(NativeStack.Get(-1));
            Assert.IsNull(NativeStack.Find("no such stack"));
            Assert.IsNull(NativeCiphers.Find("no such ciphers"));
            Assert.IsNull(NativeCurves.Find("no such ciphers"));
        }

        [TestMethod]
        public static void StacksThatAreNotThereAreRefused()
        {
            Natives.Require();
            Assert.IsTrue(NativeCalls.GetText(NativeStack.Count, 1, new byte[8], 0, 8) < 0);
            Assert.IsTrue(NativeCalls.GetCapability(-1, 1) < 0);
            Assert.IsTrue(NativeCalls.GetSuite(1000, 0) < 0);
            Assert.IsTrue(NativeCalls.Open(NativeStack.Count, 0, 0) < 0);
            Assert.IsTrue(NativeCalls.HashOpen(-1) < 0);
        }
    }
}
