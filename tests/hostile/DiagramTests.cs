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
        string[] drawn = ReadArrows("architecture.md");

        Assert.NotEmpty(drawn);
        Assert.Equal(GetRows(), drawn);
    }

    [Fact]
    public void DiagramOf13ShowsTheRowsOfItsTable()
    {
        Dictionary<int, string> messages = GetMessages();
        string[] drawn = ReadArrows("version13.md");

        Assert.NotEmpty(drawn);
        Assert.Equal(
            Managed13.Handshake.HandshakeTable.Rows.Chunk(Managed13.Handshake.HandshakeTable.RowLength).Select(
                row => $"{(Managed13.Handshake.HandshakeState)row[0]} --> {(Managed13.Handshake.HandshakeState)row[3]}: "
                    + messages[row[2]]),
            drawn);
    }

    private static string[] ReadArrows(string document) =>
        [.. Arrow().Matches(File.ReadAllText(FindDocument(document))).Select(match => match.Value.Trim())];

    private static Dictionary<int, string> GetMessages() =>
        typeof(HandshakeType).GetFields(BindingFlags.Public | BindingFlags.Static)
            .ToDictionary(field => (int)field.GetRawConstantValue(), field => field.Name);

    private static IEnumerable<string> GetRows()
    {
        Dictionary<int, string> messages = GetMessages();

        // 1.3 has a message of that number, which stands for ChangeCipherSpec here.
        messages.Remove(HandshakeTable.ChangeCipherSpec);
        messages.Add(HandshakeTable.ChangeCipherSpec, nameof(HandshakeTable.ChangeCipherSpec));

        return HandshakeTable.Rows.Chunk(HandshakeTable.RowLength)
            .Select(row => $"{(HandshakeState)row[0]} --> {(HandshakeState)row[3]}: {messages[row[2]]}");
    }

    private static string FindDocument(string document)
    {
        string folder = AppContext.BaseDirectory;

        while (folder != null && !File.Exists(Path.Combine(folder, "nanoTlsMan.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return Path.Combine(folder ?? "", "docs", document);
    }

    [GeneratedRegex(@"^ *\w+ --> \w+: \w+", RegexOptions.Multiline)]
    private static partial Regex Arrow();
}
