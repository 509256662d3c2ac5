//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.NativeStacks
{
    /// <summary>
    /// Cuts a stream into records, so that never more than one record's data waits inside a native stack to be fetched.
    /// </summary>
    internal sealed class RecordCutter
    {
        private int _headerCount;
        private int _recordLeft;

        /// <summary>
        /// Takes bytes up to the end of a record.
        /// </summary>
        /// <returns>How many.</returns>
        internal int Take(byte[] buffer, int offset, int count)
        {
            int taken = 0;

            while (_headerCount < RecordHeader.TlsLength && taken < count)
            {
                // The last two bytes of a header are the length of what follows (RFC 5246, section 6.2.1).
                _recordLeft = _headerCount < RecordHeader.TlsLength - 2
                    ? 0
                    : (_recordLeft << 8) | buffer[offset + taken];
                _headerCount++;
                taken++;
            }

            if (_headerCount < RecordHeader.TlsLength)
            {
                return taken;
            }

            int body = count - taken < _recordLeft ? count - taken : _recordLeft;

            _recordLeft -= body;

            if (_recordLeft == 0)
            {
                _headerCount = 0;
            }

            return taken + body;
        }
    }
}
