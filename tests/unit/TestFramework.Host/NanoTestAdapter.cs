//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using Xunit;

// Linked into each assembly of unit tests: hands its [TestMethod]s to xunit, one class after the other as on a device.
[assembly: TestFramework("NanoTlsMan.Tests.Host.NanoTestFramework", "nanoFramework.TestFramework")]
[assembly: CollectionBehavior(DisableTestParallelization = true)]
