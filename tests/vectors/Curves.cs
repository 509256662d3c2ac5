//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Tests.Vectors;

/// <summary>
/// Steps operations to their ends.
/// </summary>
internal static class Curves
{
    /// <summary>
    /// Gets the result; of no bytes where there is none.
    /// </summary>
    public static byte[] Run(CurveOperation operation)
    {
        while (!operation.Step())
        {
        }

        byte[] result = new byte[operation.ResultLength];

        if (result.Length > 0)
        {
            operation.GetResult(result, 0);
        }

        return result;
    }
}
