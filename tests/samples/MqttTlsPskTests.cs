//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Tests.Samples;

/// <summary>
/// MqttTlsPsk against mosquitto, which has TLS with pre-shared keys.
/// </summary>
public sealed class MqttTlsPskTests : IDisposable
{
    private const string Broker = "mosquitto";
    private const string Publisher = "mosquitto_pub";

    private readonly string _folder = Directory.CreateTempSubdirectory("tlsman-test").FullName;

    private string Configuration => Path.Combine(_folder, "mosquitto.conf");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableFact]
    public void MosquittoDeliversWhatWasPublished()
    {
        using ChildProcess broker = StartBroker(out int port);
        using ChildProcess sample =
            Sample.Run("MqttTlsPsk", "--connect", $"127.0.0.1:{port}", "--topic", "lab/bench", "--send", "21.5 C");

        Assert.Equal(0, sample.WaitForExit());
        Assert.Equal("subscribed to lab/bench\nlab/bench 21.5 C\n", sample.Output);

        // The client said good-bye: otherwise the broker would write that it was gone.
        broker.WaitFor("disconnected.");
        Assert.DoesNotContain("error", broker.Errors, StringComparison.OrdinalIgnoreCase);
    }

    [SkippableFact]
    public void MosquittoDeliversWhatOthersPublish()
    {
        // Longer than one group of a packet's length holds.
        string message = new('m', 300);

        using ChildProcess broker = StartBroker(out int port);
        using ChildProcess sample = Sample.Run("MqttTlsPsk", "--connect",
            $"127.0.0.1:{port}", "--topic", "lab/other", "--send", "x", "--count", "2");

        sample.WaitFor("subscribed");

        Publish(port, "lab/other", message);
        Assert.Equal(0, sample.WaitForExit());
        Assert.EndsWith($"lab/other {message}\n", sample.Output);
    }

    [SkippableFact]
    public void ALongMessageComesBackWhole()
    {
        string message = new('m', 1000);

        using ChildProcess broker = StartBroker(out int port);
        using ChildProcess sample = Sample.Run("MqttTlsPsk", "--connect", $"127.0.0.1:{port}", "--send", message);

        Assert.Equal(0, sample.WaitForExit());
        Assert.EndsWith($"sensors/nano {message}\n", sample.Output);
    }

    [SkippableFact]
    public void ARetainedMessageAboveFourKilobytesIsDeliveredWhereThereIsRoom()
    {
        string message = new('r', 10000);

        using ChildProcess broker = StartBroker(out int port);

        Publish(port, "lab/long", message, "-r");

        using ChildProcess sample = Sample.Run(
            "MqttTlsPsk", "--connect", $"127.0.0.1:{port}", "--topic", "lab/long", "--max-message", "20000");

        Assert.Equal(0, sample.WaitForExit());
        Assert.EndsWith($"lab/long {message}\n", sample.Output);
    }

    [SkippableFact]
    public void AMessageWithoutRoomIsLeftOutAndTheConnectionGoesOn()
    {
        using ChildProcess broker = StartBroker(out int port);

        Publish(port, "lab/long", new string('r', 10000), "-r");

        using ChildProcess sample = Sample.Run(
            "MqttTlsPsk", "--connect", $"127.0.0.1:{port}", "--topic", "lab/long", "--send", "short", "--count", "2");

        Assert.Equal(0, sample.WaitForExit());

        // Two bytes of length, the topic and the message.
        Assert.EndsWith(
            "left out a message of 10010 bytes: there is room for 4096\nlab/long short\n", sample.Output);
    }

    [SkippableFact]
    public void ASilentClientKeepsItsConnectionAlive()
    {
        using ChildProcess broker = StartBroker(out int port);
        using ChildProcess sample = Sample.Run(
            "MqttTlsPsk", "--connect", $"127.0.0.1:{port}", "--count", "2", "--keep-alive", "2");

        broker.WaitFor("Received PINGREQ from nano");
        broker.WaitFor("Sending PINGRESP to nano");
        Publish(port, "sensors/nano", "still there");
        Assert.Equal(0, sample.WaitForExit());
        Assert.EndsWith("sensors/nano still there\n", sample.Output);
        Assert.DoesNotContain("connected again", sample.Output);
    }

    [SkippableFact]
    public void ABrokerThatDoesNotAnswerAPingIsGoneUntilItComesBack()
    {
        using ChildProcess broker = StartBroker(out int port);
        using ChildProcess sample = Sample.Run(
            "MqttTlsPsk", "--connect", $"127.0.0.1:{port}", "--count", "3", "--keep-alive", "1");

        sample.WaitFor("sensors/nano 21.4");
        broker.Freeze();

        sample.WaitFor("no connection: The broker does not answer a ping: it is gone.");
        broker.Thaw();
        sample.WaitFor("connected again");
    }

    [SkippableFact]
    public void AfterALossOfTheBrokerTheClientSubscribesAnew()
    {
        ChildProcess broker = StartBroker(out int port);
        using ChildProcess sample = Sample.Run("MqttTlsPsk", "--connect", $"127.0.0.1:{port}", "--count", "2");

        try
        {
            sample.WaitFor("sensors/nano 21.4");
            broker.Dispose();
            broker = RestartBroker();
            sample.WaitFor("connected again");
            Publish(port, "sensors/nano", "once more");
            Assert.Equal(0, sample.WaitForExit());
            Assert.EndsWith("sensors/nano once more\n", sample.Output);
        }
        finally
        {
            broker.Dispose();
        }
    }

    [SkippableFact]
    public void MosquittoRefusesAWrongKey()
    {
        using ChildProcess broker = StartBroker(out int port);
        using ChildProcess sample = Sample.Run("MqttTlsPsk", Tlsman.WrongKey, ["--connect", $"127.0.0.1:{port}"]);

        Assert.Equal(1, sample.WaitForExit());
        Assert.Contains("tlsman: ", sample.Errors);
        Assert.Empty(sample.Output);
    }

    private static void Publish(int port, string topic, string message, params string[] more)
    {
        Skip.IfNot(ChildProcess.IsInstalled(Publisher), $"{Publisher} is not installed");

        using ChildProcess publisher = new(
            Publisher,
            ["-h", "127.0.0.1", "-p", $"{port}", "--psk-identity", Tlsman.Identity, "--psk", Tlsman.Key, "-t", topic,
            "-m", message, .. more]);

        Assert.Equal(0, publisher.WaitForExit());
    }

    private ChildProcess StartBroker(out int port)
    {
        Skip.IfNot(ChildProcess.IsInstalled(Broker), $"{Broker} is not installed");
        port = Peer.FindPort("tls");

        string keys = Path.Combine(_folder, "keys");
        File.WriteAllText(keys, $"{Tlsman.Identity}:{Tlsman.Key}\n");

        // As root it changes to another user, which could not read the keys.
        File.WriteAllText(
            Configuration,
            $"user {Environment.UserName}\nlistener {port} 127.0.0.1\npsk_hint hint\npsk_file {keys}\nallow_anonymous true\nlog_dest stderr\n");

        return RestartBroker();
    }

    private ChildProcess RestartBroker()
    {
        ChildProcess broker = new(Broker, "-v", "-c", Configuration);

        broker.WaitFor("running");
        return broker;
    }
}
