//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// Of which providers the tests in CurveProviders are: each library of the native layer that has curves.
    /// </summary>
    internal static class CurvesUnderTest
    {
        internal static CurveProvider[] Create()
        {
            return Natives.AllCurves();
        }
    }
}
