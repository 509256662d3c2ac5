//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Buffers.Binary;
using System.Net.Sockets;

namespace NanoTlsMan.Bogo;

/// <summary>
/// The runner's connection: a stream, or datagrams and virtual time over a stream, as its packet adaptor has them.
/// </summary>
internal sealed class Wire(Socket socket, bool isDatagram, int begin)
{
    private readonly NetworkStream _stream = new(socket);
    private long _elapsed;

    public bool IsDatagram { get; } = isDatagram;

    /// <summary>Gets the virtual time, in milliseconds: the runner alone moves it.</summary>
    public int Now => begin + (int)(_elapsed / 1000000);

    /// <summary>
    /// Sends a datagram, or bytes of the stream. Where the runner has gone, the bytes are lost.
    /// </summary>
    public void Send(ReadOnlySpan<byte> bytes)
    {
        try
        {
            if (IsDatagram)
            {
                byte[] packet = new byte[5 + bytes.Length];

                packet[0] = (byte)'P';
                BinaryPrimitives.WriteInt32BigEndian(packet.AsSpan(1), bytes.Length);
                bytes.CopyTo(packet.AsSpan(5));
                _stream.Write(packet);
            }
            else
            {
                _stream.Write(bytes);
            }
        }
        catch (IOException)
        {
        }
    }

    /// <summary>
    /// Receives what the runner sends next.
    /// </summary>
    /// <param name="onTimeout">Is called for each share of time that passes, and sends what is due.</param>
    /// <param name="onTimeoutExpected">Is told in how many milliseconds the next timer should be due; -1 for
    /// never.</param>
    /// <param name="onMtu">Is told a new MTU.</param>
    /// <returns>A datagram, or bytes of the stream; <see langword="null"/> at the end.</returns>
    public byte[]? Receive(Action<int> onTimeout, Action<long> onTimeoutExpected, Action<int> onMtu)
    {
        if (!IsDatagram)
        {
            byte[] buffer = new byte[16384];

            try
            {
                int count = _stream.Read(buffer);

                return count == 0 ? null : buffer[..count];
            }
            catch (IOException)
            {
                return null;
            }
        }

        while (true)
        {
            byte[]? opcode = Read(1);

            if (opcode == null)
            {
                return null;
            }

            switch (opcode[0])
            {
                case (byte)'P':
                    return Read(BinaryPrimitives.ReadInt32BigEndian(Read(4)));

                case (byte)'T':
                    // Quarters of timers are no whole milliseconds.
                    _elapsed += BinaryPrimitives.ReadInt64BigEndian(Read(8));

                    // What is due goes out behind the answer: before it the runner wants to hear nothing.
                    _stream.Write([(byte)'t']);
                    onTimeout(Now);
                    break;

                case (byte)'E':
                    ulong expected = BinaryPrimitives.ReadUInt64BigEndian(Read(8));

                    onTimeoutExpected(expected == ulong.MaxValue ? -1 : (long)(expected / 1000000));
                    break;

                case (byte)'M':
                    onMtu(BinaryPrimitives.ReadInt32BigEndian(Read(4)));
                    break;

                default:
                    throw new UnimplementedException($"opcode {(char)opcode[0]}");
            }
        }
    }

    /// <summary>
    /// Ends the connection, so that the runner reads all that was sent: what is not read here would take it away.
    /// </summary>
    public void End()
    {
        byte[] buffer = new byte[16384];

        try
        {
            socket.Shutdown(SocketShutdown.Send);
            socket.ReceiveTimeout = 1000;

            while (_stream.Read(buffer) > 0)
            {
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
        }
    }

    private byte[]? Read(int count)
    {
        byte[] buffer = new byte[count];
        int read = 0;

        try
        {
            while (read < count)
            {
                int taken = _stream.Read(buffer, read, count - read);

                if (taken == 0)
                {
                    return null;
                }

                read += taken;
            }
        }
        catch (IOException)
        {
            return null;
        }

        return buffer;
    }
}
