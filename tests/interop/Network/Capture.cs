//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Buffers.Binary;

namespace NanoTlsMan.Tests.Interop;

/// <summary>
/// Writes datagrams as a capture file, as a sniffer between the two would have: raw IPv4 packets (LINKTYPE_RAW).
/// </summary>
internal static class Capture
{
    private const int ClientPort = 40000;
    private const int ServerPort = 5684;
    private const int IpHeaderLength = 20;
    private const int UdpHeaderLength = 8;
    private const int TcpHeaderLength = 20;

    public static void Write(string path, IEnumerable<Datagram> datagrams) => File.WriteAllBytes(path, Udp(datagrams));

    /// <summary>
    /// Makes a capture of datagrams.
    /// </summary>
    public static byte[] Udp(IEnumerable<Datagram> datagrams) => Pcap(datagrams.Select(Wrap));

    /// <summary>
    /// Makes a capture of a TCP connection, with its SYNs.
    /// </summary>
    /// <param name="shares">What was sent, in order.</param>
    /// <param name="fate">What the sniffer makes of the packets: others lose, repeat and reorder them.</param>
    public static byte[] Tcp(IEnumerable<Datagram> shares, Func<List<byte[]>, IEnumerable<byte[]>>? fate = null)
    {
        // Just below the wrap of sequence numbers, which nobody should notice.
        uint[] next = [uint.MaxValue - 20, 1000];
        List<byte[]> packets = [];

        for (int i = 0; i < 2; i++)
        {
            packets.Add(Segment(i == 0, next[i]++, i == 0 ? (byte)0x02 : (byte)0x12, []));
        }

        foreach (Datagram share in shares)
        {
            int side = share.IsFromClient ? 0 : 1;

            packets.Add(Segment(share.IsFromClient, next[side], 0x18, share.Bytes));
            next[side] += (uint)share.Bytes.Length;
        }

        return Pcap(fate == null ? packets : fate(packets));
    }

    public static byte[] Pcap(IEnumerable<byte[]> packets)
    {
        MemoryStream file = new();
        using BinaryWriter writer = new(file);

        writer.Write(0xA1B2C3D4);
        writer.Write((ushort)2);
        writer.Write((ushort)4);
        writer.Write(0);
        writer.Write(0);
        writer.Write(65535);
        writer.Write(101);

        int time = 0;

        foreach (byte[] packet in packets)
        {
            writer.Write(++time);
            writer.Write(0);
            writer.Write(packet.Length);
            writer.Write(packet.Length);
            writer.Write(packet);
        }

        writer.Flush();
        return file.ToArray();
    }

    /// <summary>
    /// Makes a capture of the younger format, in either byte order and with nanoseconds.
    /// </summary>
    public static byte[] PcapNg(IEnumerable<byte[]> packets, bool isBigEndian)
    {
        MemoryStream file = new();

        void Write(uint value, int length = 4)
        {
            for (int i = 0; i < length; i++)
            {
                file.WriteByte((byte)(value >> (8 * (isBigEndian ? length - 1 - i : i))));
            }
        }

        Write(0x0A0D0D0A);
        Write(28);
        Write(0x1A2B3C4D);
        Write(1, 2);
        Write(0, 2);
        Write(uint.MaxValue);
        Write(uint.MaxValue);
        Write(28);

        // An interface of raw IP, with if_tsresol 9.
        Write(1);
        Write(32);
        Write(101, 2);
        Write(0, 2);
        Write(0);
        Write(9, 2);
        Write(1, 2);
        file.Write([9, 0, 0, 0]);
        Write(0);
        Write(32);

        uint time = 0;

        foreach (byte[] packet in packets)
        {
            uint padded = (uint)(packet.Length + 3) / 4 * 4;

            Write(6);
            Write(32 + padded);
            Write(0);
            Write(0);
            Write(time += 1500000);
            Write((uint)packet.Length);
            Write((uint)packet.Length);
            file.Write(packet);
            file.Write(new byte[padded - packet.Length]);
            Write(32 + padded);
        }

        return file.ToArray();
    }

    private static byte[] Segment(bool isFromClient, uint sequence, byte flags, byte[] bytes)
    {
        byte[] header = new byte[IpHeaderLength + TcpHeaderLength];
        Span<byte> tcp = header.AsSpan(IpHeaderLength);

        WriteIp(header, (ushort)(header.Length + bytes.Length), 6, isFromClient);
        BinaryPrimitives.WriteUInt16BigEndian(tcp, (ushort)(isFromClient ? ClientPort : ServerPort));
        BinaryPrimitives.WriteUInt16BigEndian(tcp[2..], (ushort)(isFromClient ? ServerPort : ClientPort));
        BinaryPrimitives.WriteUInt32BigEndian(tcp[4..], sequence);
        tcp[12] = TcpHeaderLength / 4 << 4;
        tcp[13] = flags;
        return [.. header, .. bytes];
    }

    private static void WriteIp(byte[] packet, ushort length, byte protocol, bool isFromClient)
    {
        packet[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), length);
        packet[8] = 64;
        packet[9] = protocol;
        packet[12] = packet[16] = 10;
        packet[15] = (byte)(isFromClient ? 1 : 2);
        packet[19] = (byte)(isFromClient ? 2 : 1);
    }

    public static byte[] Wrap(Datagram datagram)
    {
        byte[] packet = new byte[IpHeaderLength + UdpHeaderLength + datagram.Bytes.Length];

        WriteIp(packet, (ushort)packet.Length, 17, datagram.IsFromClient);
        BinaryPrimitives.WriteUInt16BigEndian(
            packet.AsSpan(IpHeaderLength), (ushort)(datagram.IsFromClient ? ClientPort : ServerPort));
        BinaryPrimitives.WriteUInt16BigEndian(
            packet.AsSpan(IpHeaderLength + 2), (ushort)(datagram.IsFromClient ? ServerPort : ClientPort));
        BinaryPrimitives.WriteUInt16BigEndian(
            packet.AsSpan(IpHeaderLength + 4), (ushort)(packet.Length - IpHeaderLength));
        datagram.Bytes.CopyTo(packet.AsSpan(IpHeaderLength + UdpHeaderLength));
        return packet;
    }
}
