//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Ciphers;
using NanoTlsMan.Ciphers.PublicKey;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// Of which providers the tests in CurveProviders are.
    /// </summary>
    internal static class CurvesUnderTest
    {
        internal static CurveProvider[] Create()
        {
            return new CurveProvider[] { CreateManaged() };
        }

        internal static ManagedCurves CreateManaged()
        {
            return new ManagedCurves(new ManagedCiphers());
        }
    }
}
