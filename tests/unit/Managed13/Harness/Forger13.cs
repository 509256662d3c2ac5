//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Ciphers;
using NanoTlsMan.Managed13.Handshake;
using NanoTlsMan.Managed13.Record;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// Makes datagrams as a peer would that has the session's secrets and breaks its rules.
    /// </summary>
    internal static class Forger13
    {
        /// <summary>A protected record with a number of its own.</summary>
        public static byte[] Protect(int suite, byte[] secret, int epoch, int number, int type, byte[] content)
        {
            return Protect(suite, secret, epoch, number, type, content, null);
        }

        /// <summary>A protected record with a number of its own, and a connection ID or none.</summary>
        public static byte[] Protect(
            int suite, byte[] secret, int epoch, int number, int type, byte[] content, byte[] connectionId)
        {
            KeySchedule schedule = new KeySchedule(new ManagedCiphers(), true);
            TrafficKeys keys = schedule.CreateKeys(suite, secret, epoch);
            DatagramRecords records = new DatagramRecords(new DropCounters());
            byte[] datagram = new byte[content.Length + 64];

            if (connectionId != null)
            {
                records.ConnectionId = new byte[0];
                records.AgreeOnConnectionIds(connectionId);
            }

            keys.Next = (ulong)number;
            records.InstallWriter(keys);
            Array.Copy(content, 0, datagram, records.GetContentOffset(0, epoch), content.Length);
            return Slice(datagram, 0, records.WriteRecord(type, epoch, datagram, 0, content.Length));
        }

        /// <summary>The secret behind a KeyUpdate.</summary>
        public static byte[] Update(byte[] secret)
        {
            KeySchedule schedule = new KeySchedule(new ManagedCiphers(), true);
            byte[] next = Slice(secret, 0, secret.Length);

            schedule.Update(next);
            return next;
        }

        /// <summary>A record in the clear.</summary>
        public static byte[] Plain(int type, int number, byte[] content)
        {
            byte[] datagram = new byte[13 + content.Length];

            datagram[0] = (byte)type;
            WireWriter.PutUInt16(datagram, 1, 0xFEFD);
            WireWriter.PutUInt16(datagram, 9, number);
            WireWriter.PutUInt16(datagram, 11, content.Length);
            Array.Copy(content, 0, datagram, 13, content.Length);
            return datagram;
        }

        /// <summary>A whole handshake message over datagrams.</summary>
        public static byte[] Message(int type, int sequence, byte[] body)
        {
            byte[] message = new byte[12 + body.Length];

            message[0] = (byte)type;
            WireWriter.PutUInt24(message, 1, body.Length);
            WireWriter.PutUInt16(message, 4, sequence);
            WireWriter.PutUInt24(message, 9, body.Length);
            Array.Copy(body, 0, message, 12, body.Length);
            return message;
        }

        /// <summary>An ACK of one record.</summary>
        public static byte[] Ack(int epoch, int number)
        {
            byte[] ack = new byte[18];

            WireWriter.PutUInt16(ack, 0, 16);
            WireWriter.PutUInt32(ack, 6, epoch);
            WireWriter.PutUInt32(ack, 14, number);
            return ack;
        }

        public static byte[] Slice(byte[] source, int offset, int count)
        {
            byte[] slice = new byte[count];

            Array.Copy(source, offset, slice, 0, count);
            return slice;
        }

        public static byte[] Join(byte[] first, byte[] second)
        {
            byte[] joined = new byte[first.Length + second.Length];

            Array.Copy(first, 0, joined, 0, first.Length);
            Array.Copy(second, 0, joined, first.Length, second.Length);
            return joined;
        }
    }
}
