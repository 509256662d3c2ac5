//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Contract.Metadata
{
    /// <summary>
    /// One breach of the contract with the device.
    /// </summary>
    /// <param name="Rule">Name of the rule, stable: tests and people search for it.</param>
    /// <param name="Place">Assembly, type or method.</param>
    /// <param name="Reason">What is wrong, with numbers.</param>
    public sealed record Violation(string Rule, string Place, string Reason)
    {
        /// <inheritdoc/>
        public override string ToString() => $"{Rule}: {Place}: {Reason}";
    }
}
