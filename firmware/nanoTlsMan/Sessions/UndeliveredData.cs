//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan
{
    /// <summary>
    /// Application data that nobody has fetched yet. Each session has a few places of its own, so that the silence of
    /// one costs the others nothing.
    /// </summary>
    internal sealed class UndeliveredData
    {
        // So many records are kept to be used again, with their buffers: as a rule there is one at a time.
        private const int MostSpares = 2;

        private UndeliveredRecord _first;
        private UndeliveredRecord _last;
        private UndeliveredRecord _spares;
        private int _spareCount;
        private int _count;

        internal int Count
        {
            get { return _count; }
        }

        /// <summary>Gets the data that has waited longest, or <see langword="null"/>.</summary>
        internal UndeliveredRecord First
        {
            get { return _first; }
        }

        /// <summary>Gets whose data has waited longest, or <see langword="null"/>.</summary>
        internal TlsManSession FirstOwner
        {
            get { return _first == null ? null : _first.Owner; }
        }

        /// <summary>
        /// Keeps a record's data.
        /// </summary>
        /// <param name="owner">Whose it is.</param>
        /// <param name="buffer">Holds it.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="count">Its length, in bytes.</param>
        /// <param name="places">How many records a session may have here.</param>
        /// <param name="most">How many records there may be in all; more can only be where ended sessions have left
        /// some.</param>
        /// <returns><see langword="false"/> if the session has no place left; otherwise,
        /// <see langword="true"/>.</returns>
        /// <exception cref="OutOfMemoryException">There is no memory, and nothing was kept.</exception>
        internal bool Add(TlsManSession owner, byte[] buffer, int offset, int count, int places, int most)
        {
            if (CountOf(owner) >= places)
            {
                return false;
            }

            if (_count >= most)
            {
                DropOfEnded();
            }

            UndeliveredRecord record = TakeSpare(count);

            Array.Copy(buffer, offset, record.Buffer, 0, count);
            record.Owner = owner;
            record.Offset = 0;
            record.Count = count;
            record.Next = null;
            record.Previous = _last;

            if (_last == null)
            {
                _first = record;
            }
            else
            {
                _last.Next = record;
            }

            _last = record;
            _count++;

            UndeliveredRecord last = owner.LastUndelivered;

            record.NextOfOwner = last == null ? record : last.NextOfOwner;

            if (last != null)
            {
                last.NextOfOwner = record;
            }

            owner.LastUndelivered = record;
            return true;
        }

        /// <summary>
        /// Tells how many bytes a session can fetch.
        /// </summary>
        internal static int GetAvailable(TlsManSession owner)
        {
            UndeliveredRecord last = owner.LastUndelivered;
            int available = 0;

            if (last != null)
            {
                UndeliveredRecord record = last;

                do
                {
                    record = record.NextOfOwner;
                    available += record.Count;
                }
                while (record != last);
            }

            return available;
        }

        /// <summary>
        /// Fetches the oldest data of a session.
        /// </summary>
        /// <param name="owner">The session.</param>
        /// <param name="buffer">Receives the data.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="count">How many bytes fit.</param>
        /// <param name="isWhole">Whether a record is fetched as a whole or not at all.</param>
        /// <returns>How many bytes there are, or a <see cref="TlsManStatus"/>.</returns>
        internal int Take(TlsManSession owner, byte[] buffer, int offset, int count, bool isWhole)
        {
            UndeliveredRecord last = owner.LastUndelivered;

            if (last == null)
            {
                return TlsManStatus.WouldBlock;
            }

            UndeliveredRecord record = last.NextOfOwner;
            int taken = record.Count;

            if (taken > count)
            {
                // A datagram is not cut: its rest would be lost. A stream goes on where it was left.
                if (isWhole)
                {
                    return TlsManStatus.TooLong;
                }

                taken = count;
            }

            Array.Copy(record.Buffer, record.Offset, buffer, offset, taken);
            record.Offset += taken;
            record.Count -= taken;

            if (record.Count == 0)
            {
                Release(Detach(owner));
            }

            return taken;
        }

        /// <summary>
        /// Takes a session's oldest record away, for its data to be used where it is. It has to be given back with
        /// <see cref="Release"/>.
        /// </summary>
        /// <returns>The record, or <see langword="null"/>.</returns>
        internal UndeliveredRecord Detach(TlsManSession owner)
        {
            UndeliveredRecord last = owner.LastUndelivered;

            if (last == null)
            {
                return null;
            }

            UndeliveredRecord record = last.NextOfOwner;

            if (record == last)
            {
                owner.LastUndelivered = null;
            }
            else
            {
                last.NextOfOwner = record.NextOfOwner;
            }

            if (record.Previous == null)
            {
                _first = record.Next;
            }
            else
            {
                record.Previous.Next = record.Next;
            }

            if (record.Next == null)
            {
                _last = record.Previous;
            }
            else
            {
                record.Next.Previous = record.Previous;
            }

            _count--;
            return record;
        }

        /// <summary>
        /// Wipes a record and keeps it for others.
        /// </summary>
        internal void Release(UndeliveredRecord record)
        {
            // Plaintext does not outlive its use.
            Array.Clear(record.Buffer, 0, record.Offset + record.Count);
            record.Owner = null;
            record.Previous = null;
            record.Next = null;
            record.NextOfOwner = null;

            if (_spareCount < MostSpares)
            {
                record.Next = _spares;
                _spares = record;
                _spareCount++;
            }
        }

        /// <summary>
        /// Forgets what a session has not fetched.
        /// </summary>
        internal void RemoveAll(TlsManSession owner)
        {
            while (owner.LastUndelivered != null)
            {
                Release(Detach(owner));
            }
        }

        private static int CountOf(TlsManSession owner)
        {
            UndeliveredRecord last = owner.LastUndelivered;
            int count = 0;

            if (last != null)
            {
                UndeliveredRecord record = last;

                do
                {
                    record = record.NextOfOwner;
                    count++;
                }
                while (record != last);
            }

            return count;
        }

        private void DropOfEnded()
        {
            for (UndeliveredRecord record = _first; record != null; record = record.Next)
            {
                if (record.Owner.IsEnded)
                {
                    RemoveAll(record.Owner);
                    return;
                }
            }
        }

        private UndeliveredRecord TakeSpare(int count)
        {
            UndeliveredRecord record = _spares;

            if (record == null)
            {
                byte[] fresh = new byte[count];

                return new UndeliveredRecord { Buffer = fresh };
            }

            if (record.Buffer.Length < count)
            {
                record.Buffer = new byte[count];
            }

            _spares = record.Next;
            _spareCount--;
            return record;
        }
    }
}
