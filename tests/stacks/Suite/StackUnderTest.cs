//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Threading;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// The stack that the harness makes its engines with: whichever the test at hand has chosen.
    /// </summary>
    internal static class StackUnderTest
    {
        private static readonly AsyncLocal<Func<RandomSource, TlsStack>> s_factory = new AsyncLocal<Func<RandomSource, TlsStack>>();

        public static void Choose(Func<RandomSource, TlsStack> factory)
        {
            s_factory.Value = factory;
        }

        public static TlsStack Create(RandomSource random)
        {
            return s_factory.Value(random);
        }
    }
}
