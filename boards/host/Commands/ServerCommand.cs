//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using NanoTlsMan.Host.Messages;
using NanoTlsMan.Host.Servers;
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
    private const int LookInterval = 100;
    private const int MostResumable = 1000;

    private readonly ChannelSettings _settings;
    private readonly LimitOptions _limits;
    private readonly bool _isEcho;
    private readonly bool _hasTickets;
    private readonly int _count;
    private readonly MessageWriter _writer;
    private readonly Action<string> _announce;
    private readonly Action<string> _status;
    private readonly StopSignal _stop = new();
    private readonly HashSet<TlsManSession> _open = [];
    private readonly HashSet<SecureTcpSock> _socks = [];
    private int _closed;

    private ServerCommand(
        ChannelSettings settings, LimitOptions limits, MessageOptions messages, ParseResult result, bool isEcho,
        bool hasTickets, int count)
    {
        _writer = MessageWriter.OpenStandardOutput(messages.GetFormat(result), settings.Kind);
        _announce = messages.GetAnnouncer(result);
        _status = messages.GetStatusLog(result);
        _limits = limits;
        _settings = settings;
        _isEcho = isEcho;
        _hasTickets = hasTickets;
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
        Option<bool> noTickets = new("--no-tickets")
        {
            Description = "Give no session tickets (RFC 5077): who resumes a session does so by its ID, as long as it "
                + "is remembered"
        };
        Option<int> count =
            new("--count") { Description = "End after N closed sessions; by default never", HelpName = "N" };
        Command command = new("server", """
            Listen for secure channels, and print each message as a line on standard output.

            A matching client:
              openssl s_client -dtls1_2 -connect 127.0.0.1:PORT -psk_identity ID -psk HEX -cipher PSK-AES128-CCM8
              openssl s_client -tls1_2 -connect 127.0.0.1:PORT -psk_identity ID -psk HEX -cipher PSK
            """);
        ChannelOptions options = new(command, listen, false);
        LimitOptions limits = new(command);
        MessageOptions messages = new(command);

        listen.Validators.Add(ChannelOptions.CheckEndPoint);
        count.Validators.Add(result => ChannelOptions.CheckNumber(result, 1, int.MaxValue));
        command.Options.Add(echo);
        command.Options.Add(noTickets);
        command.Options.Add(count);
        command.SetAction(result =>
        {
            limits.Read(result);
            return new ServerCommand(
                options.Read(result), limits, messages, result, result.GetValue(echo),
                !result.GetValue(noTickets), result.GetValue(count)).Run();
        });
        return command;
    }

    private int Run()
    {
        using StopSignal stop = _stop;
        TlsMan man = _settings.Stacks.CreateManager(_settings.Stack);

        // What may be wrong with them shows before anything listens.
        TlsSessionOptions options = _settings.CreateOptions();
        using SessionCache sessions = new(MostResumable);
        using TicketKeys tickets = new(_settings.Stacks.Ciphers, new HostRandom());

        options.SessionCache = sessions;
        options.TicketKeys = _hasTickets ? tickets : null;

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

    private Action<TrafficEntry>? CreateWatcher() => _settings.IsTraced ? new TraceLog(_settings.Kind).Write : null;

    private void RunDatagram(TlsMan man, TlsSessionOptions options, CredentialStore credentials)
    {
        UdpTransport udp = new(_settings.EndPoint);

        using SecureUdpSock sock =
            new(man, new TracingTransport(udp, CreateWatcher()), SecureSockMode.Asynchronous, LargestDatagram);

        _limits.Apply(sock.Limits);
        sock.Connected += session => OnConnected(session, SecureUdpSock.GetRemoteEndPoint(session));
        sock.PeerMoved += session => _status($"moved: now at {SecureUdpSock.GetRemoteEndPoint(session)}");
        sock.DataReceived += OnData;
        sock.Ended += OnEnded;
        _announce($"listening on {udp.LocalEndPoint}");
        sock.Listen(options, credentials);

        FullTableWatch watch = new(sock.Limits, sock.Drops, Console.Error.WriteLine);

        while (!_stop.Wait(LookInterval))
        {
            watch.Look(Environment.TickCount64);
        }
    }

    private void RunStream(TlsMan man, TlsSessionOptions options, CredentialStore credentials)
    {
        using SecureTcpListener listener = new(man, _settings.EndPoint, options, credentials, Backlog);

        _announce($"listening on {listener.LocalEndPoint}");

        while (!_stop.IsRequested)
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

        _status(
            $"connected: {remote}, {DescribePeer(session)}, {SuiteNames.Get(session.CipherSuite)}"
            + $"{(session.IsResumed ? ", resumed" : "")}{SuiteNames.DescribeProtocol(session)}");
    }

    private static string DescribePeer(TlsManSession session) => session.PeerIdentity.Length == 0
        ? "nobody asked who it is"
        : session.CredentialTag == ChannelSettings.PskTag
            ? $"identity '{Printable.ToLine(session.PeerIdentity)}'"
            : $"key {Convert.ToHexStringLower(session.PeerIdentity)}";

    private void OnData(TlsManSession session, byte[] buffer, int offset, int count)
    {
        _writer.Write(session, buffer.AsSpan(offset, count));

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

        _writer.EndLine(session);

        if (session.EndReason != null)
        {
            Console.Error.WriteLine($"session failed: {ErrorText.Describe(session.EndReason)}");
        }
        else if (wasOpen)
        {
            _status("closed");
        }

        if (wasOpen && Interlocked.Increment(ref _closed) == _count)
        {
            _stop.Request();
        }
    }
}
