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
        private readonly Socket _peer;
        private readonly byte[] _buffer = new byte[65536];

        public Pair()
        {
            using Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

            listener.Bind(AnyPort);
            listener.Listen(1);
            socket.Connect(listener.LocalEndPoint!);
            _peer = listener.Accept();
            _peer.ReceiveTimeout = 4 * Patience;
            Transport = new TcpTransport(socket);
        }

        public TcpTransport Transport { get; }

        public byte LastByte { get; private set; }

        /// <summary>Sends until nothing goes any more, for a while, for the loopback moves it on.</summary>
        public long Fill()
        {
            long total = 0;

            for (int idle = 0; idle < 20;)
            {
                int sent = Transport.SendSome(_buffer, 0, _buffer.Length, null);

                Assert.True(sent >= 0);
                total += sent;
                idle = sent == 0 ? idle + 1 : 0;
                Thread.Sleep(sent == 0 ? 5 : 0);
            }

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
