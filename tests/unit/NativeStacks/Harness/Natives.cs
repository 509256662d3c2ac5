//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;
using NanoTlsMan.Ciphers;
using NanoTlsMan.Managed;
using NanoTlsMan.NativeStacks;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// The native layer of this firmware, or, on a PC, of libtlsman. A test that needs it is skipped where it is
    /// absent.
    /// </summary>
    internal static class Natives
    {
        public static void Require()
        {
            if (!NativeProbe.IsPresent)
            {
                Assert.SkipTest("There is no native layer.");
            }
        }

        /// <summary>The stacks that can do this kind of transport, at least one of them.</summary>
        public static NativeStack[] StacksFor(TlsTransportKind kind)
        {
            Require();

            int count = 0;

            for (int i = 0; i < NativeStack.Count; i++)
            {
                count += Serves(NativeStack.Get(i), kind) ? 1 : 0;
            }

            if (count == 0)
            {
                Assert.SkipTest("No native stack has this transport.");
            }

            NativeStack[] stacks = new NativeStack[count];

            for (int i = NativeStack.Count - 1; i >= 0; i--)
            {
                NativeStack stack = NativeStack.Get(i);

                if (Serves(stack, kind))
                {
                    stacks[--count] = stack;
                }
            }

            return stacks;
        }

        /// <summary>All providers, at least one.</summary>
        public static NativeCiphers[] AllCiphers()
        {
            Require();

            NativeCiphers[] ciphers = new NativeCiphers[NativeCiphers.Count];

            if (ciphers.Length == 0)
            {
                Assert.SkipTest("There are no native ciphers.");
            }

            for (int i = 0; i < ciphers.Length; i++)
            {
                ciphers[i] = NativeCiphers.Get(i);
            }

            return ciphers;
        }

        /// <summary>All curves, at least one library's.</summary>
        public static NativeCurves[] AllCurves()
        {
            NativeCiphers[] ciphers = AllCiphers();
            int count = 0;

            foreach (NativeCiphers provider in ciphers)
            {
                count += NativeCurves.Find(provider.Name) == null ? 0 : 1;
            }

            if (count == 0)
            {
                Assert.SkipTest("There are no native curves.");
            }

            NativeCurves[] curves = new NativeCurves[count];

            foreach (NativeCiphers provider in ciphers)
            {
                NativeCurves found = NativeCurves.Find(provider.Name);

                if (found != null)
                {
                    curves[--count] = found;
                }
            }

            return curves;
        }

        public static ManagedStack CreateManaged(int seed)
        {
            return new ManagedStack(new ManagedCiphers(), new SeededRandom(seed));
        }

        private static bool Serves(NativeStack stack, TlsTransportKind kind)
        {
            return (stack.Capabilities.Versions & (kind == TlsTransportKind.Datagram
                ? TlsVersions.Dtls12
                : TlsVersions.Tls12)) != 0;
        }
    }
}
