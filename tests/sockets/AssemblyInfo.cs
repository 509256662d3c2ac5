//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

// Tests watch clocks: one after the other, they disturb nobody's timers.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
