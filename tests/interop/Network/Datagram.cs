//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Tests.Interop;

/// <summary>
/// A datagram on its way.
/// </summary>
internal sealed record Datagram(int Index, bool IsFromClient, byte[] Bytes)
{
    /// <summary>
    /// Takes the datagram apart: one DTLS record each.
    /// </summary>
    public List<byte[]> SplitRecords()
    {
        List<byte[]> records = [];

        for (int offset = 0; offset < Bytes.Length;)
        {
            int length = RecordHeader.DtlsLength + (Bytes[offset + 11] << 8 | Bytes[offset + 12]);

            records.Add(Bytes.AsSpan(offset, length).ToArray());
            offset += length;
        }

        return records;
    }
}
