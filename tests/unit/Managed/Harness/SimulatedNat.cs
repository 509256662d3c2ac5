//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// What stands between one host and all others: they see it at an address that changes, and what is sent to an
    /// address that it had before is lost.
    /// </summary>
    internal sealed class SimulatedNat
    {
        private const int FirstPort = 4000;

        private readonly byte[] _hidden;
        private int _port = FirstPort;
        private int _count;

        public SimulatedNat(byte[] hidden)
        {
            _hidden = hidden;
        }

        /// <summary>Before which datagram of the host, counted from 0, its address changes; -1 for none.</summary>
        public int RebindBefore { get; set; } = -1;

        /// <summary>Whether the address changes before every datagram.</summary>
        public bool RebindsAlways { get; set; }

        /// <summary>Where the host is seen.</summary>
        public byte[] Seen
        {
            get { return SimulatedLink.CreateAddress(2, _port); }
        }

        public void Rebind()
        {
            _port++;
        }

        public byte[] GoOut(byte[] from)
        {
            if (!PeerAddress.AreEqual(from, _hidden))
            {
                return from;
            }

            if (RebindsAlways || _count == RebindBefore)
            {
                Rebind();
            }

            _count++;
            return Seen;
        }

        /// <summary>Finds the host behind an address; one that nobody has any more stays as it is.</summary>
        public byte[] ComeIn(byte[] to)
        {
            return PeerAddress.AreEqual(to, Seen) ? _hidden : to;
        }
    }
}
