//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.ComponentModel;
using System.Threading;
using System.Threading.Tasks;
using nanoFramework.TestFramework;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace NanoTlsMan.Tests.Host
{
    /// <summary>
    /// A test case that counts as skipped where it throws <see cref="SkipTestException"/>.
    /// </summary>
    public sealed class NanoTestCase : XunitTestCase
    {
        /// <summary>
        /// For xunit, which deserializes into it.
        /// </summary>
        [EditorBrowsable(EditorBrowsableState.Never)]
        [Obsolete("Called by the de-serializer")]
        public NanoTestCase()
        {
        }

        /// <summary>
        /// Makes a case of a method and its arguments.
        /// </summary>
        public NanoTestCase(
            IMessageSink diagnosticMessageSink,
            TestMethodDisplay defaultMethodDisplay,
            TestMethodDisplayOptions defaultMethodDisplayOptions,
            ITestMethod testMethod,
            object[] testMethodArguments = null)
            : base(
                diagnosticMessageSink, defaultMethodDisplay, defaultMethodDisplayOptions, testMethod,
                testMethodArguments)
        {
        }

        /// <inheritdoc/>
        public override async Task<RunSummary> RunAsync(
            IMessageSink diagnosticMessageSink,
            IMessageBus messageBus,
            object[] constructorArguments,
            ExceptionAggregator aggregator,
            CancellationTokenSource cancellationTokenSource)
        {
            SkippingBus bus = new SkippingBus(messageBus);
            RunSummary summary = await base.RunAsync(
                diagnosticMessageSink, bus, constructorArguments, aggregator, cancellationTokenSource);
            summary.Failed -= bus.Skipped;
            summary.Skipped += bus.Skipped;
            return summary;
        }

        private sealed class SkippingBus : IMessageBus
        {
            private readonly IMessageBus _inner;

            public SkippingBus(IMessageBus inner)
            {
                _inner = inner;
            }

            public int Skipped { get; private set; }

            public bool QueueMessage(IMessageSinkMessage message)
            {
                if (message is ITestFailed failed && failed.ExceptionTypes[0] == typeof(SkipTestException).FullName)
                {
                    Skipped++;
                    return _inner.QueueMessage(new TestSkipped(failed.Test, failed.Messages[0]));
                }

                return _inner.QueueMessage(message);
            }

            public void Dispose()
            {
                // The inner bus belongs to the runner.
            }
        }
    }
}
