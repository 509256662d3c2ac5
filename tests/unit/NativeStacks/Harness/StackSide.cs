//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// An engine of any stack, and what it did: what it sent waits in <see cref="Outbox"/>.
    /// </summary>
    internal sealed class StackSide
    {
        private readonly byte[] _output = new byte[1400];

        public StackSide(
            TlsStack stack, TlsRole role, TlsTransportKind kind, TlsSessionOptions options, CredentialStore keys)
        {
            Engine = stack.CreateEngine(role, kind, options, keys, Drops);
        }

        public TlsEngine Engine { get; }

        public DropCounters Drops { get; } = new DropCounters();

        public ArrayList Outbox { get; } = new ArrayList();

        /// <summary>Application data, as far as it is not taken.</summary>
        public byte[] Received { get; private set; } = new byte[0];

        public int ConnectedCount { get; private set; }

        public int ClosedCount { get; private set; }

        public int FailedCount { get; private set; }

        public void Start(int now)
        {
            Engine.Start(now);
            Drain();
        }

        public void Deliver(byte[] input, int now)
        {
            int offset = 0;

            while (offset < input.Length)
            {
                int taken = Engine.HandleInput(input, offset, input.Length - offset, now);

                Drain();

                if (taken == 0)
                {
                    return;
                }

                offset += taken;
            }
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

        /// <summary>Takes what was sent first.</summary>
        public byte[] Take()
        {
            byte[] first = (byte[])Outbox[0];

            Outbox.RemoveAt(0);
            return first;
        }

        private void Drain()
        {
            while (true)
            {
                switch (Engine.Poll(_output, 0, _output.Length))
                {
                    case TlsPollResult.Transmit:
                        Outbox.Add(Join(new byte[0], _output, 0, Engine.OutputCount));
                        break;
                    case TlsPollResult.Data:
                        Received = Join(Received, Engine.DataBuffer, Engine.DataOffset, Engine.DataCount);
                        break;
                    case TlsPollResult.Connected:
                        ConnectedCount++;
                        break;
                    case TlsPollResult.Closed:
                        ClosedCount++;
                        break;
                    case TlsPollResult.Failed:
                        FailedCount++;
                        break;
                    case TlsPollResult.Busy:
                        break;
                    default:
                        return;
                }
            }
        }

        private static byte[] Join(byte[] first, byte[] second, int offset, int count)
        {
            byte[] joined = new byte[first.Length + count];

            Array.Copy(first, 0, joined, 0, first.Length);
            Array.Copy(second, offset, joined, first.Length, count);
            return joined;
        }
    }
}
