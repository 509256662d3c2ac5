//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Collections;
using XunitAssert = Xunit.Assert;

namespace nanoFramework.TestFramework
{
    /// <summary>
    /// The assertions of nanoFramework.TestFramework about collections, over xunit's.
    /// </summary>
    public sealed class CollectionAssert
    {
        /// <summary>
        /// Fails unless the collection is empty.
        /// </summary>
        public static void Empty(ICollection collection, string message = "") =>
            XunitAssert.True(collection.Count == 0, message);

        /// <summary>
        /// Fails if the collection is empty.
        /// </summary>
        public static void NotEmpty(ICollection collection, string message = "") =>
            XunitAssert.True(collection.Count != 0, message);

        /// <summary>
        /// Fails unless both hold equal elements in the same order.
        /// </summary>
        public static void AreEqual(ICollection expected, ICollection actual, string message = "")
        {
            string difference = FindDifference(expected, actual);
            XunitAssert.True(difference == null, $"{message} {difference}");
        }

        /// <summary>
        /// Fails if both hold equal elements in the same order.
        /// </summary>
        public static void AreNotEqual(ICollection notExpected, ICollection actual, string message = "")
            => XunitAssert.True(
                FindDifference(notExpected, actual) != null, $"{message} Both collections contain same elements.");

        private static string FindDifference(ICollection expected, ICollection actual)
        {
            if (expected == actual)
            {
                return null;
            }

            if (expected == null || actual == null)
            {
                return "One of the collections is null.";
            }

            if (expected.Count != actual.Count)
            {
                return $"Different number of elements: {expected.Count} and {actual.Count}.";
            }

            IEnumerator other = actual.GetEnumerator();
            int index = 0;
            foreach (object element in expected)
            {
                other.MoveNext();
                if (!Equals(element, other.Current))
                {
                    return $"Element at index {index} does not match. Expected:<{element}>. Actual:<{other.Current}>.";
                }

                index++;
            }

            return null;
        }
    }
}
