//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;
using NanoTlsMan.Native;
using NanoTlsMan.NativeStacks;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// Handles: those that are stale or made up find nothing, and a thousand sessions leave nothing behind.
    /// </summary>
    [TestClass]
    public class NativeHandleTests
    {
        private const int BadHandle = -20;
        private const int Datagram = 0;

        [TestMethod]
        public static void AResetMakesEveryOlderHandleWorthless()
        {
            int session = NativeCalls.Open(FirstIndex(), 0, Datagram);
            int hash = NativeCiphers.Count > 0 ? NativeCalls.HashOpen(0) : 0;

            Assert.IsTrue(session > 0);
            Assert.AreEqual(0, NativeCalls.SetOption(session, 2, 1000));
            Assert.AreEqual(NativeProbe.Version, NativeCalls.Reset());
            CheckIsUnknown(session);

            int next = NativeCalls.Open(FirstIndex(), 0, Datagram);

            Assert.IsTrue(next > 0);
            Assert.AreNotEqual(session, next);
            CheckIsUnknown(session);

            if (hash > 0)
            {
                Assert.AreEqual(BadHandle, NativeCalls.HashUpdate(hash, new byte[1], 0, 1));
                Assert.AreEqual(BadHandle, NativeCalls.HashDigest(hash, new byte[32], 0));
                Assert.AreEqual(BadHandle, NativeCalls.FreeCipher(hash));
            }

            Assert.AreEqual(0, NativeCalls.Free(next));
            CheckIsUnknown(next);
        }

        [TestMethod]
        public static void EnginesOfBeforeAResetEndWithoutHarm()
        {
            StackPair pair = new StackPair(
                Natives.StacksFor(TlsTransportKind.Datagram)[0], Natives.CreateManaged(3), TlsTransportKind.Datagram);

            pair.Connect("before");
            NativeCalls.Reset();
            pair.Client.Send(new byte[4]);
            Assert.AreEqual(1, pair.Client.FailedCount);
            Assert.AreEqual((int)TlsErrorCause.NativeFailure, (int)pair.Client.Engine.Error.Cause);
            Assert.AreEqual(TlsManStatus.Closed, pair.Client.Send(new byte[4]));
            pair.Dispose();
        }

        [TestMethod]
        [DataRow(0)]
        [DataRow(-1)]
        [DataRow(1)]
        [DataRow(int.MaxValue)]
        [DataRow(int.MinValue)]
        public static void AHandleThatWasMadeUpFindsNothing(int handle)
        {
            Natives.Require();
            CheckIsUnknown(handle);
        }

        [TestMethod]
        public static void AHandleOfAnotherKindFindsNothing()
        {
            int session = NativeCalls.Open(FirstIndex(), 0, Datagram);

            Natives.AllCiphers();
            Assert.AreEqual(BadHandle, NativeCalls.HashUpdate(session, new byte[1], 0, 1));
            Assert.AreEqual(BadHandle, NativeCalls.FreeCipher(session));

            int hash = NativeCalls.HashOpen(0);

            CheckIsUnknown(hash);
            Assert.AreEqual(0, NativeCalls.FreeCipher(hash));
            Assert.AreEqual(0, NativeCalls.Free(session));
        }

        [TestMethod]
        [DataRow(0)]
        [DataRow(1)]
        public static void AThousandSessionsLeaveNothingBehind(int kind)
        {
            NativeStack[] stacks = Natives.StacksFor((TlsTransportKind)kind);

            NativeCalls.Reset();

            int first = FindPlace(stacks[0], kind);

            foreach (NativeStack stack in stacks)
            {
                for (int i = 0; i < 500; i++)
                {
                    StackPair pair = new StackPair(stack, stack, (TlsTransportKind)kind);

                    pair.Connect(stack.Name);
                    pair.Dispose();
                }

                // The lowest free place is given, so it is the same again where none was left occupied. Whoever runs
                // the tests watches the memory.
                Assert.AreEqual(first, FindPlace(stack, kind), stack.Name);
            }
        }

        private static int FirstIndex()
        {
            Natives.StacksFor(TlsTransportKind.Datagram);

            for (int i = 0; ; i++)
            {
                if ((NativeStack.Get(i).Capabilities.Versions & TlsVersions.Dtls12) != 0)
                {
                    return i;
                }
            }
        }

        private static int FindPlace(NativeStack stack, int kind)
        {
            int index = 0;

            while (NativeStack.Get(index).Name != stack.Name)
            {
                index++;
            }

            int handle = NativeCalls.Open(index, 0, kind);

            Assert.IsTrue(handle > 0);
            NativeCalls.Free(handle);
            return handle & 0x3FFF;
        }

        private static void CheckIsUnknown(int handle)
        {
            byte[] buffer = new byte[64];

            Assert.AreEqual(BadHandle, NativeCalls.SetOption(handle, 2, 1000));
            Assert.AreEqual(BadHandle, NativeCalls.SetBytes(handle, 3, buffer, 0, 1));
            Assert.AreEqual(BadHandle, NativeCalls.AddCredential(handle, 1, buffer, buffer, 16, null));
            Assert.AreEqual(BadHandle, NativeCalls.Start(handle, 0));
            Assert.AreEqual(BadHandle, NativeCalls.Poll(handle, 0, null, 0, 0, 0, buffer, 0, 64, new int[64]));
            Assert.AreEqual(BadHandle, NativeCalls.Read(handle, buffer, 0, 64));
            Assert.AreEqual(BadHandle, NativeCalls.Send(handle, 0, buffer, 0, 64, buffer, 0, 64, new int[64]));
            Assert.AreEqual(BadHandle, NativeCalls.EndStream(handle));
            Assert.AreEqual(BadHandle, NativeCalls.Close(handle, 0));
            Assert.AreEqual(BadHandle, NativeCalls.GetNumber(handle, 1, 0));
            Assert.AreEqual(BadHandle, NativeCalls.GetBytes(handle, 1, buffer, 0, 64));
            Assert.AreEqual(BadHandle, NativeCalls.Free(handle));
        }
    }
}
