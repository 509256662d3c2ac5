//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Host.Messages;

/// <summary>
/// What messages look like on standard input and output.
/// </summary>
internal enum MessageFormat
{
    /// <summary>Lines of text; bytes that are no text pass as well.</summary>
    Text,

    /// <summary>Bytes, as they come.</summary>
    Raw,

    /// <summary>Lines of hexadecimal digits.</summary>
    Hex,
}
