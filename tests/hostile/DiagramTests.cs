//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using System;
using NanoTlsMan.Managed.Handshake;
using Xunit;

namespace NanoTlsMan.Tests.Hostile;

/// <summary>
/// The diagram in docs/architecture.md is the table that the machine asks.
/// </summary>
public sealed partial class DiagramTests
{
    [Fact]
    public void DiagramShowsTheRowsOfTheTable()
    {
        string[] drawn = [.. Arrow().Matches(File.ReadAllText(FindDocument())).Select(match => match.Value.Trim())];

        Assert.NotEmpty(drawn);
        Assert.Equal(GetRows(), drawn);
    }

    private static IEnumerable<string> GetRows()
    {
        Dictionary<int, string> messages = typeof(HandshakeType).GetFields(BindingFlags.Public | BindingFlags.Static)
            .ToDictionary(field => (int)field.GetRawConstantValue(), field => field.Name);

        messages.Add(HandshakeTable.ChangeCipherSpec, nameof(HandshakeTable.ChangeCipherSpec));

        return HandshakeTable.Rows.Chunk(HandshakeTable.RowLength)
            .Select(row => $"{(HandshakeState)row[0]} --> {(HandshakeState)row[3]}: {messages[row[2]]}");
    }

    private static string FindDocument()
    {
        string folder = AppContext.BaseDirectory;

        while (folder != null && !File.Exists(Path.Combine(folder, "nanoTlsMan.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return Path.Combine(folder ?? "", "docs", "architecture.md");
    }

    [GeneratedRegex(@"^ *\w+ --> \w+: \w+", RegexOptions.Multiline)]
    private static partial Regex Arrow();
}
