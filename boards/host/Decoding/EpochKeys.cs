//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Managed13.Handshake;
using NanoTlsMan.Managed13.Record;

namespace NanoTlsMan.Host.Decoding;

/// <summary>
/// The keys of one side of a conversation of 1.3, epoch after epoch: those of the handshake, those of data, and what
/// key updates make of them.
/// </summary>
/// <param name="schedule">Derives keys, as the stack does.</param>
/// <param name="suite">The cipher suite.</param>
internal sealed class EpochKeys(KeySchedule schedule, int suite)
{
    private const int EpochMask = 3;

    private readonly SortedDictionary<int, (TrafficKeys Keys, byte[] Secret)> _epochs = [];

    // Of a stream: the epoch that it is at, and how many records could not be opened behind the last one that could.
    private int _present = RecordLayer13.HandshakeEpoch;
    private ulong _missed;

    /// <summary>Adds the keys of an epoch, if they are not there.</summary>
    public void Add(int epoch, byte[] secret)
    {
        if (!_epochs.ContainsKey(epoch))
        {
            _epochs[epoch] = (schedule.CreateKeys(suite, secret, epoch), secret);
        }
    }

    /// <summary>
    /// Opens a record of a stream. Nothing in it says which keys it has: they are those of the record before, or the
    /// next ones.
    /// </summary>
    /// <returns>What is within, with its type behind it; <see langword="null"/> if it cannot be opened.</returns>
    public byte[]? OpenShare(byte[] record)
    {
        for (int epoch = _present; epoch <= _present + 1; epoch++)
        {
            if (Find(epoch) is not (TrafficKeys keys, byte[] secret))
            {
                continue;
            }

            // A record that is damaged has a number all the same; early data has none of these.
            ulong skipped = epoch == _present ? _missed : 0;
            ulong first = keys.Next;

            foreach (ulong number in new[] { first, first + skipped }.Distinct())
            {
                if (Open(keys, number, record, RecordHeader.TlsLength, RecordHeader.TlsLength, record) is byte[] inner)
                {
                    _epochs[epoch] = (keys, secret);
                    keys.Next = number + 1;
                    _present = epoch;
                    _missed = 0;
                    return inner;
                }
            }
        }

        _missed++;
        return null;
    }

    /// <summary>
    /// Opens a record of datagrams, which tells two bits of its epoch and some of its number (RFC 9147, section 4).
    /// </summary>
    /// <param name="record">The record.</param>
    /// <param name="idLength">The length of its connection ID, in bytes.</param>
    /// <returns>What is within, with its type behind it; <see langword="null"/> if it cannot be opened.</returns>
    public byte[]? OpenRecord(byte[] record, int idLength)
    {
        int at = 1 + idLength;
        int count = RecordShape.GetNumberLength(record[0]);
        int content = RecordShape.GetUnifiedLength(record[0], idLength);

        // The newest first, and before it the one that a key update leads to which the capture may lack.
        for (int epoch = _epochs.Keys.Last() + 1; epoch >= RecordLayer13.HandshakeEpoch; epoch--)
        {
            if ((epoch & EpochMask) != (record[0] & EpochMask)
                || Find(epoch) is not (TrafficKeys keys, byte[] secret)
                || record.Length < content + RecordNumberCipher.SampleLength)
            {
                continue;
            }

            int mask = keys.GetMask(record, content);
            byte[] header = record[..content];

            header[at] ^= (byte)(mask >> 8);

            if (count == 2)
            {
                header[at + 1] ^= (byte)mask;
            }

            int bits = count == 1 ? header[at] : header[at] << 8 | header[at + 1];

            ulong number = DatagramRecords.Complete(bits, count == 1 ? 0xFF : 0xFFFF, keys.Next);

            if (Open(keys, number, header, content, content, record) is byte[] inner)
            {
                _epochs[epoch] = (keys, secret);
                keys.Next = Math.Max(keys.Next, number + 1);
                return inner;
            }
        }

        return null;
    }

    private static byte[]? Open(
        TrafficKeys keys, ulong number, byte[] header, int headerLength, int content, byte[] record)
    {
        byte[] text = record[content..];
        int count = text.Length - keys.TagLength;

        return count > 0 && keys.Open(number, header, 0, headerLength, text, 0, count) ? text[..count] : null;
    }

    // Those of a key update that nobody has seen are made of the ones before (RFC 9846, section 7.2), and kept once
    // they open something.
    private (TrafficKeys Keys, byte[] Secret)? Find(int epoch)
    {
        if (_epochs.TryGetValue(epoch, out (TrafficKeys Keys, byte[] Secret) found))
        {
            return found;
        }

        if (epoch <= RecordLayer13.FirstDataEpoch || !_epochs.TryGetValue(epoch - 1, out found))
        {
            return null;
        }

        byte[] secret = [.. found.Secret];

        schedule.Update(secret);
        return (schedule.CreateKeys(suite, secret, epoch), secret);
    }
}
