//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// One engine and what it did: what it sent waits in <see cref="Outbox"/>.
    /// </summary>
    internal sealed class EngineSide
    {
        private readonly byte[] _output;

        public EngineSide(TlsEngine engine, DropCounters drops, int mtu)
        {
            Engine = engine;
            Drops = drops;
            _output = new byte[mtu];
        }

        public TlsEngine Engine { get; }

        public DropCounters Drops { get; }

        /// <summary>Datagrams, or shares of the stream, that are not delivered yet.</summary>
        public ArrayList Outbox { get; } = new ArrayList();

        /// <summary>Application data that came.</summary>
        public ArrayList Inbox { get; } = new ArrayList();

        /// <summary>Where the last output belongs.</summary>
        public TlsOutputPath LastPath { get; private set; }

        public int ConnectedCount { get; private set; }

        public int EndCount { get; private set; }

        public bool IsClosed { get; private set; }

        public bool IsFailed { get; private set; }

        public bool IsConnected
        {
            get { return ConnectedCount > 0; }
        }

        public void Start(int now)
        {
            Engine.Start(now);
            Drain();
        }

        public void Deliver(byte[] input, int now)
        {
            // Records are opened in place, and whoever delivers may want to deliver again.
            byte[] copy = new byte[input.Length];
            int offset = 0;

            Array.Copy(input, 0, copy, 0, input.Length);

            do
            {
                int taken = Engine.HandleInput(copy, offset, copy.Length - offset, now);

                offset += taken;
                Drain();

                if (taken == 0)
                {
                    return;
                }
            }
            while (offset < copy.Length);
        }

        public void Pass(int now)
        {
            if (Engine.HasDeadline && Time32.IsDue(Engine.Deadline, now))
            {
                Engine.HandleTimeout(now);
                Drain();
            }
        }

        public int Send(byte[] data)
        {
            int status = Engine.Send(data, 0, data.Length);

            Drain();
            return status;
        }

        public void Close()
        {
            Engine.Close();
            Drain();
        }

        /// <summary>Takes the oldest datagram.</summary>
        public byte[] Take()
        {
            byte[] first = (byte[])Outbox[0];

            Outbox.RemoveAt(0);
            return first;
        }

        public void Drain()
        {
            while (true)
            {
                switch (Engine.Poll(_output, 0, _output.Length))
                {
                    case TlsPollResult.Transmit:
                        LastPath = Engine.OutputPath;
                        Outbox.Add(Copy(_output, 0, Engine.OutputCount));
                        break;
                    case TlsPollResult.Data:
                        Inbox.Add(Copy(Engine.DataBuffer, Engine.DataOffset, Engine.DataCount));
                        break;
                    case TlsPollResult.Connected:
                        ConnectedCount++;
                        break;
                    case TlsPollResult.Closed:
                        EndCount++;
                        IsClosed = true;
                        break;
                    case TlsPollResult.Failed:
                        EndCount++;
                        IsFailed = true;
                        break;
                    case TlsPollResult.Busy:
                        break;
                    default:
                        return;
                }
            }
        }

        private static byte[] Copy(byte[] source, int offset, int count)
        {
            byte[] copy = new byte[count];

            Array.Copy(source, offset, copy, 0, count);
            return copy;
        }
    }
}
