//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan
{
    /// <summary>
    /// A peer that was heard of from a new address, until it is proven to be there. Whoever redirects one of its
    /// records to somebody else's address gets that one at most three times the bytes sent that it took.
    /// </summary>
    internal sealed class PeerPath
    {
        // As RFC 9147, section 5.1, has it for an address that is not proven, and RFC 9853, section 5.
        private const int MostAmplification = 3;

        // Where the peer cannot be asked: a redirected record, or burst of records, is over by then.
        private const int ProbationMilliseconds = 1000;

        private readonly int _since;
        private int _received;
        private int _sent;

        internal PeerPath(byte[] address, byte[] proven, bool isChecked, int now)
        {
            Address = address;
            Proven = proven;
            IsChecked = isChecked;
            _since = now;
        }

        /// <summary>Gets the new address.</summary>
        internal byte[] Address { get; }

        /// <summary>Gets the address where the peer was proven to be last.</summary>
        internal byte[] Proven { get; }

        /// <summary>Gets a value indicating whether the peer is asked (RFC 9853).</summary>
        internal bool IsChecked { get; }

        /// <summary>
        /// Takes note of an authentic record, newer than all before, from the new address.
        /// </summary>
        /// <param name="count">The datagram's length, in bytes.</param>
        /// <param name="now">The present time.</param>
        /// <returns><see langword="true"/> if that proves it where the peer cannot be asked; otherwise,
        /// <see langword="false"/>.</returns>
        internal bool NoteReceived(int count, int now)
        {
            // What is sent to it is bounded by this, so more is never needed.
            _received = _received > int.MaxValue / (2 * MostAmplification) ? _received : _received + count;
            return !IsChecked && Time32.Since(_since, now) >= ProbationMilliseconds;
        }

        /// <summary>
        /// Tells where output goes.
        /// </summary>
        /// <param name="output">Where it belongs.</param>
        /// <param name="count">Its length, in bytes.</param>
        /// <param name="source">Where the last input came from.</param>
        /// <returns>The address; <see langword="null"/> if it is not to be sent.</returns>
        internal byte[] Route(TlsOutputPath output, int count, byte[] source)
        {
            bool isForProven = output == TlsOutputPath.Source && !PeerAddress.AreEqual(source, Address);

            if (!isForProven && count <= (MostAmplification * _received) - _sent)
            {
                _sent += count;
                return Address;
            }

            return output == TlsOutputPath.Checked ? null : Proven;
        }
    }
}
