//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections;

namespace NanoTlsMan.Bench
{
    /// <summary>
    /// One engine with the buffers of its caller, which are not its own cost, and what its calls cost.
    /// </summary>
    internal sealed class Peer
    {
        public const int Mtu = 1232;

        private readonly byte[] _input = new byte[Mtu];
        private readonly byte[] _output = new byte[Mtu];

        /// <summary>The engine.</summary>
        public TlsEngine Engine { get; set; }

        /// <summary>Datagrams that wait to be delivered.</summary>
        public ArrayList Outbox { get; } = new ArrayList();

        /// <summary>What the engine's calls cost, in counts of <see cref="Meter"/>.</summary>
        public long Cost { get; private set; }

        /// <summary>What the engine's calls allocated.</summary>
        public long Allocated { get; private set; }

        /// <summary>Length of the data that came last.</summary>
        public int DataCount { get; private set; }

        public void Start()
        {
            long allocated = Meter.Allocated;
            long start = Meter.Now;
            Engine.Start(0);
            Cost += Meter.Since(start);
            Allocated += Meter.Allocated - allocated;
            Drain();
        }

        public void Give(byte[] datagram)
        {
            Array.Copy(datagram, 0, _input, 0, datagram.Length);

            long allocated = Meter.Allocated;
            long start = Meter.Now;
            Engine.HandleInput(_input, 0, datagram.Length, 0);
            Cost += Meter.Since(start);
            Allocated += Meter.Allocated - allocated;
            Drain();
        }

        public void Send(byte[] data)
        {
            long allocated = Meter.Allocated;
            long start = Meter.Now;
            int status = Engine.Send(data, 0, data.Length);
            Cost += Meter.Since(start);
            Allocated += Meter.Allocated - allocated;

            if (status != TlsManStatus.Ok)
            {
                throw new InvalidOperationException();
            }

            Drain();
        }

        public byte[] Take()
        {
            byte[] datagram = (byte[])Outbox[0];

            Outbox.RemoveAt(0);
            return datagram;
        }

        private void Drain()
        {
            TlsPollResult result;

            do
            {
                long allocated = Meter.Allocated;
                long start = Meter.Now;
                result = Engine.Poll(_output, 0, Mtu);
                Cost += Meter.Since(start);
                Allocated += Meter.Allocated - allocated;

                if (result == TlsPollResult.Transmit)
                {
                    byte[] datagram = new byte[Engine.OutputCount];
                    Array.Copy(_output, 0, datagram, 0, datagram.Length);
                    Outbox.Add(datagram);
                }
                else if (result == TlsPollResult.Data)
                {
                    DataCount = Engine.DataCount;
                }
                else if (result == TlsPollResult.Failed)
                {
                    throw new InvalidOperationException();
                }
            }
            while (result != TlsPollResult.Idle);
        }
    }
}
