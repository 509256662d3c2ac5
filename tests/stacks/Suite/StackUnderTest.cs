//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Threading;
using nanoFramework.TestFramework;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// The stack that the harness makes its engines with: whichever the test at hand has chosen.
    /// </summary>
    internal static class StackUnderTest
    {
        private static readonly AsyncLocal<Func<RandomSource, TlsStack>> s_factory = new AsyncLocal<Func<RandomSource,
            TlsStack>>();

        public static void Choose(Func<RandomSource, TlsStack> factory)
        {
            s_factory.Value = factory;
        }

        public static TlsStack Create(RandomSource random)
        {
            return new Applicable(s_factory.Value(random));
        }

        /// <summary>
        /// A stack that skips the tests of what it does not have.
        /// </summary>
        private sealed class Applicable : TlsStack
        {
            private readonly TlsStack _stack;

            public Applicable(TlsStack stack)
            {
                _stack = stack;
            }

            public override string Name
            {
                get { return _stack.Name; }
            }

            public override string Version
            {
                get { return _stack.Version; }
            }

            public override TlsCapabilities Capabilities
            {
                get { return _stack.Capabilities; }
            }

            public override TlsEngine CreateEngine(
                TlsRole role, TlsTransportKind kind, TlsSessionOptions options, CredentialStore credentials,
                DropCounters drops)
            {
                TlsRefusals refusals = _stack.Capabilities.Match(kind, options, credentials);

                if (refusals != TlsRefusals.None)
                {
                    throw new SkipTestException(Name + " lacks " + refusals.ToString());
                }

                return _stack.CreateEngine(role, kind, options, credentials, drops);
            }
        }
    }
}
