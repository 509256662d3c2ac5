//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Net;
using NanoTlsMan.Host.Messages;
using PacketDotNet;

namespace NanoTlsMan.Host.Decoding;

/// <summary>
/// Sorts the packets of a capture by who speaks with whom.
/// </summary>
/// <param name="port">The only port that counts, if any.</param>
internal sealed class ConversationTable(int? port)
{
    private readonly Dictionary<(ProtocolType, string), Flow> _flows = [];
    private readonly List<Conversation> _conversations = [];

    /// <summary>What speaks DTLS or TLS; with a port given, whatever has data at that port.</summary>
    public IEnumerable<Conversation> Conversations
    {
        get
        {
            foreach (Flow flow in _flows.Values)
            {
                flow.NoteMissing();
            }

            return _conversations.Where(conversation =>
                !conversation.IsEmpty && (conversation.HasRecords || port != null));
        }
    }

    /// <summary>How many packets there were.</summary>
    public int PacketCount { get; private set; }

    /// <summary>How many of them could not be read, as those of unknown networks.</summary>
    public int UnreadableCount { get; private set; }

    /// <summary>How many of them were parts of a longer packet, which are not put together.</summary>
    public int FragmentCount { get; private set; }

    /// <summary>
    /// Takes a packet.
    /// </summary>
    public void Add(CapturedPacket captured)
    {
        PacketCount++;

        try
        {
            Packet packet = Packet.ParsePacket((LinkLayers)captured.LinkType, captured.Bytes);

            if (packet.Extract<IPPacket>() is not IPPacket ip)
            {
                UnreadableCount++;
                return;
            }

            if (ip is IPv4Packet v4 && (v4.FragmentOffset > 0 || (v4.FragmentFlags & 1) != 0))
            {
                FragmentCount++;
                return;
            }

            if (ip.Extract<UdpPacket>() is UdpPacket udp)
            {
                AddDatagram(captured.Milliseconds, ip, udp);
            }
            else if (ip.Extract<TcpPacket>() is TcpPacket tcp)
            {
                AddSegment(captured.Milliseconds, ip, tcp);
            }
        }
        catch (Exception exception) when (exception is not (OutOfMemoryException or InputException))
        {
            // The library throws many kinds at packets that contradict themselves.
            UnreadableCount++;
        }
    }

    private void AddDatagram(double time, IPPacket ip, UdpPacket udp)
    {
        byte[] bytes = udp.BytesSegment.ActualBytes();
        int count = Math.Min(bytes.Length, udp.Length) - UdpFields.HeaderLength;

        if (count <= 0 || !IsWanted(udp.SourcePort, udp.DestinationPort))
        {
            return;
        }

        Flow flow = GetFlow(ip, udp.SourcePort, udp.DestinationPort, TlsTransportKind.Datagram, false);

        flow.Conversation.Add(
            time, flow.IsFromFirst(ip, udp.SourcePort), bytes.AsSpan(UdpFields.HeaderLength, count).ToArray());
    }

    private void AddSegment(double time, IPPacket ip, TcpPacket tcp)
    {
        if (!IsWanted(tcp.SourcePort, tcp.DestinationPort))
        {
            return;
        }

        // A client's SYN begins a new connection, even between the same ports.
        bool isNew = tcp.Synchronize && !tcp.Acknowledgment;
        Flow flow = GetFlow(ip, tcp.SourcePort, tcp.DestinationPort, TlsTransportKind.Stream, isNew);
        bool isFromFirst = flow.IsFromFirst(ip, tcp.SourcePort);
        StreamDirection direction = flow.GetDirection(isFromFirst);
        byte[] bytes = tcp.BytesSegment.ActualBytes();
        int header = tcp.DataOffset * 4;

        if (tcp.Synchronize)
        {
            direction.Begin(tcp.SequenceNumber);
            return;
        }

        if (header < TcpFields.HeaderLength || header >= bytes.Length)
        {
            return;
        }

        byte[] ready = direction.Add(tcp.SequenceNumber, bytes.AsSpan(header));

        if (ready.Length > 0)
        {
            flow.Conversation.Add(time, isFromFirst, ready);
        }
    }

    private bool IsWanted(ushort source, ushort destination) => port == null || port == source || port == destination;

    private Flow GetFlow(IPPacket ip, ushort source, ushort destination, TlsTransportKind kind, bool isNew)
    {
        IPEndPoint from = new(ip.SourceAddress, source);
        IPEndPoint to = new(ip.DestinationAddress, destination);
        ProtocolType protocol = ip.Protocol;
        string key = string.CompareOrdinal($"{from}", $"{to}") < 0 ? $"{from} {to}" : $"{to} {from}";

        if (!_flows.TryGetValue((protocol, key), out Flow? flow) || (isNew && !flow.Conversation.IsEmpty))
        {
            flow?.NoteMissing();
            flow = new Flow(new Conversation(kind, from, to), from);
            _flows[(protocol, key)] = flow;
            _conversations.Add(flow.Conversation);
        }

        return flow;
    }

    private sealed class Flow(Conversation conversation, IPEndPoint first)
    {
        private readonly StreamDirection _fromFirst = new();
        private readonly StreamDirection _fromSecond = new();

        public Conversation Conversation => conversation;

        public bool IsFromFirst(IPPacket ip, ushort source) =>
            first.Port == source && first.Address.Equals(ip.SourceAddress);

        public StreamDirection GetDirection(bool isFromFirst) => isFromFirst ? _fromFirst : _fromSecond;

        public void NoteMissing() =>
            conversation.MissingBytes = _fromFirst.MissingBytes + _fromSecond.MissingBytes;
    }
}
