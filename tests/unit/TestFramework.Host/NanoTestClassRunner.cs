//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Threading;
using System.Threading.Tasks;
using nanoFramework.TestFramework;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace NanoTlsMan.Tests.Host
{
    /// <summary>
    /// Runs the tests of a class between its [Setup] and [Cleanup], as the device's launcher does: once per class; a
    /// Setup that skips skips the class. A Setup that fails also fails each test.
    /// </summary>
    internal sealed class NanoTestClassRunner : XunitTestClassRunner
    {
        private string _skipReason;

        public NanoTestClassRunner(
            ITestClass testClass,
            IReflectionTypeInfo @class,
            IEnumerable<IXunitTestCase> testCases,
            IMessageSink diagnostics,
            IMessageBus messageBus,
            ITestCaseOrderer orderer,
            ExceptionAggregator aggregator,
            CancellationTokenSource cancellation,
            IDictionary<Type, object> fixtures)
            : base(testClass, @class, testCases, diagnostics, messageBus, orderer, aggregator, cancellation, fixtures)
        {
        }

        protected override async Task AfterTestClassStartingAsync()
        {
            await base.AfterTestClassStartingAsync();
            Aggregator.Run(() => Call(typeof(SetupAttribute)));
            if (Aggregator.ToException() is SkipTestException skip)
            {
                Aggregator.Clear();
                _skipReason = skip.Message;
            }
        }

        protected override async Task BeforeTestClassFinishedAsync()
        {
            if (_skipReason == null)
            {
                // A failure here has no test to go to: xunit reports it as one of the class.
                Aggregator.Run(() => Call(typeof(CleanupAttribute)));
            }

            await base.BeforeTestClassFinishedAsync();
        }

        protected override Task<RunSummary> RunTestMethodAsync(
            ITestMethod testMethod,
            IReflectionMethodInfo method,
            IEnumerable<IXunitTestCase> testCases,
            object[] constructorArguments)
        {
            if (_skipReason == null)
            {
                return base.RunTestMethodAsync(testMethod, method, testCases, constructorArguments);
            }

            RunSummary summary = new RunSummary();
            foreach (IXunitTestCase testCase in testCases)
            {
                XunitTest test = new XunitTest(testCase, testCase.DisplayName);
                MessageBus.QueueMessage(new TestCaseStarting(testCase));
                MessageBus.QueueMessage(new TestStarting(test));
                MessageBus.QueueMessage(new TestSkipped(test, _skipReason));
                MessageBus.QueueMessage(new TestFinished(test, 0, null));
                MessageBus.QueueMessage(new TestCaseFinished(testCase, 0, 1, 0, 1));
                summary.Total++;
                summary.Skipped++;
            }

            return Task.FromResult(summary);
        }

        private void Call(Type attribute)
        {
            const BindingFlags Public = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static;
            foreach (MethodInfo method in Class.Type.GetMethods(Public)
                .Where(method => method.IsDefined(attribute, true)))
            {
                object target = method.IsStatic ? null : Activator.CreateInstance(Class.Type);
                try
                {
                    method.Invoke(target, null);
                }
                catch (TargetInvocationException wrapped)
                {
                    System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(wrapped.InnerException);
                }
            }
        }
    }
}
