//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Diagnostics;
using System.Net.Sockets;
using NanoTlsMan.Sockets;
using static NanoTlsMan.Tests.Sockets.Setup;

namespace NanoTlsMan.Tests.Sockets;

/// <summary>
/// A close_notify for which the platform has no room at the moment follows after Dispose has returned; on boards that
/// is so whenever the last data is not acknowledged yet.
/// </summary>
public class GoodbyeTests
{
    private const byte Last = 0x55;
    private const int FullMicroseconds = 500_000;

    [Fact]
    public void ItFollowsWhenThereIsRoom()
    {
        using Pair pair = new();
        long total = pair.Fill();

        Assert.Equal(64, pair.SendLast(64));

        // Everything before it is read, so that there is room from now on.
        Assert.Equal(total, pair.Read(total));
        pair.Transport.Dispose();
        Assert.Equal(64, pair.Read(long.MaxValue));
        Assert.Equal(Last, pair.LastByte);
    }

    [Fact]
    public void NobodyWaitsForAPeerThatReadsNothing()
    {
        using Pair pair = new();

        pair.Fill();
        Assert.Equal(64, pair.SendLast(64));

        // There is one goodbye, and it is short.
        Assert.Equal(0, pair.SendLast(64));

        Stopwatch watch = Stopwatch.StartNew();

        pair.Transport.Dispose();
        Assert.True(watch.ElapsedMilliseconds < Patience);
        Assert.Equal(SecureTransport.SendFailed, pair.Transport.SendSome(new byte[1], 0, 1, null));
    }

    private sealed class Pair : IDisposable
    {
        private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        private readonly Socket _peer;
        private readonly byte[] _buffer = new byte[65536];

        public Pair()
        {
            using Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

            listener.Bind(AnyPort);
            listener.Listen(1);
            _socket.Connect(listener.LocalEndPoint!);
            _peer = listener.Accept();
            _peer.ReceiveTimeout = 4 * Patience;
            Transport = new TcpTransport(_socket);
        }

        public TcpTransport Transport { get; }

        public byte LastByte { get; private set; }

        /// <summary>Sends until there has been no room for a while: both buffers are full, and the peer reads
        /// nothing.</summary>
        public long Fill()
        {
            long total = 0;

            do
            {
                int sent = Transport.SendSome(_buffer, 0, _buffer.Length, null);

                Assert.True(sent >= 0);
                total += sent;
            }
            while (_socket.Poll(FullMicroseconds, SelectMode.SelectWrite));

            return total;
        }

        public int SendLast(int count) =>
            Transport.SendLast([.. Enumerable.Repeat(Last, count)], 0, count, null);

        /// <summary>Reads so much, or to the end.</summary>
        public long Read(long most)
        {
            long total = 0;

            while (total < most)
            {
                int read = _peer.Receive(_buffer, 0, (int)Math.Min(_buffer.Length, most - total), SocketFlags.None);

                if (read == 0)
                {
                    break;
                }

                total += read;
                LastByte = _buffer[read - 1];
            }

            return total;
        }

        public void Dispose()
        {
            Transport.Dispose();
            _peer.Dispose();
        }
    }
}
