//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Collections.Generic;
using System.Text;

namespace NanoTlsMan.Contract.Metadata
{
    /// <summary>
    /// Sizes of assemblies as a table in Markdown.
    /// </summary>
    public static class SizeTable
    {
        /// <summary>Formats a table, a line for each assembly.</summary>
        public static string Format(IEnumerable<DeviceSize> sizes)
        {
            var text = new StringBuilder();
            text.Append("| Assembly                     | IL bytes | Strings | Data | Signatures | Types | Methods |\n");
            text.Append("|------------------------------|---------:|--------:|-----:|-----------:|------:|--------:|\n");
            foreach (DeviceSize size in sizes)
            {
                text.Append(
                    $"| {size.Assembly,-28} | {size.IlBytes,8} | {size.StringBytes,7} | {size.DataBytes,4} | {size.SignatureBytes,10} | {size.Types,5} | {size.Methods,7} |\n");
            }

            return text.ToString();
        }
    }
}
