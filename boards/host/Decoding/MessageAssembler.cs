//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Host.Decoding;

/// <summary>
/// Puts together the handshake messages of one side: fragments of datagrams, in whatever order, or what a stream's
/// records hold.
/// </summary>
internal sealed class MessageAssembler(TlsTransportKind kind)
{
    // No handshake has a longer message; what claims one is damaged.
    private const int LongestMessage = 65536;
    private const int MostMessages = 64;

    private readonly Dictionary<int, Fragments> _fragments = [];
    private readonly List<byte> _stream = [];
    private int _count;

    /// <summary>
    /// Takes the handshake content of a record.
    /// </summary>
    /// <returns>The messages that are whole now: type, number and body.</returns>
    public List<(int Type, int Number, byte[] Body)> Add(ReadOnlySpan<byte> content) =>
        kind == TlsTransportKind.Datagram ? AddFragments(content) : AddShare(content);

    /// <summary>Forgets what is there: the next message begins something new.</summary>
    public void Reset()
    {
        _fragments.Clear();
        _stream.Clear();
    }

    private List<(int, int, byte[])> AddFragments(ReadOnlySpan<byte> content)
    {
        List<(int, int, byte[])> whole = [];

        while (content.Length >= RecordHeader.DtlsHandshakeLength)
        {
            byte[] header = content[..RecordHeader.DtlsHandshakeLength].ToArray();
            int length = HandshakeHeader.GetLength(header, 0);
            int offset = HandshakeHeader.GetFragmentOffset(header, 0);
            int count = HandshakeHeader.GetFragmentLength(header, 0);
            int number = HandshakeHeader.GetSequence(header, 0);

            content = content[RecordHeader.DtlsHandshakeLength..];

            if (count > content.Length || offset + count > length || length > LongestMessage)
            {
                break;
            }

            if (!_fragments.TryGetValue(number, out Fragments? message) || message.Length != length
                || message.Contradicts(offset, content[..count]))
            {
                if (_fragments.Count >= MostMessages)
                {
                    _fragments.Clear();
                }

                _fragments[number] = message = new Fragments(length);
            }

            if (message.Add(offset, content[..count]))
            {
                whole.Add((header[0], number, message.Body));
            }

            content = content[count..];
        }

        return whole;
    }

    private List<(int, int, byte[])> AddShare(ReadOnlySpan<byte> content)
    {
        List<(int, int, byte[])> whole = [];

        _stream.AddRange(content);

        while (_stream.Count >= RecordHeader.TlsHandshakeLength)
        {
            byte[] header = [.. _stream.Take(RecordHeader.TlsHandshakeLength)];
            int length = HandshakeHeader.GetLength(header, 0);

            if (length > LongestMessage)
            {
                _stream.Clear();
            }

            if (_stream.Count < RecordHeader.TlsHandshakeLength + length)
            {
                break;
            }

            whole.Add((header[0], _count++, [.. _stream.Skip(RecordHeader.TlsHandshakeLength).Take(length)]));
            _stream.RemoveRange(0, RecordHeader.TlsHandshakeLength + length);
        }

        return whole;
    }

    /// <summary>A message of which parts are there.</summary>
    private sealed class Fragments(int length)
    {
        private readonly bool[] _isThere = new bool[length];
        private bool _isWhole;

        public int Length => length;

        public byte[] Body { get; } = new byte[length];

        /// <summary>Tells whether the message is whole, and another than that which a part is of: of a later
        /// handshake.</summary>
        public bool Contradicts(int offset, ReadOnlySpan<byte> part) =>
            _isWhole && !Body.AsSpan(offset, part.Length).SequenceEqual(part);

        /// <summary>Tells whether the message is whole now, and was not before.</summary>
        public bool Add(int offset, ReadOnlySpan<byte> part)
        {
            part.CopyTo(Body.AsSpan(offset));
            _isThere.AsSpan(offset, part.Length).Fill(true);

            bool isNew = !_isWhole && !_isThere.AsSpan().Contains(false);

            _isWhole |= isNew;
            return isNew;
        }
    }
}
