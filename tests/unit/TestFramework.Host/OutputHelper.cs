//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace nanoFramework.TestFramework
{
    /// <summary>
    /// Writes to the test's output.
    /// </summary>
    public static class OutputHelper
    {
        /// <summary>
        /// Writes text.
        /// </summary>
        public static void Write(string message) => Console.Write(message);

        /// <summary>
        /// Writes a line.
        /// </summary>
        public static void WriteLine(string message) => Console.WriteLine(message);
    }
}
