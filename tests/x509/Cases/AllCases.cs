//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Linq;

namespace NanoTlsMan.Tests.Chains.Cases
{
    /// <summary>
    /// All chains, made once a run.
    /// </summary>
    internal static class AllCases
    {
        internal static readonly ChainCase[] All =
        [
            .. GoodCases.All(), .. PathCases.All(), .. NameCases.All(), .. AlgorithmCases.All(),
            .. EncodingCases.All(),
        ];

        internal static ChainCase Find(string name) => All.Single(each => each.Name == name);
    }
}
