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

    public static void Write(string path, IEnumerable<Datagram> datagrams)
    {
        using BinaryWriter writer = new(File.Create(path));

        writer.Write(0xA1B2C3D4);
        writer.Write((ushort)2);
        writer.Write((ushort)4);
        writer.Write(0);
        writer.Write(0);
        writer.Write(65535);
        writer.Write(101);

        int time = 0;

        foreach (Datagram datagram in datagrams)
        {
            byte[] packet = Wrap(datagram);

            writer.Write(++time);
            writer.Write(0);
            writer.Write(packet.Length);
            writer.Write(packet.Length);
            writer.Write(packet);
        }
    }

    private static byte[] Wrap(Datagram datagram)
    {
        byte[] packet = new byte[IpHeaderLength + UdpHeaderLength + datagram.Bytes.Length];

        packet[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)packet.Length);
        packet[8] = 64;
        packet[9] = 17;
        packet[12] = packet[16] = 10;
        packet[15] = (byte)(datagram.IsFromClient ? 1 : 2);
        packet[19] = (byte)(datagram.IsFromClient ? 2 : 1);
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
