//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// Steps operations to their ends.
    /// </summary>
    internal static class Run
    {
        /// <summary>The result in hexadecimal; nothing where there is none.</summary>
        internal static string ToEnd(CurveOperation operation)
        {
            while (!operation.Step())
            {
            }

            byte[] result = new byte[operation.ResultLength];

            if (result.Length > 0)
            {
                operation.GetResult(result, 0);
            }

            operation.Dispose();
            return Hex.Format(result);
        }

        /// <summary>Whether the operation succeeded.</summary>
        internal static bool Succeeds(CurveOperation operation)
        {
            while (!operation.Step())
            {
            }

            return operation.Succeeded;
        }
    }
}
