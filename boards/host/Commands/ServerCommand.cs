//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using NanoTlsMan.Host.Tracing;
using NanoTlsMan.Sockets;

namespace NanoTlsMan.Host.Commands;

/// <summary>
/// <c>tlsman server</c>: accepts channels, prints what comes, and sends it back if asked to.
/// </summary>
internal sealed class ServerCommand
{
    private const int LargestDatagram = 65507;
    private const int AcceptSlice = 200;
    private const int Backlog = 128;

    private readonly ChannelSettings _settings;
    private readonly LimitOptions _limits;
    private readonly bool _isEcho;
    private readonly int _count;
    private readonly ManualResetEventSlim _done = new();
    private readonly HashSet<TlsManSession> _open = [];
    private readonly HashSet<SecureTcpSock> _socks = [];
    private int _closed;

    private ServerCommand(ChannelSettings settings, LimitOptions limits, bool isEcho, int count)
    {
        _limits = limits;
        _settings = settings;
        _isEcho = isEcho;
        _count = count;
    }

    public static Command Create()
    {
        Option<string> listen = new("--listen")
        {
            Description = "The address to listen on; port 0 means any",
            HelpName = "HOST:PORT",
            DefaultValueFactory = _ => "127.0.0.1:0"
        };
        Option<bool> echo = new("--echo") { Description = "Send each message back" };
        Option<int> count =
            new("--count") { Description = "End after N closed sessions; by default never", HelpName = "N" };
        Command command = new("server", """
            Listen for secure channels, and print each message as a line on standard output.

            A matching client:
              openssl s_client -dtls1_2 -connect 127.0.0.1:PORT -psk_identity ID -psk HEX -cipher PSK-AES128-CCM8
              openssl s_client -tls1_2 -connect 127.0.0.1:PORT -psk_identity ID -psk HEX -cipher PSK
            """);
        ChannelOptions options = new(command, listen);
        LimitOptions limits = new(command);

        listen.Validators.Add(ChannelOptions.CheckEndPoint);
        count.Validators.Add(result => ChannelOptions.CheckNumber(result, 1, int.MaxValue));
        command.Options.Add(echo);
        command.Options.Add(count);
        command.SetAction(result =>
        {
            limits.Read(result);
            return new ServerCommand(options.Read(result), limits, result.GetValue(echo), result.GetValue(count)).Run();
        });
        return command;
    }

    private int Run()
    {
        Console.CancelKeyPress += (_, e) =>
        {
            e.Cancel = true;
            _done.Set();
        };

        // What stops a service closes its channels in order as well.
        using PosixSignalRegistration terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            _done.Set();
        });

        TlsMan man = _settings.Stacks.CreateManager(_settings.Stack);

        // What may be wrong with them shows before anything listens.
        TlsSessionOptions options = _settings.CreateOptions();
        using CredentialStore credentials = _settings.CreateCredentials();

        if (_settings.Stack != null && man.SelectStack(_settings.Kind, options, credentials) == null)
        {
            throw new SecurityFailureException(
                TlsErrorText.Describe(new TlsManError(TlsErrorCause.NoStack, TlsErrorLayer.Session, TlsAlert.None, 0)));
        }

        try
        {
            if (_settings.Kind == TlsTransportKind.Datagram)
            {
                RunDatagram(man, options, credentials);
            }
            else
            {
                RunStream(man, options, credentials);
            }
        }
        catch (SocketException exception)
        {
            throw new NetworkException($"cannot listen on {_settings.EndPointText}: {exception.Message}");
        }

        return ExitCode.Done;
    }

    private static void Announce(IPEndPoint local) => Console.WriteLine($"listening on {local}");

    private Action<TrafficEntry>? CreateWatcher() => _settings.IsTraced ? new TraceLog(_settings.Kind).Write : null;

    private void RunDatagram(TlsMan man, TlsSessionOptions options, CredentialStore credentials)
    {
        UdpTransport udp = new(_settings.EndPoint);

        using SecureUdpSock sock =
            new(man, new TracingTransport(udp, CreateWatcher()), SecureSockMode.Asynchronous, LargestDatagram);

        _limits.Apply(sock.Limits);
        sock.Connected += session => OnConnected(session, SecureUdpSock.GetRemoteEndPoint(session));
        sock.DataReceived += OnData;
        sock.Ended += OnEnded;
        Announce(udp.LocalEndPoint);
        sock.Listen(options, credentials);
        _done.Wait();
    }

    private void RunStream(TlsMan man, TlsSessionOptions options, CredentialStore credentials)
    {
        using SecureTcpListener listener = new(man, _settings.EndPoint, options, credentials, Backlog);

        Announce(listener.LocalEndPoint);

        while (!_done.IsSet)
        {
            SecureTcpSock? sock = listener.Accept(AcceptSlice, SecureSockMode.Asynchronous);

            if (sock == null)
            {
                continue;
            }

            IPEndPoint? remote = sock.RemoteEndPoint;

            lock (_socks)
            {
                _socks.Add(sock);
            }

            sock.Connected += session => OnConnected(session, remote);
            sock.DataReceived += OnData;
            sock.Ended += OnEnded;
            sock.Ended += _ => Forget(sock);

            try
            {
                sock.OpenServer(SecureSockFlags.NonBlock);
            }
            catch (SecureSockException exception)
            {
                Console.Error.WriteLine($"session failed: {TlsErrorText.Describe(exception.Error)}");
                Forget(sock);
            }
        }

        foreach (SecureTcpSock sock in TakeAll())
        {
            sock.Dispose();
        }
    }

    private void Forget(SecureTcpSock sock)
    {
        lock (_socks)
        {
            _socks.Remove(sock);
        }

        sock.Dispose();
    }

    private SecureTcpSock[] TakeAll()
    {
        lock (_socks)
        {
            SecureTcpSock[] all = [.. _socks];

            _socks.Clear();
            return all;
        }
    }

    private void OnConnected(TlsManSession session, IPEndPoint? remote)
    {
        lock (_open)
        {
            _open.Add(session);
        }

        Console.Error.WriteLine(
            $"connected: {remote}, identity '{Printable.ToLine(session.PeerIdentity)}', {SuiteNames.Get(session.CipherSuite)}");
    }

    private void OnData(TlsManSession session, byte[] buffer, int offset, int count)
    {
        Console.WriteLine(Printable.ToLine(buffer.AsSpan(offset, count)));

        if (_isEcho)
        {
            session.SendData(buffer, offset, count);
        }
    }

    private void OnEnded(TlsManSession session)
    {
        bool wasOpen;

        lock (_open)
        {
            wasOpen = _open.Remove(session);
        }

        if (wasOpen || session.EndReason != null)
        {
            Console.Error.WriteLine(
                session.EndReason == null ? "closed" : $"session failed: {TlsErrorText.Describe(session.EndReason)}");
        }

        if (wasOpen && Interlocked.Increment(ref _closed) == _count)
        {
            _done.Set();
        }
    }
}
