//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Collections;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// A network in one thread, with a virtual clock: it loses, doubles, delays, reorders and corrupts datagrams as a
    /// seed wills, and never a byte of a stream. While one side waits, the link lets the others have their turn, and
    /// then moves the clock to whatever happens next.
    /// </summary>
    internal sealed class SimulatedLink
    {
        private readonly TestRandom _random;
        private readonly ArrayList _transports = new ArrayList();
        private readonly ArrayList _travelling = new ArrayList();
        private int _watchedOrdinal = -1;
        private int _watchedDrops;
        private int _watchedSignature = -1;

        public SimulatedLink(int seed)
        {
            _random = new TestRandom(seed);
        }

        /// <summary>The time, in milliseconds.</summary>
        public int Now { get; set; }

        /// <summary>How many of a hundred datagrams are lost.</summary>
        public int Loss { get; set; }

        /// <summary>How many of a hundred datagrams come twice.</summary>
        public int Duplication { get; set; }

        /// <summary>How many of a hundred datagrams have a byte changed.</summary>
        public int Corruption { get; set; }

        /// <summary>How long a datagram travels at least, in milliseconds.</summary>
        public int Delay { get; set; }

        /// <summary>How much longer it may travel, so that datagrams overtake each other, in milliseconds.</summary>
        public int Jitter { get; set; }

        /// <summary>Which datagram is damaged, told by its place among all that are sent; -1 for none.</summary>
        public int DamagedOrdinal { get; set; } = -1;

        /// <summary>Where the damage is.</summary>
        public int DamagedIndex { get; set; }

        /// <summary>The bits that are flipped there; none of them for a datagram that ends there.</summary>
        public int DamagedBits { get; set; }

        /// <summary>What stands between one host and the others; <see langword="null"/> for nothing.</summary>
        public SimulatedNat Nat { get; set; }

        /// <summary>All datagrams that were sent, as <see cref="SimulatedPacket"/>, whatever became of them.</summary>
        public ArrayList Sent { get; } = new ArrayList();

        /// <summary>Adds somebody with an address of one byte.</summary>
        public SimulatedTransport Attach(TlsTransportKind kind, int address)
        {
            SimulatedTransport transport = new SimulatedTransport(this, kind, CreateAddress(address));

            _transports.Add(transport);
            return transport;
        }

        /// <summary>Adds somebody with an address of its own making.</summary>
        public SimulatedTransport Attach(byte[] address)
        {
            SimulatedTransport transport = new SimulatedTransport(this, TlsTransportKind.Datagram, address);

            _transports.Add(transport);
            return transport;
        }

        /// <summary>Makes an address like one of IPv4: a host and a port of it.</summary>
        public static byte[] CreateAddress(int host, int port)
        {
            byte[] key = new byte[PeerAddress.Size];

            key[0] = 6;
            key[3] = (byte)(host >> 8);
            key[4] = (byte)host;
            key[5] = (byte)(port >> 8);
            key[6] = (byte)port;
            return key;
        }

        public static byte[] CreateAddress(int address)
        {
            byte[] key = new byte[PeerAddress.Size];

            key[0] = 1;
            key[1] = (byte)address;
            return key;
        }

        /// <summary>Forgets those who have no endpoint, and what is on its way to nobody.</summary>
        public void DetachStrangers()
        {
            for (int i = _transports.Count - 1; i >= 0; i--)
            {
                if (((SimulatedTransport)_transports[i]).Endpoint == null)
                {
                    _transports.RemoveAt(i);
                }
            }

            for (int i = _travelling.Count - 1; i >= 0; i--)
            {
                if (!IsAttached(((SimulatedPacket)_travelling[i]).To))
                {
                    _travelling.RemoveAt(i);
                }
            }

            Sent.Clear();
        }

        /// <summary>Loses one datagram, told by its place among all that are sent, and as many as asked of those that
        /// repeat it.</summary>
        public void LoseRepeatedly(int ordinal, int times)
        {
            _watchedOrdinal = ordinal;
            _watchedDrops = times;
        }

        /// <summary>Takes a datagram on its way.</summary>
        public void Send(byte[] from, byte[] to, byte[] content)
        {
            if (Nat != null)
            {
                from = Nat.GoOut(from);
            }

            SimulatedPacket packet = new SimulatedPacket(from, to, content, Now);

            Sent.Add(packet);

            if (IsWatched(packet) || Draw(Loss))
            {
                return;
            }

            Travel(packet);

            if (Draw(Duplication))
            {
                Travel(packet);
            }
        }

        /// <summary>Takes bytes of a stream on their way: in order, whole, to the only other side.</summary>
        public void Stream(SimulatedTransport from, byte[] content)
        {
            for (int i = 0; i < _transports.Count; i++)
            {
                SimulatedTransport transport = (SimulatedTransport)_transports[i];

                if (transport != from)
                {
                    _travelling.Add(new SimulatedPacket(from.Address, transport.Address, content, Now + Delay));
                }
            }
        }

        /// <summary>Gets the first datagram that has arrived at an address, and keeps it.</summary>
        public SimulatedPacket Peek(byte[] to)
        {
            int index = FindArrived(to);

            return index < 0 ? null : (SimulatedPacket)_travelling[index];
        }

        public void Remove(SimulatedPacket packet)
        {
            _travelling.Remove(packet);
        }

        /// <summary>
        /// Lets everybody else have a turn, and moves the clock if nobody has anything to do now.
        /// </summary>
        /// <returns>Whether there may be something new; otherwise the deadline has come.</returns>
        public bool Turn(SimulatedTransport waiting, int deadline)
        {
            int next = deadline;

            for (int i = 0; i < _transports.Count; i++)
            {
                SimulatedTransport transport = (SimulatedTransport)_transports[i];

                if (transport != waiting && transport.Endpoint != null)
                {
                    int wanted = transport.GiveTurn();

                    if (Time32.IsDue(wanted, Now))
                    {
                        return true;
                    }

                    next = Time32.Earlier(next, wanted);
                }
            }

            if (FindArrived(waiting.Address) >= 0)
            {
                return true;
            }

            for (int i = 0; i < _travelling.Count; i++)
            {
                SimulatedPacket packet = (SimulatedPacket)_travelling[i];

                // What nobody fetches is no event.
                if (!Time32.IsDue(packet.Time, Now))
                {
                    next = Time32.Earlier(next, packet.Time);
                }
            }

            if (Time32.IsDue(deadline, Now))
            {
                return false;
            }

            Now = next;
            return true;
        }

        private bool IsAttached(byte[] address)
        {
            for (int i = 0; i < _transports.Count; i++)
            {
                if (PeerAddress.AreEqual(((SimulatedTransport)_transports[i]).Address, address))
                {
                    return true;
                }
            }

            return false;
        }

        private int FindArrived(byte[] to)
        {
            int found = -1;

            for (int i = 0; i < _travelling.Count; i++)
            {
                SimulatedPacket packet = (SimulatedPacket)_travelling[i];

                if (PeerAddress.AreEqual(packet.To, to) && Time32.IsDue(packet.Time, Now)
                    && (found < 0 || packet.Time - ((SimulatedPacket)_travelling[found]).Time < 0))
                {
                    found = i;
                }
            }

            return found;
        }

        private void Travel(SimulatedPacket packet)
        {
            byte[] content = packet.Content;

            if (Sent.Count - 1 == DamagedOrdinal)
            {
                content = DamagedBits == 0
                    ? Forge.Slice(content, 0, DamagedIndex)
                    : Forge.Flip(content, DamagedIndex, DamagedBits);
            }

            if (content.Length > 0 && Draw(Corruption))
            {
                content = Forge.Flip(content, _random.Next(content.Length), 1 << _random.Next(8));
            }

            _travelling.Add(
                new SimulatedPacket(
                    packet.From, Nat == null ? packet.To : Nat.ComeIn(packet.To), content,
                    Now + Delay + (Jitter == 0 ? 0 : _random.Next(Jitter))));
        }

        private bool Draw(int percent)
        {
            return percent > 0 && _random.Next(100) < percent;
        }

        private bool IsWatched(SimulatedPacket packet)
        {
            if (Sent.Count - 1 == _watchedOrdinal)
            {
                _watchedSignature = packet.GetSignature();
            }

            if (_watchedDrops == 0 || _watchedSignature < 0 || packet.GetSignature() != _watchedSignature)
            {
                return false;
            }

            _watchedDrops--;
            return true;
        }
    }
}
