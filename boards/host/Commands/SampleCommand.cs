//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using System.Text;
using NanoTlsMan.Host.Keys;
using NanoTlsMan.Host.Lasting;
using NanoTlsMan.Sockets;
using CoapsSensor = NanoTlsMan.Samples.CoapsSensor.Program;
using HttpClientPsk = NanoTlsMan.Samples.HttpClientPsk;
using MqttTlsPsk = NanoTlsMan.Samples.MqttTlsPsk;
using SecureEcho = NanoTlsMan.Samples.SecureEcho.Program;
using SleepySensor = NanoTlsMan.Samples.SleepySensor.Program;

namespace NanoTlsMan.Host.Commands;

/// <summary>
/// <c>tlsman sample</c>: runs a sample of firmware/samples on this PC, from the sources that a board runs.
/// </summary>
internal sealed class SampleCommand
{
    private const int LongestPeriod = 3600;
    private const int LongestText = 1024;
    private const int LongestPath = 255;
    private const int LongestBody = 65536;

    // A room that warms up by a tenth of a degree with each reading.
    private static int s_temperature = 214;

    private readonly PskOptions _psk;
    private readonly KeyOptions? _keys;
    private readonly StackOptions _stacks;

    /// <param name="command">The sample's command.</param>
    /// <param name="listen">Tells a server from a client, for a sample that takes public keys as well.</param>
    private SampleCommand(Command command, Option<string?>? listen = null)
    {
        _keys = listen == null ? null : KeyOptions.ForSample(command, listen);
        _psk = new PskOptions(command, result => _keys?.ReplacePsk(result) == true);
        _stacks = new StackOptions(command);
    }

    public static Command Create() =>
        new("sample", "Run a sample of firmware/samples on this PC.") { CreateSecureEcho(), CreateCoapsSensor(),
        CreateMqttTlsPsk(), CreateHttpClientPsk(), CreateSleepySensor() };

    private static Command CreateSecureEcho()
    {
        Option<bool> dtls = new("--dtls") { Description = "DTLS 1.2 over UDP" };
        Option<bool> tls = new("--tls") { Description = "TLS 1.2 over TCP" };
        Option<string?> listen = CreateEndPoint("--listen", "Serve on this address; port 0 means any");
        Option<string?> connect = CreateEndPoint("--connect", "Ask the server at this address");
        Option<string> send = new("--send")
        {
            Description = "What a client sends",
            HelpName = "TEXT",
            DefaultValueFactory = _ => "hello"
        };
        Option<int> count =
            new("--count") { Description = "A server ends after N sessions; by default never", HelpName = "N" };
        Command command = new("SecureEcho", """
            An echo over DTLS and TLS, server and client.

            A matching peer:
              openssl s_client -dtls1_2 -connect 127.0.0.1:PORT -psk_identity ID -psk HEX -cipher PSK-AES128-CCM8
              openssl s_server -tls1_2 -accept PORT -nocert -psk_identity ID -psk HEX -cipher PSK -rev
            """)
        { dtls, tls, listen, connect, send, count };
        SampleCommand sample = new(command, listen);

        send.Validators.Add(result => ChannelOptions.CheckText(result, LongestText));
        count.Validators.Add(result => ChannelOptions.CheckNumber(result, 1, int.MaxValue));
        command.Validators.Add(result =>
        {
            if (result.GetValue(dtls) == result.GetValue(tls))
            {
                result.AddError("one of --dtls and --tls is needed");
            }
        });
        RequireOne(command, listen, connect);
        command.SetAction(result =>
        {
            (TlsMan man, TlsSessionOptions options, CredentialStore keys) =
                sample.Prepare(result, result.GetValue(connect));
            bool isDatagram = result.GetValue(dtls);

            if (result.GetValue(listen) is string local)
            {
                Action<TlsMan, IPEndPoint, TlsSessionOptions, CredentialStore, int> serve = isDatagram
                    ? SecureEcho.ServeDtls
                    : SecureEcho.ServeTls;

                serve(man, Resolve(local), options, keys, result.GetValue(count));
            }
            else
            {
                Func<TlsMan, IPEndPoint, TlsSessionOptions, CredentialStore, string, string> ask = isDatagram
                    ? SecureEcho.AskDtls
                    : SecureEcho.AskTls;

                Console.WriteLine(
                    Printable.ToLine(
                        Encoding.UTF8.GetBytes(
                            ask(
                                man, Resolve(result.GetValue(connect)!), options, keys, result.GetValue(send)!))));
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static Command CreateCoapsSensor()
    {
        Option<string?> listen = CreateEndPoint("--listen", "Serve a temperature on this address; port 0 means any");
        Option<string?> connect = CreateEndPoint("--connect", "Read from the server at this address");
        Option<string> path = new("--path")
        {
            Description = "The path that a client reads",
            HelpName = "PATH",
            DefaultValueFactory = _ => "temperature"
        };
        Option<string?> put =
            new("--put") { Description = "A client writes this in place of reading", HelpName = "TEXT" };
        Option<int> observe = new("--observe") { Description = "A client also waits for N changes", HelpName = "N" };
        Option<double> period = new("--period")
        {
            Description = "How often a server tells observers",
            HelpName = "SECONDS",
            DefaultValueFactory = _ => 5
        };
        Command command = new("CoapsSensor", """
            A temperature over CoAP and DTLS: a sensor, and a client for this or any other resource.

            A matching peer:
              coap-client-openssl -m get -s 60 -u ID -k KEY coaps://127.0.0.1:PORT/temperature
              coap-server-openssl -A 127.0.0.1 -p 5683 -k KEY     (knows any identity; has /time on coaps port 5684)
            where KEY are the bytes of --psk as text.
            """)
        { listen, connect, path, put, observe, period };
        SampleCommand sample = new(command, listen);

        path.Validators.Add(result => ChannelOptions.CheckText(result, LongestPath));
        put.Validators.Add(result => ChannelOptions.CheckText(result, LongestBody));
        observe.Validators.Add(result => ChannelOptions.CheckNumber(result, 1, int.MaxValue));
        period.Validators.Add(result => ChannelOptions.CheckNumber(result, 0.01, LongestPeriod));
        RequireOne(command, listen, connect);
        command.Validators.Add(result =>
        {
            if (result.GetResult(put) != null && result.GetResult(observe) != null)
            {
                result.AddError("--put and --observe do not go together");
            }
        });
        command.SetAction(result => sample.Run(result, result.GetValue(connect), (man, options, keys) =>
        {
            if (result.GetValue(listen) is string local)
            {
                CoapsSensor.Serve(
                    man, Resolve(local), options, keys, () => s_temperature++, (int)(result.GetValue(period) * 1000));
            }
            else if (!Ask(
                man, Resolve(result.GetValue(connect)!), options, keys, result.GetValue(path)!, result.GetValue(put),
                result.GetValue(observe)))
            {
                throw new NetworkException("the server does not have this, or does not let it be written or observed");
            }
        }));
        return command;
    }

    private static bool Ask(
        TlsMan man, IPEndPoint server, TlsSessionOptions options, CredentialStore keys, string path, string? put,
        int notifications) =>
        put != null ? CoapsSensor.Write(man, server, options, keys, path, put)
            : notifications > 0 ? CoapsSensor.Watch(man, server, options, keys, path, notifications)
            : CoapsSensor.Read(man, server, options, keys, path);

    private static Command CreateSleepySensor()
    {
        Option<string> connect = new("--connect")
        {
            Description = "The address of a server that has /note",
            HelpName = "HOST:PORT",
            Required = true
        };
        Option<string> state = new("--state")
        {
            Description = "The folder that is to outlive the sleep",
            HelpName = "FOLDER",
            DefaultValueFactory = _ => "sleepy-sensor"
        };
        Command command = new("SleepySensor", """
            A sensor that wakes up, sends one reading over CoAP and DTLS, saves its session and sleeps: run it again and
            again. It says whether it could restore the session, or had to resume it, or to connect anew.

            A matching peer:
              tlsman sample CoapsSensor --listen 127.0.0.1:5684 --psk-identity ID --psk HEX
            """)
        { connect, state };
        SampleCommand sample = new(command);

        connect.Validators.Add(ChannelOptions.CheckEndPoint);
        command.SetAction(result => sample.Run(result, (man, keys) =>
        {
            string folder = result.GetValue(state)!;
            FolderStore store = new(folder);

            SleepySensor.Report(
                man, Resolve(result.GetValue(connect)!), keys, store,
                SealKey.GetOrCreate(Path.Combine(folder, "seal"), null), s_temperature + Random.Shared.Next(10));
        }));
        return command;
    }

    private static Command CreateMqttTlsPsk()
    {
        Option<string?> connect = CreateEndPoint("--connect", "The broker's address");
        Option<string> topic =
            new("--topic") { Description = "The topic", HelpName = "TOPIC", DefaultValueFactory = _ => "sensors/nano" };
        Option<string> send =
            new("--send") { Description = "What to publish", HelpName = "TEXT", DefaultValueFactory = _ => "21.4" };
        Option<int> count = new("--count")
        {
            Description = "How many messages of the topic to wait for",
            HelpName = "N",
            DefaultValueFactory = _ => 1
        };
        Option<int> keepAlive = new("--keep-alive")
        {
            Description = "For how long the client may be silent",
            HelpName = "SECONDS",
            DefaultValueFactory = _ => 60
        };
        Option<int> maxMessage = new("--max-message")
        {
            Description = "The longest message, with its topic, that is delivered",
            HelpName = "BYTES",
            DefaultValueFactory = _ => 4096
        };
        Command command = new("MqttTlsPsk", """
            MQTT over TLS with a pre-shared key: subscribes, publishes and prints what the broker delivers.

            A matching broker: mosquitto -c FILE, where FILE has
              listener 8883 127.0.0.1
              psk_hint hint
              psk_file KEYS        (a line ID:HEX for each client)
              allow_anonymous true
            """)
        { connect, topic, send, count, keepAlive, maxMessage };
        SampleCommand sample = new(command);

        connect.Required = true;
        topic.Validators.Add(result => ChannelOptions.CheckText(result, LongestText));
        send.Validators.Add(result => ChannelOptions.CheckText(result, LongestText));
        count.Validators.Add(result => ChannelOptions.CheckNumber(result, 0, int.MaxValue));
        keepAlive.Validators.Add(result => ChannelOptions.CheckNumber(result, 0, ushort.MaxValue));
        maxMessage.Validators.Add(result => ChannelOptions.CheckNumber(result, 0, int.MaxValue));
        command.SetAction(result => sample.Run(result, (man, keys) =>
        {
            MqttTlsPsk.PskNetworkChannel channel = new(man, Resolve(result.GetValue(connect)!), keys);
            MqttTlsPsk.SmallMqttClient client =
                new(channel) { KeepAlive = result.GetValue(keepAlive), MaxMessage = result.GetValue(maxMessage) };

            try
            {
                if (!MqttTlsPsk.Program.Run(
                    client, result.GetValue(topic)!, result.GetValue(send)!, result.GetValue(count)))
                {
                    throw new NetworkException("the broker did not deliver in time");
                }
            }
            finally
            {
                channel.Close();
            }
        }));
        return command;
    }

    private static Command CreateHttpClientPsk()
    {
        Option<string?> connect = CreateEndPoint("--connect", "The server's address");
        Option<string> method =
            new("--method") { Description = "The method", HelpName = "NAME", DefaultValueFactory = _ => "GET" };
        Option<string> path =
            new("--path") { Description = "The path", HelpName = "PATH", DefaultValueFactory = _ => "/" };
        Option<string?> body = new("--body") { Description = "What to send", HelpName = "TEXT" };
        Option<double> timeout = new("--timeout")
        {
            Description = "How long a request may take",
            HelpName = "SECONDS",
            DefaultValueFactory = _ => 30
        };
        Command command = new("HttpClientPsk", """
            HTTP over TLS with a pre-shared key, through HttpClient: prints the status and the body.

            A matching server:
              openssl s_server -tls1_2 -accept PORT -nocert -psk_identity ID -psk HEX -cipher PSK -www
            or stunnel with PSKsecrets in front of any web server.
            """)
        { connect, method, path, body, timeout };
        SampleCommand sample = new(command);

        connect.Required = true;
        method.Validators.Add(result => ChannelOptions.CheckText(result, LongestText));
        path.Validators.Add(result => ChannelOptions.CheckText(result, LongestText));
        body.Validators.Add(result => ChannelOptions.CheckText(result, LongestBody));
        timeout.Validators.Add(result => ChannelOptions.CheckNumber(result, 0.001, LongestPeriod));
        method.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !result.Tokens[0].Value.All(char.IsAsciiLetterUpper))
            {
                result.AddError("--method takes a name in capital letters");
            }
        });
        path.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !result.Tokens[0].Value.StartsWith('/'))
            {
                result.AddError("--path begins with a slash");
            }
        });
        command.SetAction(result => sample.Run(result, (man, keys) =>
        {
            string server = result.GetValue(connect)!;

            using HttpClientPsk.PskHttpHandler handler = new(man, Resolve(server), keys)
            {
                RequestTimeout = (int)(result.GetValue(timeout) * 1000)
            };

            if (!HttpClientPsk.Program.Send(
                handler, result.GetValue(method)!, $"https://{server}{result.GetValue(path)}", result.GetValue(body)))
            {
                throw new NetworkException("the server does not do this");
            }
        }));
        return command;
    }

    private static Option<string?> CreateEndPoint(string name, string description)
    {
        Option<string?> option = new(name) { Description = description, HelpName = "HOST:PORT" };

        option.Validators.Add(ChannelOptions.CheckEndPoint);
        return option;
    }

    private static void RequireOne(Command command, Option<string?> listen, Option<string?> connect) =>
        command.Validators.Add(result =>
    {
        if (result.GetResult(listen) == null == (result.GetResult(connect) == null))
        {
            result.AddError("one of --listen and --connect is needed");
        }
    });

    private static IPEndPoint Resolve(string text)
    {
        IPEndPoint endPoint = ChannelOptions.Resolve(text);

        return endPoint.AddressFamily == AddressFamily.InterNetwork
            ? endPoint
            : throw new NetworkException("the samples speak IPv4, as most boards do");
    }

    // What a sample cannot make sense of comes from its peer, over the network.
    private int Run(ParseResult result, Action<TlsMan, CredentialStore> run) =>
        Run(result, null, (man, _, keys) => run(man, keys));

    private int Run(ParseResult result, string? server, Action<TlsMan, TlsSessionOptions, CredentialStore> run)
    {
        (TlsMan man, TlsSessionOptions options, CredentialStore keys) = Prepare(result, server);

        try
        {
            run(man, options, keys);
            return ExitCode.Done;
        }
        catch (IOException exception)
        {
            throw new NetworkException(exception.Message);
        }
        catch (HttpRequestException exception)
        {
            throw exception.InnerException is SecureSockException inner
                ? inner
                : new NetworkException(exception.Message);
        }
    }

    private (TlsMan Man, TlsSessionOptions Options, CredentialStore Keys) Prepare(ParseResult result, string? server)
    {
        KeySettings settings = _keys?.Read(result) ?? new KeySettings();
        (HostStacks stacks, TlsStack? stack) = _stacks.Read(result, settings.HasOwn || settings.HasTrust);
        CredentialStore keys = new();

        if (_psk.Key.Length > 0)
        {
            keys.AddPsk(_psk.GetIdentity(result), _psk.Key);
        }

        settings.AddTo(keys);

        TlsSessionOptions options =
            settings.CreateOptions(server != null, server == null ? null : ChannelOptions.GetHost(server));

        return (stacks.CreateManager(stack), options, keys);
    }
}
