//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Host.Messages;
using NanoTlsMan.Host.Tracing;

namespace NanoTlsMan.Host.Clients;

/// <summary>
/// One run of <c>tlsman client</c>: sends messages, prints what comes, and never loses one without a word.
/// </summary>
internal sealed partial class ClientRun : IDisposable
{
    private const int Slice = 20;

    // How long a server may take to end its side of the channel, where that is all that tells whether it was there.
    private const int GoodbyeTimeout = 3000;

    // A send to a server that reads nothing may take longer than somebody who asked for the end will wait.
    private const int StopTimeout = 900;

    private readonly ChannelSettings _settings;
    private readonly ClientSettings _client;
    private readonly MessageWriter _writer;
    private readonly MessageQueue _queue;
    private readonly TlsMan _man;
    private readonly TlsSessionOptions _options;
    private readonly CredentialStore _credentials;
    private readonly StopSignal _stop = new(EndSoon);
    private readonly byte[] _buffer = new byte[RecordHeader.MaxPlaintext];
    private ClientChannel? _channel;
    private int _unanswered;
    private int _unsent;
    private bool _isRestorable;
    private bool _hasAnswered;
    private bool _isSuspected;

    public ClientRun(ChannelSettings settings, ClientSettings client)
    {
        byte[] lineEnd =
            settings.Kind == TlsTransportKind.Stream && client.Format == MessageFormat.Text ? "\n"u8.ToArray() : [];

        _settings = settings;
        _client = client;
        _queue = client.Texts.Count > 0
            ? new MessageQueue(client.Texts.Select(text =>
                MessageReader.Parse(System.Text.Encoding.UTF8.GetBytes(text), client.Format, lineEnd, $"'{text}'")))
            : new MessageQueue(new MessageReader(Console.OpenStandardInput(), client.Format, lineEnd));
        _writer = MessageWriter.OpenStandardOutput(client.Format, settings.Kind);
        _man = settings.Stacks.CreateManager(settings.Stack);
        _options = settings.CreateOptions();
        _credentials = settings.CreateCredentials();
        _isRestorable = settings.Lasting.RestorePath != null;
        LoadResumption();
    }

    private bool IsDatagram => _settings.Kind == TlsTransportKind.Datagram;

    private TlsManSession Session => _channel!.Session;

    /// <summary>
    /// Connects, and goes on until there is no more to send.
    /// </summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="NetworkException">The server cannot be reached.</exception>
    /// <exception cref="SecurityFailureException">The channel could not be opened, or was lost.</exception>
    public int Run()
    {
        if (!Connect())
        {
            return ExitCode.Done;
        }

        while (TakeMessage() is byte[] message)
        {
            Deliver(message);
        }

        return _stop.IsRequested ? Stop() : Finish();
    }

    public void Dispose()
    {
        _channel?.Dispose();
        _credentials.Dispose();
        _options.Resumption?.Dispose();
        _stop.Dispose();
    }

    private static void EndSoon() => Task.Delay(StopTimeout).ContinueWith(
        _ =>
        {
            Console.Error.WriteLine("tlsman: stopped while the server took nothing; what was under way is lost");
            Environment.Exit(ExitCode.Security);
        },
        TaskScheduler.Default);

    private static string Count(int count) => count == 1 ? "1 message" : $"{count} messages";

    private bool Connect()
    {
        Action<TrafficEntry>? watcher = _settings.IsTraced ? new TraceLog(_settings.Kind).Write : null;

        ClientChannel? channel = OpenAny(watcher);

        if (channel == null)
        {
            return false;
        }

        _channel = channel;
        _isRestorable = false;
        _unanswered = 0;
        _hasAnswered = false;
        _isSuspected = false;

        string how = channel.IsRestored ? "restored" : Session.IsResumed ? "resumed" : "connected";

        _client.Status($"{how}: {SuiteNames.Get(Session.CipherSuite)}{SuiteNames.DescribeProtocol(Session)}");
        SaveResumption();
        return true;
    }

    /// <summary>
    /// Tries the addresses of the server in turn; each but the last has a share of the time.
    /// </summary>
    private ClientChannel? OpenAny(Action<TrafficEntry>? watcher)
    {
        int count = _settings.EndPoints.Count;

        // Once: what a lost server is reached by again is a handshake.
        if (_isRestorable)
        {
            return ClientChannel.Restore(_settings, _man, _options, _credentials, watcher);
        }

        for (int i = 0; i < count - 1; i++)
        {
            try
            {
                _settings.EndPoint = _settings.EndPoints[i];
                _options.HandshakeTimeout = Math.Max(_settings.TimeoutMilliseconds / count, 1);
                return ClientChannel.Open(_settings, _man, _options, _credentials, watcher, _stop);
            }
            catch (Exception exception) when (exception is NetworkException
                || (exception is SecurityFailureException && IsDatagram))
            {
                _client.Status($"no answer at {_settings.EndPoint.Address}, trying the next address");
            }
        }

        _settings.EndPoint = _settings.EndPoints[count - 1];
        _options.HandshakeTimeout = _settings.TimeoutMilliseconds;
        return ClientChannel.Open(_settings, _man, _options, _credentials, watcher, _stop);
    }

    /// <summary>
    /// Waits for something to send, and prints what comes meanwhile.
    /// </summary>
    private byte[]? TakeMessage()
    {
        while (!_stop.IsRequested)
        {
            if (_queue.TryTake(out byte[]? message))
            {
                if (message.Length > 0)
                {
                    return message;
                }

                _client.Status("an empty message is not sent");
            }
            else if (_queue.IsCompleted)
            {
                return null;
            }
            else if (Session.IsEnded && !Print(0))
            {
                Lose(null);
            }
            else
            {
                Print(Slice);
            }
        }

        return null;
    }

    private void Deliver(byte[] message)
    {
        bool isSent = false;

        while (!_stop.IsRequested)
        {
            isSent = Send(message);

            if (isSent && AwaitAnswer())
            {
                return;
            }

            Lose(isSent ? null : message);

            if (isSent)
            {
                _client.Status("the last message is sent again, and may arrive twice");
            }
        }

        _unsent = isSent ? 0 : 1;
    }

    private bool Send(byte[] message)
    {
        // Bytes have no ends that a datagram would have to keep.
        int piece = IsDatagram && _client.Format == MessageFormat.Raw
            ? Math.Min(message.Length, Math.Max(Session.MaxPayload, 1))
            : message.Length;

        for (int offset = 0; offset < message.Length; offset += piece)
        {
            int sent = Session.SendData(message, offset, Math.Min(piece, message.Length - offset));

            if (sent == TlsManStatus.TooLong)
            {
                throw new SecurityFailureException(
                    $"a message of {message.Length} bytes is too long; one datagram takes {Session.MaxPayload}");
            }

            if (sent < 0)
            {
                return false;
            }
        }

        _unanswered++;
        return true;
    }

    /// <summary>
    /// Waits for the answer to a message, where one is waited for.
    /// </summary>
    /// <returns>Whether the next message may be sent; otherwise the server is lost.</returns>
    private bool AwaitAnswer()
    {
        // Bytes are no questions; what answers them is waited for at their end.
        if (_client.Format == MessageFormat.Raw || _client.WaitMilliseconds == 0)
        {
            Print(0);
            return true;
        }

        // Whether it answers each message is known of a server that has answered all so far.
        bool isExpected = IsDatagram && _hasAnswered && _unanswered == 1;

        if (PrintUntil(_client.WaitMilliseconds) || _stop.IsRequested)
        {
            return true;
        }

        if (Session.IsEnded)
        {
            // At the end of the input that is said there; it is sent again only if somebody asked for it.
            return !_client.IsReconnecting && _queue.IsCompleted;
        }

        if (!isExpected || _isSuspected)
        {
            return true;
        }

        _isSuspected = true;

        if (!_client.IsReconnecting)
        {
            _client.Status("no answer in time, though the server answered before: it may be lost");
        }

        return !_client.IsReconnecting;
    }

    /// <summary>
    /// Waits until something came, and prints it and what follows at once.
    /// </summary>
    private bool PrintUntil(int milliseconds)
    {
        long deadline = Environment.TickCount64 + milliseconds;

        while (!_stop.IsRequested)
        {
            long left = deadline - Environment.TickCount64;

            if (Print((int)Math.Clamp(left, 0, Slice)))
            {
                return true;
            }

            if (left <= 0 || Session.IsEnded)
            {
                return false;
            }
        }

        return false;
    }

    private bool Print(int timeout)
    {
        bool isAny = false;

        while (Session.WaitForData(isAny ? 0 : timeout))
        {
            int count = Session.RetrieveData(_buffer, 0, _buffer.Length, 0);

            if (count > 0)
            {
                _writer.Write(Session, _buffer.AsSpan(0, count));
                isAny = true;
            }
        }

        if (isAny)
        {
            _hasAnswered = true;
            _unanswered = 0;
            _isSuspected = false;
        }

        return isAny;
    }

    /// <summary>
    /// Ends the run, or connects again, because the server is lost.
    /// </summary>
    /// <param name="unsent">The message that could not be sent, if any.</param>
    private void Lose(byte[]? unsent)
    {
        _writer.EndLine(Session);

        string text = DescribeLoss((unsent == null ? 0 : 1) + _queue.Count);

        if (!_client.IsReconnecting)
        {
            throw new SecurityFailureException(text);
        }

        Console.Error.WriteLine($"tlsman: {text}");
        _channel!.Dispose();
        Reconnect();
    }

    private string DescribeLoss(int unsent)
    {
        List<string> parts = [DescribeEnd()];

        if (_unanswered > 0)
        {
            parts.Add($"{Count(_unanswered)} since its last answer may not have arrived");
        }

        if (unsent > 0 && !_client.IsReconnecting)
        {
            parts.Add($"{Count(unsent)} could not be sent");
        }

        return string.Join("; ", parts) + (_client.IsReconnecting ? "" : "; try --reconnect, which connects again");
    }

    private string DescribeEnd()
    {
        if (_channel!.IsRefused)
        {
            return $"lost the server: nobody listens at {_settings.EndPointText} any more (ICMP port unreachable)";
        }

        if (!Session.IsEnded)
        {
            return "lost the server: it gives no answer any more, and may have been started anew";
        }

        if (Session.EndReason != null)
        {
            return $"lost the server: {TlsErrorText.Describe(Session.EndReason)}";
        }

        return _hasAnswered || _unanswered > 0
            ? "the server closed the channel"
            : "the handshake succeeded, and the server closed the channel before anything was said";
    }

    private void Reconnect()
    {
        BackOff backOff = new(Random.Shared);
        Exception? last = null;

        while (backOff.Next() is int delay)
        {
            _client.Status(FormattableString.Invariant($"connecting again in {delay / 1000.0:0.0} s"));

            if (_stop.Wait(delay))
            {
                return;
            }

            try
            {
                Connect();
                return;
            }
            catch (Exception exception) when (exception is NetworkException or SecurityFailureException)
            {
                _client.Status(exception.Message);
                last = exception;
            }
        }

        throw new SecurityFailureException($"gave up after {BackOff.MostAttempts} attempts: {last!.Message}");
    }

    /// <summary>
    /// Ends the channel when all is sent.
    /// </summary>
    private int Finish()
    {
        if (_client.Format == MessageFormat.Raw)
        {
            while (PrintUntil(_client.WaitMilliseconds))
            {
                // As long as something comes.
            }
        }

        // What comes late is still worth a look.
        Print(0);
        _writer.EndLine(Session);

        if (Session.IsEnded)
        {
            return Session.EndReason == null && _unanswered == 0 && _hasAnswered
                ? ExitCode.Done
                : throw new SecurityFailureException(DescribeLoss(0));
        }

        if (_settings.Lasting.SavePath != null)
        {
            return Save();
        }

        if (_unanswered == 0)
        {
            Session.CloseChannel();
            return ExitCode.Done;
        }

        return _channel!.AwaitGoodbye(GoodbyeTimeout, _stop) switch
        {
            ClientChannel.Goodbye.Confirmed => ExitCode.Done,
            ClientChannel.Goodbye.Silence when !_hasAnswered => Warn(),
            _ => throw new SecurityFailureException(
                $"the server did not confirm the end of the channel; {Count(_unanswered)} since its last answer may "
                + "not have arrived"),
        };
    }

    private int Warn()
    {
        _client.Status($"the server answered nothing, so nobody knows whether {Count(_unanswered)} arrived");
        return ExitCode.Done;
    }

    private int Stop()
    {
        _writer.EndLine(Session);

        if (_settings.Lasting.SavePath == null || Session.IsEnded)
        {
            Session.CloseChannel();
        }
        else
        {
            Save();
        }

        int unsent = _unsent + _queue.Count;

        return unsent == 0
            ? ExitCode.Done
            : throw new SecurityFailureException($"stopped before {Count(unsent)} could be sent");
    }
}
