//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using Xunit;

// There is one recorder.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
