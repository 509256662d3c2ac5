//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections;

namespace NanoTlsMan.Bench
{
    /// <summary>
    /// One engine, whose calls are measured, with the buffers of its caller, which are not its own cost.
    /// </summary>
    internal sealed class Peer
    {
        public const int Mtu = 1232;

        private readonly Gauge _gauge;
        private readonly byte[] _input = new byte[Mtu];
        private readonly byte[] _output = new byte[Mtu];

        public Peer(Gauge gauge)
        {
            _gauge = gauge;
        }

        /// <summary>The engine.</summary>
        public TlsEngine Engine { get; set; }

        /// <summary>Datagrams that wait to be delivered.</summary>
        public ArrayList Outbox { get; } = new ArrayList();

        /// <summary>Length of the data that came last.</summary>
        public int DataCount { get; private set; }

        public void Start()
        {
            _gauge.Enter();
            Engine.Start(0);
            _gauge.Leave();
            Drain();
        }

        public void Give(byte[] datagram)
        {
            Array.Copy(datagram, 0, _input, 0, datagram.Length);

            _gauge.Enter();
            Engine.HandleInput(_input, 0, datagram.Length, 0);
            _gauge.Leave();
            Drain();
        }

        public void Send(byte[] data)
        {
            _gauge.Enter();
            int status = Engine.Send(data, 0, data.Length);
            _gauge.Leave();

            if (status != TlsManStatus.Ok)
            {
                throw new InvalidOperationException();
            }

            Drain();
        }

        public void CheckPath()
        {
            _gauge.Enter();
            Engine.CheckPath(0);
            _gauge.Leave();
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
                _gauge.Enter();
                result = Engine.Poll(_output, 0, Mtu);
                _gauge.Leave();

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
