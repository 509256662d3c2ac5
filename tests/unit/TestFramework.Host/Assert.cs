//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using XunitAssert = Xunit.Assert;

namespace nanoFramework.TestFramework
{
    /// <summary>
    /// The assertions of nanoFramework.TestFramework, over xunit's.
    /// </summary>
    public sealed partial class Assert
    {
        /// <summary>
        /// Fails if both are the same object.
        /// </summary>
        public static void AreNotSame(
            object notExpected, object actual, [CallerArgumentExpression(nameof(actual))] string message = "")
            => XunitAssert.False(ReferenceEquals(notExpected, actual), message);

        /// <summary>
        /// Fails unless both are the same object.
        /// </summary>
        public static void AreSame(
            object expected, object actual, [CallerArgumentExpression(nameof(actual))] string message = "")
            => XunitAssert.True(ReferenceEquals(expected, actual), message);

        /// <summary>
        /// Fails unless <paramref name="value"/> contains <paramref name="expected"/>.
        /// </summary>
        public static void Contains(
            string expected, string value, [CallerArgumentExpression(nameof(value))] string message = "")
            => XunitAssert.True(
                value.Contains(expected, StringComparison.Ordinal),
                $"'{value}' does not contain '{expected}'. {message}");

        /// <summary>
        /// Fails if <paramref name="value"/> contains <paramref name="notExpected"/>.
        /// </summary>
        public static void DoesNotContains(
            string notExpected, string value, [CallerArgumentExpression(nameof(value))] string message = "")
            => XunitAssert.False(
                value.Contains(notExpected, StringComparison.Ordinal),
                $"'{value}' should not contain '{notExpected}'. {message}");

        /// <summary>
        /// Fails unless <paramref name="value"/> ends with <paramref name="expected"/>.
        /// </summary>
        public static void EndsWith(
            string expected, string value, [CallerArgumentExpression(nameof(value))] string message = "")
            => XunitAssert.True(
                value.EndsWith(expected, StringComparison.Ordinal),
                $"'{value}' does not end with '{expected}'. {message}");

        /// <summary>
        /// Fails if the condition holds.
        /// </summary>
        public static void IsFalse(bool condition, [CallerArgumentExpression(nameof(condition))] string message = "")
            => XunitAssert.False(condition, message);

        /// <summary>
        /// Fails unless <paramref name="value"/> is exactly of the type.
        /// </summary>
        public static void IsInstanceOfType(
            object value, Type expected, [CallerArgumentExpression(nameof(value))] string message = "")
            => XunitAssert.True(
                value?.GetType() == expected,
                $"Expected type:<{expected}>. Actual type:<{value?.GetType()}>. {message}");

        /// <summary>
        /// Fails if <paramref name="value"/> is exactly of the type.
        /// </summary>
        public static void IsNotInstanceOfType(
            object value, Type notExpected, [CallerArgumentExpression(nameof(value))] string message = "")
            => XunitAssert.False(value?.GetType() == notExpected, $"Wrong type:<{notExpected}>. {message}");

        /// <summary>
        /// Fails if the value is null.
        /// </summary>
        public static void IsNotNull(
            [NotNull] object value, [CallerArgumentExpression(nameof(value))] string message = "")
            => XunitAssert.True(value is not null, message);

        /// <summary>
        /// Fails unless the value is null.
        /// </summary>
        public static void IsNull(object value, [CallerArgumentExpression(nameof(value))] string message = "")
            => XunitAssert.True(value is null, message);

        /// <summary>
        /// Fails unless the condition holds.
        /// </summary>
        public static void IsTrue(bool condition, [CallerArgumentExpression(nameof(condition))] string message = "")
            => XunitAssert.True(condition, message);

        /// <summary>
        /// Ends the test as one that does not apply.
        /// </summary>
        [DoesNotReturn]
        public static void SkipTest(string message = null) => throw new SkipTestException(message);

        /// <summary>
        /// Fails unless <paramref name="value"/> starts with <paramref name="expected"/>.
        /// </summary>
        public static void StartsWith(
            string expected, string value, [CallerArgumentExpression(nameof(value))] string message = "")
            => XunitAssert.True(
                value.StartsWith(expected, StringComparison.Ordinal),
                $"'{value}' does not start with '{expected}'. {message}");

        /// <summary>
        /// Fails unless the action throws an exception of exactly the type.
        /// </summary>
        public static void ThrowsException(
            Type exception, Action action, [CallerArgumentExpression(nameof(action))] string message = "")
        {
            try
            {
                action();
            }
            catch (Exception thrown)
            {
                XunitAssert.True(
                    thrown.GetType() == exception,
                    $"Threw {thrown.GetType().Name}, but {exception.Name} was expected. {message}");
                return;
            }

            XunitAssert.Fail($"No exception thrown. {exception.Name} was expected. {message}");
        }
    }
}
