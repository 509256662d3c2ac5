//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Collections.Generic;
using System.Reflection;
using System.Threading;
using System.Threading.Tasks;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace NanoTlsMan.Tests.Host
{
    /// <summary>
    /// xunit's own framework, but for what <see cref="NanoTestClassRunner"/> does about each class.
    /// </summary>
    public sealed class NanoTestFramework : XunitTestFramework
    {
        /// <summary>
        /// Takes the sink that xunit gives.
        /// </summary>
        public NanoTestFramework(IMessageSink messageSink)
            : base(messageSink)
        {
        }

        /// <inheritdoc/>
        protected override ITestFrameworkExecutor CreateExecutor(AssemblyName assemblyName)
            => new Executor(assemblyName, SourceInformationProvider, DiagnosticMessageSink);

        private sealed class Executor : XunitTestFrameworkExecutor
        {
            public Executor(AssemblyName assemblyName, ISourceInformationProvider source, IMessageSink diagnostics)
                : base(assemblyName, source, diagnostics)
            {
            }

            protected override async void RunTestCases(
                IEnumerable<IXunitTestCase> testCases,
                IMessageSink executionMessageSink,
                ITestFrameworkExecutionOptions executionOptions)
            {
                using AssemblyRunner runner = new AssemblyRunner(
                    TestAssembly, testCases, DiagnosticMessageSink, executionMessageSink, executionOptions);
                await runner.RunAsync();
            }
        }

        private sealed class AssemblyRunner : XunitTestAssemblyRunner
        {
            public AssemblyRunner(
                ITestAssembly testAssembly,
                IEnumerable<IXunitTestCase> testCases,
                IMessageSink diagnostics,
                IMessageSink execution,
                ITestFrameworkExecutionOptions options)
                : base(testAssembly, testCases, diagnostics, execution, options)
            {
            }

            protected override Task<RunSummary> RunTestCollectionAsync(
                IMessageBus messageBus,
                ITestCollection testCollection,
                IEnumerable<IXunitTestCase> testCases,
                CancellationTokenSource cancellationTokenSource)
                => new CollectionRunner(
                    testCollection,
                    testCases,
                    DiagnosticMessageSink,
                    messageBus,
                    TestCaseOrderer,
                    new ExceptionAggregator(Aggregator),
                    cancellationTokenSource).RunAsync();
        }

        private sealed class CollectionRunner : XunitTestCollectionRunner
        {
            public CollectionRunner(
                ITestCollection testCollection,
                IEnumerable<IXunitTestCase> testCases,
                IMessageSink diagnostics,
                IMessageBus messageBus,
                ITestCaseOrderer orderer,
                ExceptionAggregator aggregator,
                CancellationTokenSource cancellation)
                : base(testCollection, testCases, diagnostics, messageBus, orderer, aggregator, cancellation)
            {
            }

            protected override Task<RunSummary> RunTestClassAsync(
                ITestClass testClass, IReflectionTypeInfo @class, IEnumerable<IXunitTestCase> testCases)
                => new NanoTestClassRunner(
                    testClass,
                    @class,
                    testCases,
                    DiagnosticMessageSink,
                    MessageBus,
                    TestCaseOrderer,
                    new ExceptionAggregator(Aggregator),
                    CancellationTokenSource,
                    CollectionFixtureMappings).RunAsync();
        }
    }
}
