//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

[assembly: CollectionBehavior(DisableTestParallelization = true)]
