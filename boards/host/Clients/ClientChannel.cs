//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Net.Sockets;
using NanoTlsMan.Host.Decoding;
using NanoTlsMan.Host.Lasting;
using NanoTlsMan.Host.Tracing;
using NanoTlsMan.Sockets;

namespace NanoTlsMan.Host.Clients;

/// <summary>
/// A client's channel, over either kind of transport.
/// </summary>
internal sealed class ClientChannel : IDisposable
{
    private const int LargestDatagram = 65507;
    private const int Slice = 50;

    // Explicit nonce, alert, content type, and a tag of 8 or 16 bytes.
    private const int ShortSealedAlert = 8 + 2 + 1 + 8;
    private const int LongSealedAlert = 8 + 2 + 1 + 16;

    private readonly SecureSock _sock;
    private readonly TracingTransport _transport;
    private readonly ClientUdpTransport? _udp;

    private ClientChannel(SecureSock sock, TlsManSession session, TracingTransport transport, ClientUdpTransport? udp)
    {
        _sock = sock;
        _transport = transport;
        _udp = udp;
        Session = session;
    }

    /// <summary>What <see cref="AwaitGoodbye"/> finds out.</summary>
    public enum Goodbye
    {
        /// <summary>The server has ended the channel as well.</summary>
        Confirmed,

        /// <summary>Nothing came.</summary>
        Silence,

        /// <summary>Nobody is there any more.</summary>
        Gone,
    }

    public TlsManSession Session { get; }

    /// <summary>Whether there was no handshake.</summary>
    public bool IsRestored { get; private init; }

    /// <summary>Whether the server's host has said that nobody listens on that port.</summary>
    public bool IsRefused => _udp is { IsRefused: true };

    /// <summary>
    /// Opens a channel.
    /// </summary>
    /// <returns>The channel, or <see langword="null"/> if the end was asked for.</returns>
    /// <exception cref="NetworkException">The server cannot be reached.</exception>
    /// <exception cref="SecurityFailureException">The handshake failed.</exception>
    public static ClientChannel? Open(
        ChannelSettings settings, TlsMan man, TlsSessionOptions options, CredentialStore credentials,
        Action<TrafficEntry>? watcher, StopSignal stop)
    {
        TrafficSummary summary = new(settings.Kind);
        Diagnosis diagnosis = new(settings, summary);

        void Watch(TrafficEntry entry)
        {
            summary.Add(entry);
            watcher?.Invoke(entry);
        }

        ClientChannel? channel = settings.Kind == TlsTransportKind.Datagram
            ? StartDatagram(settings, man, options, credentials, Watch, summary, diagnosis)
            : StartStream(settings, man, options, credentials, Watch, diagnosis, stop);

        if (channel != null && !channel.WaitForChannel(diagnosis, stop))
        {
            channel.Dispose();
            return null;
        }

        return channel;
    }

    /// <summary>
    /// Opens the channel that a file keeps, without a word to the server.
    /// </summary>
    /// <exception cref="NetworkException">No way leads to the server.</exception>
    /// <exception cref="SecurityFailureException">It cannot be opened.</exception>
    public static ClientChannel Restore(
        ChannelSettings settings, TlsMan man, TlsSessionOptions options, CredentialStore credentials,
        Action<TrafficEntry>? watcher)
    {
        LastingSettings lasting = settings.Lasting;
        string path = lasting.RestorePath!;
        byte[] key = SealKey.Get(path, lasting.Seal);
        TrafficSummary summary = new(settings.Kind);
        ClientUdpTransport udp;

        try
        {
            udp = new ClientUdpTransport(settings.EndPoint, summary.AddStray);
        }
        catch (SocketException exception)
        {
            throw new NetworkException($"cannot reach {settings.EndPointText}: {exception.Message}");
        }

        TracingTransport transport = new(udp, entry => watcher?.Invoke(entry));
        SecureUdpSock sock = new(man, transport, SecureSockMode.Synchronous, LargestDatagram);

        try
        {
            TlsManSession session = sock.Restore(
                settings.EndPoint, options, credentials, new FileSessionStore(path), FileSessionStore.Name, key);

            return new ClientChannel(sock, session, transport, udp) { IsRestored = true };
        }
        catch (SecureSockException exception)
        {
            sock.Dispose();
            throw new SecurityFailureException($"cannot restore {path}: {TlsErrorText.Describe(exception.Error)}");
        }
    }

    /// <summary>
    /// Closes the channel, and waits for the server to do the same, which tells whether it was there to the end.
    /// </summary>
    public Goodbye AwaitGoodbye(int milliseconds, StopSignal stop)
    {
        byte[] buffer = new byte[LargestDatagram];
        byte[] peer = new byte[PeerAddress.Size];
        int start = _transport.Now;

        Session.CloseChannel();

        while (!stop.IsRequested && Time32.Since(start, _transport.Now) < milliseconds)
        {
            int count = _transport.Receive(buffer, 0, buffer.Length, peer, _transport.Now + Slice);

            if (count == SecureTransport.ReceiveFailed)
            {
                return Goodbye.Gone;
            }

            // The sock reads no more, so this cannot be opened; but a record that is none of the server's would prove
            // nothing worse than that the server was there.
            if (count == SecureTransport.EndOfStream || (count > 0 && IsProtectedAlert(buffer.AsSpan(0, count))))
            {
                return Goodbye.Confirmed;
            }
        }

        return Goodbye.Silence;
    }

    public void Dispose() => _sock.Dispose();

    private static ClientChannel StartDatagram(
        ChannelSettings settings, TlsMan man, TlsSessionOptions options, CredentialStore credentials,
        Action<TrafficEntry> watcher, TrafficSummary summary, Diagnosis diagnosis)
    {
        ClientUdpTransport udp;

        try
        {
            udp = new ClientUdpTransport(settings.EndPoint, summary.AddStray);
        }
        catch (SocketException exception)
        {
            throw diagnosis.ExplainConnect(exception.Message, false);
        }

        TracingTransport transport = new(udp, watcher);
        SecureUdpSock sock = new(man, transport, SecureSockMode.Synchronous, LargestDatagram);

        try
        {
            TlsManSession session =
                sock.Connect(settings.EndPoint, options, credentials, SecureSockFlags.NonBlock);

            return new ClientChannel(sock, session, transport, udp);
        }
        catch (SecureSockException)
        {
            sock.Dispose();
            throw;
        }
    }

    private static ClientChannel? StartStream(
        ChannelSettings settings, TlsMan man, TlsSessionOptions options, CredentialStore credentials,
        Action<TrafficEntry> watcher, Diagnosis diagnosis, StopSignal stop)
    {
        Socket? socket = Connect(settings, options, diagnosis, stop);

        if (socket == null)
        {
            return null;
        }

        TracingTransport transport = new(new TcpTransport(socket), watcher);
        SecureTcpSock sock = new(man, transport, options, credentials, SecureSockMode.Synchronous);

        try
        {
            sock.OpenClient(SecureSockFlags.NonBlock);
            return new ClientChannel(sock, sock.Session, transport, null);
        }
        catch (SecureSockException)
        {
            sock.Dispose();
            throw;
        }
    }

    private static Socket? Connect(
        ChannelSettings settings, TlsSessionOptions options, Diagnosis diagnosis, StopSignal stop)
    {
        Socket socket = new(settings.EndPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using CancellationTokenSource timeout = new(options.HandshakeTimeout);
        Task connecting = socket.ConnectAsync(settings.EndPoint, timeout.Token).AsTask();

        try
        {
            while (!connecting.Wait(Slice))
            {
                if (stop.IsRequested)
                {
                    timeout.Cancel();
                }
            }

            return socket;
        }
        catch (AggregateException exception)
        {
            socket.Dispose();

            return exception.InnerException switch
            {
                SocketException failure => throw diagnosis.ExplainConnect(
                    failure.Message, failure.SocketErrorCode == SocketError.ConnectionRefused),
                OperationCanceledException when stop.IsRequested => null,
                OperationCanceledException => throw diagnosis.ExplainConnect("no answer in time", false),
                _ => throw exception.InnerException!,
            };
        }
    }

    // Of a record with a connection ID the length tells, for the type is within.
    private static bool IsProtectedAlert(ReadOnlySpan<byte> datagram) => datagram[0] == ContentType.Tls12ConnectionId
        ? RecordShape.FindIdLength(datagram) is >= 0 and int id
            && datagram.Length - RecordHeader.DtlsLength - id is ShortSealedAlert or LongSealedAlert
        : datagram[0] == ContentType.Alert && (datagram[3] << 8 | datagram[4]) > 0;

    private bool WaitForChannel(Diagnosis diagnosis, StopSignal stop)
    {
        int status;

        while ((status = Session.WaitForChannel(Slice)) == TlsManStatus.TimedOut)
        {
            if (stop.IsRequested)
            {
                return false;
            }
        }

        if (status == TlsManStatus.Ok)
        {
            return true;
        }

        TlsManError error = Session.LastError;
        Exception explained = diagnosis.Explain(error, IsRefused);

        Dispose();
        throw explained;
    }
}
