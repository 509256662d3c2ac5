//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Ciphers;
using NanoTlsMan.Managed;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// The stack that the harness makes its engines with: here the managed one. tests/stacks has another, and runs the
    /// same tests over every stack.
    /// </summary>
    internal static class StackUnderTest
    {
        public static TlsStack Create(RandomSource random)
        {
            return new ManagedStack(new ManagedCiphers(), random);
        }
    }
}
