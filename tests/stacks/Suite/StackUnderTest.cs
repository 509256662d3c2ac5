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
            private readonly TlsCapabilities _pretended;

            public Applicable(TlsStack stack)
            {
                TlsCapabilities can = stack.Capabilities;

                _stack = stack;
                _pretended = new TlsCapabilities
                {
                    Versions = can.Versions,
                    CipherSuites = can.CipherSuites,
                    KeyKinds = can.KeyKinds,
                    MaxKeyLength = can.MaxKeyLength,
                    MaxIdentityLength = can.MaxIdentityLength,
                    MaxPayload = can.MaxPayload,
                    LeastMtu = can.LeastMtu,
                    SupportsMaxFragmentLength = can.SupportsMaxFragmentLength,
                    SupportsCookieGate = can.SupportsCookieGate,
                    SupportsFragmentedHello = can.SupportsFragmentedHello,
                    SupportsKeyLog = can.SupportsKeyLog,
                    RefusesLegacyPeers = can.RefusesLegacyPeers,
                    SupportsIdentityHint = can.SupportsIdentityHint,
                    SupportsConnectionId = true,
                    SupportsPathCheck = can.SupportsPathCheck,
                    SupportsExport = true,
                    SupportsRecordSizeLimit = true,
                    SupportsResumption = can.SupportsResumption,
                    SupportsSaveRestore = can.SupportsSaveRestore,
                };
            }

            public override string Name
            {
                get { return _stack.Name; }
            }

            public override string Version
            {
                get { return _stack.Version; }
            }

            /// <summary>What a manager would refuse a session for is found out when its engine is made.</summary>
            public override TlsCapabilities Capabilities
            {
                get { return _pretended; }
            }

            public override TlsEngine CreateEngine(
                TlsRole role, TlsTransportKind kind, TlsSessionOptions options, CredentialStore credentials,
                DropCounters drops)
            {
                TlsRefusals refusals =
                    _stack.Capabilities.Match(kind, options, credentials ?? new CredentialStore());

                if (refusals != TlsRefusals.None)
                {
                    throw new SkipTestException(Name + " lacks " + refusals.ToString());
                }

                TlsResumptions lacking = GetWanted(role, options) & ~_stack.Capabilities.SupportsResumption;

                if (lacking != TlsResumptions.None)
                {
                    throw new SkipTestException(Name + " lacks resumption: " + lacking.ToString());
                }

                return _stack.CreateEngine(role, kind, options, credentials, drops);
            }

            private static TlsResumptions GetWanted(TlsRole role, TlsSessionOptions options)
            {
                if (role == TlsRole.Client)
                {
                    return options.Resumption == null ? TlsResumptions.None : TlsResumptions.Client;
                }

                return (options.TicketKeys == null ? TlsResumptions.None : TlsResumptions.ServerTickets)
                    | (options.SessionCache == null ? TlsResumptions.None : TlsResumptions.ServerSessionIds);
            }
        }
    }
}
