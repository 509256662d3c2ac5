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
        Skip.IfNot(ChildProcess.IsInstalled(Publisher), $"{Publisher} is not installed");

        // Longer than one group of a packet's length holds.
        string message = new('m', 300);

        using ChildProcess broker = StartBroker(out int port);
        using ChildProcess sample = Sample.Run("MqttTlsPsk", "--connect",
            $"127.0.0.1:{port}", "--topic", "lab/other", "--send", "x", "--count", "2");

        sample.WaitFor("subscribed");

        using ChildProcess publisher = new(
            Publisher, "-h", "127.0.0.1", "-p", $"{port}", "--psk-identity", Tlsman.Identity, "--psk",
            Tlsman.Key, "-t", "lab/other", "-m", message);

        Assert.Equal(0, publisher.WaitForExit());
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
    public void MosquittoRefusesAWrongKey()
    {
        using ChildProcess broker = StartBroker(out int port);
        using ChildProcess sample = Sample.Run("MqttTlsPsk", Tlsman.WrongKey, ["--connect", $"127.0.0.1:{port}"]);

        Assert.Equal(1, sample.WaitForExit());
        Assert.Contains("tlsman: ", sample.Errors);
        Assert.Empty(sample.Output);
    }

    private ChildProcess StartBroker(out int port)
    {
        Skip.IfNot(ChildProcess.IsInstalled(Broker), $"{Broker} is not installed");
        port = Peer.FindPort("tls");

        string keys = Path.Combine(_folder, "keys");
        string configuration = Path.Combine(_folder, "mosquitto.conf");

        File.WriteAllText(keys, $"{Tlsman.Identity}:{Tlsman.Key}\n");

        // As root it changes to another user, which could not read the keys.
        File.WriteAllText(
            configuration,
            $"user {Environment.UserName}\nlistener {port} 127.0.0.1\npsk_hint hint\npsk_file {keys}\nallow_anonymous true\nlog_dest stderr\n");

        ChildProcess broker = new(Broker, "-v", "-c", configuration);

        broker.WaitFor("running");
        return broker;
    }
}
