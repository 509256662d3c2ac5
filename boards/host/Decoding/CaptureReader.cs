//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Buffers.Binary;
using NanoTlsMan.Host.Messages;

namespace NanoTlsMan.Host.Decoding;

/// <summary>
/// Reads capture files, pcap and pcapng. The libraries that do need libpcap on the machine, for files as well.
/// </summary>
/// <param name="input">The file.</param>
internal sealed class CaptureReader(Stream input)
{
    private const uint PcapMagic = 0xA1B2C3D4;
    private const uint PcapNanosecondMagic = 0xA1B23C4D;
    private const uint SectionHeaderBlock = 0x0A0D0D0A;
    private const uint ByteOrderMagic = 0x1A2B3C4D;
    private const uint InterfaceBlock = 1;
    private const uint SimplePacketBlock = 3;
    private const uint EnhancedPacketBlock = 6;

    private const int PcapHeaderLength = 24;
    private const int PcapRecordLength = 16;
    private const int BlockOverhead = 12;
    private const int ResolutionOption = 9;
    private const int MillisecondsPerSecond = 1000;

    // libpcap keeps no more of a packet; whatever claims more is damaged.
    private const int LongestPacket = 262144;
    private const int LongestBlock = LongestPacket + 65536;

    private readonly List<(int LinkType, double TicksPerSecond)> _interfaces = [];
    private bool _isBigEndian;
    private int _count;

    /// <summary>
    /// Tells whether a file begins as captures do.
    /// </summary>
    public static bool IsCapture(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < sizeof(uint))
        {
            return false;
        }

        uint magic = BinaryPrimitives.ReadUInt32LittleEndian(bytes);

        return IsPcap(magic) || IsPcap(BinaryPrimitives.ReverseEndianness(magic)) || magic == SectionHeaderBlock;
    }

    /// <summary>
    /// Reads packet by packet.
    /// </summary>
    /// <exception cref="InputException">The file is cut short, or damaged; what came before is fine.</exception>
    public IEnumerable<CapturedPacket> Read()
    {
        byte[] start = ReadExactly(sizeof(uint)) ?? throw new InputException("the capture is empty");
        uint magic = BinaryPrimitives.ReadUInt32LittleEndian(start);

        return magic == SectionHeaderBlock ? ReadBlocks() : ReadRecords(magic);
    }

    private static bool IsPcap(uint magic) => magic is PcapMagic or PcapNanosecondMagic;

    private IEnumerable<CapturedPacket> ReadRecords(uint magic)
    {
        _isBigEndian = !IsPcap(magic);

        bool isNanoseconds = (_isBigEndian ? BinaryPrimitives.ReverseEndianness(magic) : magic) == PcapNanosecondMagic;
        byte[] header = ReadExactly(PcapHeaderLength - sizeof(uint)) ?? throw Truncated();

        // The upper bits say how long a checksum is that may follow each frame.
        int linkType = (int)(GetUInt32(header, 16) & 0xFFFF);

        while (ReadExactly(PcapRecordLength) is byte[] record)
        {
            byte[] bytes = ReadExactly(CheckLength(GetUInt32(record, 8), LongestPacket)) ?? throw Truncated();
            double fraction = GetUInt32(record, 4) / (isNanoseconds ? 1e6 : 1e3);

            _count++;
            yield return new CapturedPacket(
                GetUInt32(record, 0) * (double)MillisecondsPerSecond + fraction, linkType, bytes);
        }
    }

    private IEnumerable<CapturedPacket> ReadBlocks()
    {
        // The first block's type was read already.
        uint type = SectionHeaderBlock;

        do
        {
            byte[] body = type == SectionHeaderBlock ? ReadSection() : ReadBody();

            if (type == InterfaceBlock)
            {
                AddInterface(body);
            }
            else if (type is EnhancedPacketBlock or SimplePacketBlock)
            {
                _count++;
                yield return type == EnhancedPacketBlock ? ReadEnhanced(body) : ReadSimple(body);
            }

            byte[]? next = ReadExactly(sizeof(uint));

            if (next == null)
            {
                yield break;
            }

            type = GetUInt32(next, 0);
        }
        while (true);
    }

    private byte[] ReadSection()
    {
        byte[] start = ReadExactly(8) ?? throw Truncated();

        _isBigEndian = BinaryPrimitives.ReadUInt32LittleEndian(start.AsSpan(4)) != ByteOrderMagic;

        if (GetUInt32(start, 4) != ByteOrderMagic)
        {
            throw Damaged();
        }

        _interfaces.Clear();
        return ReadRest(GetUInt32(start, 0), sizeof(uint));
    }

    private byte[] ReadBody() => ReadRest(GetUInt32(ReadExactly(sizeof(uint)) ?? throw Truncated(), 0), 0);

    /// <summary>
    /// Reads what is left of a block, and its length behind it.
    /// </summary>
    private byte[] ReadRest(uint total, int taken)
    {
        if (total % sizeof(uint) != 0 || total < BlockOverhead + taken)
        {
            throw Damaged();
        }

        byte[] body = ReadExactly(CheckLength(total, LongestBlock) - BlockOverhead - taken) ?? throw Truncated();
        byte[] end = ReadExactly(sizeof(uint)) ?? throw Truncated();

        return GetUInt32(end, 0) == total ? body : throw Damaged();
    }

    private void AddInterface(byte[] body)
    {
        if (body.Length < 8)
        {
            throw Damaged();
        }

        double ticksPerSecond = 1e6;

        for (int at = 8; at + 4 <= body.Length;)
        {
            int option = GetUInt16(body, at);
            int length = GetUInt16(body, at + 2);

            if (option == 0 || at + 4 + length > body.Length)
            {
                break;
            }

            if (option == ResolutionOption && length == 1)
            {
                int resolution = body[at + 4];

                ticksPerSecond = Math.Pow((resolution & 0x80) == 0 ? 10 : 2, resolution & 0x7F);
            }

            at += 4 + (length + 3) / 4 * 4;
        }

        _interfaces.Add((GetUInt16(body, 0), ticksPerSecond));
    }

    private CapturedPacket ReadEnhanced(byte[] body)
    {
        if (body.Length < 20 || GetUInt32(body, 0) >= _interfaces.Count)
        {
            throw Damaged();
        }

        (int linkType, double ticksPerSecond) = _interfaces[(int)GetUInt32(body, 0)];
        int length = CheckLength(GetUInt32(body, 12), body.Length - 20);
        double ticks = GetUInt32(body, 4) * 4294967296.0 + GetUInt32(body, 8);

        return new CapturedPacket(
            ticks / ticksPerSecond * MillisecondsPerSecond, linkType, body.AsSpan(20, length).ToArray());
    }

    private CapturedPacket ReadSimple(byte[] body)
    {
        if (body.Length < 4 || _interfaces.Count == 0)
        {
            throw Damaged();
        }

        int length = (int)Math.Min(GetUInt32(body, 0), (uint)body.Length - 4);

        return new CapturedPacket(0, _interfaces[0].LinkType, body.AsSpan(4, length).ToArray());
    }

    private int CheckLength(uint length, int most) => length <= most ? (int)length : throw Damaged();

    private InputException Truncated() => new($"the capture is cut short behind packet {_count}");

    private InputException Damaged() => new($"the capture is damaged behind packet {_count}");

    private ushort GetUInt16(byte[] bytes, int at) => _isBigEndian
        ? BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at))
        : BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at));

    private uint GetUInt32(byte[] bytes, int at) => _isBigEndian
        ? BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at))
        : BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));

    /// <summary>
    /// Reads so many bytes.
    /// </summary>
    /// <returns>The bytes; <see langword="null"/> at the end of the file.</returns>
    private byte[]? ReadExactly(int count)
    {
        byte[] bytes = new byte[count];
        int read = input.ReadAtLeast(bytes, count, false);

        return read == count ? bytes : read == 0 ? null : throw Truncated();
    }
}
