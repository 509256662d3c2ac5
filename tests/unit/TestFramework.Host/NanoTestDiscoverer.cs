//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using System.Linq;
using nanoFramework.TestFramework;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace NanoTlsMan.Tests.Host
{
    /// <summary>
    /// Makes one test case of each [TestMethod], or of each of its [DataRow]s.
    /// </summary>
    public sealed class NanoTestDiscoverer : IXunitTestCaseDiscoverer
    {
        private readonly IMessageSink _diagnostics;

        /// <summary>
        /// Takes the sink that xunit gives.
        /// </summary>
        public NanoTestDiscoverer(IMessageSink diagnosticMessageSink)
        {
            _diagnostics = diagnosticMessageSink;
        }

        /// <inheritdoc/>
        public IEnumerable<IXunitTestCase> Discover(
            ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute)
        {
            TestMethodDisplay display = discoveryOptions.MethodDisplayOrDefault();
            TestMethodDisplayOptions options = discoveryOptions.MethodDisplayOptionsOrDefault();

            // The device's launcher passes over such a class in silence.
            if (!testMethod.TestClass.Class.GetCustomAttributes(typeof(TestClassAttribute)).Any())
            {
                return [new ExecutionErrorTestCase(
                    _diagnostics, display, options, testMethod, "The class has no [TestClass].")];
            }

            object[][] rows = testMethod.Method.GetCustomAttributes(typeof(DataRowAttribute))
                .Select(row => row.GetNamedArgument<object[]>(nameof(DataRowAttribute.MethodParameters)))
                .ToArray();

            return rows.Length == 0
                ? [new NanoTestCase(_diagnostics, display, options, testMethod)]
                : Array.ConvertAll(rows, row => new NanoTestCase(_diagnostics, display, options, testMethod, row));
        }
    }
}
