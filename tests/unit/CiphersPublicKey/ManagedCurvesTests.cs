//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// What the managed provider alone promises: many short steps, and its name.
    /// </summary>
    [TestClass]
    public class ManagedCurvesTests
    {
        [TestMethod]
        public static void ACalculationIsCutIntoSteps()
        {
            const string Key = "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721";
            CurveOperation operation =
                CurvesUnderTest.CreateManaged().GenerateKey(NamedCurve.P256, new GivenRandom(Key));
            int steps = 1;

            while (!operation.Step())
            {
                steps++;
            }

            Assert.IsTrue(operation.Succeeded);
            Assert.IsTrue(steps > 20);
        }

        [TestMethod]
        public static void ItIsCalledManaged()
        {
            Assert.AreEqual("managed", CurvesUnderTest.CreateManaged().Name);
        }
    }
}
