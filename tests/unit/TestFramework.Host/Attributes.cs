//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using Xunit;
using Xunit.Sdk;

namespace nanoFramework.TestFramework
{
    /// <summary>
    /// Marks a class that holds tests.
    /// </summary>
    [AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
    public class TestClassAttribute : Attribute
    {
    }

    /// <summary>
    /// Marks a test. It is a fact to xunit, which so finds it.
    /// </summary>
    [AttributeUsage(AttributeTargets.Method, AllowMultiple = false)]
    [XunitTestCaseDiscoverer("NanoTlsMan.Tests.Host.NanoTestDiscoverer", "nanoFramework.TestFramework")]
    public class TestMethodAttribute : FactAttribute
    {
    }

    /// <summary>
    /// Gives a test its arguments; one test case for each.
    /// </summary>
    [AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
    public class DataRowAttribute : Attribute
    {
        /// <summary>
        /// Gets the arguments.
        /// </summary>
        public object[] MethodParameters { get; }

        /// <summary>
        /// Takes the arguments.
        /// </summary>
        public DataRowAttribute(params object[] methodParameters)
        {
            ArgumentNullException.ThrowIfNull(methodParameters);
            if (methodParameters.Length == 0)
            {
                throw new ArgumentException($"{nameof(methodParameters)} can not be empty");
            }

            MethodParameters = methodParameters;
        }
    }

    /// <summary>
    /// Marks what runs once before the tests of a class.
    /// </summary>
    [AttributeUsage(AttributeTargets.Method, AllowMultiple = false)]
    public class SetupAttribute : Attribute
    {
    }

    /// <summary>
    /// Marks what runs once after the tests of a class.
    /// </summary>
    [AttributeUsage(AttributeTargets.Method, AllowMultiple = false)]
    public class CleanupAttribute : Attribute
    {
    }

    /// <summary>
    /// Ends a test that does not apply.
    /// </summary>
    public class SkipTestException : Exception
    {
        /// <summary>
        /// Takes the reason.
        /// </summary>
        public SkipTestException(string message = null, Exception innerException = null)
            : base(message, innerException)
        {
        }
    }
}
