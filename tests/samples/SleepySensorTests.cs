//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Tests.Samples;

/// <summary>
/// SleepySensor as separate runs of a program, against CoapsSensor's server.
/// </summary>
public sealed class SleepySensorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tlsman-test").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public void ItRestoresElseResumesElseConnects()
    {
        using ChildProcess server = Sample.Serve("CoapsSensor", Tlsman.Key, out int port);
        string session = Path.Combine(_folder, "session");

        Assert.Equal("connected", Report(port));
        Assert.Equal("restored", Report(port));

        byte[] old = File.ReadAllBytes(session);

        Assert.Equal("restored", Report(port));

        // A state from before is refused, though it is whole, and so is a damaged one.
        File.WriteAllBytes(session, old);
        Assert.Equal("resumed", Report(port));
        File.WriteAllBytes(session, old[..^1]);
        Assert.Equal("resumed", Report(port));
        Assert.Equal("restored", Report(port));
        File.Delete(session);
        File.Delete(Path.Combine(_folder, "ticket"));
        Assert.Equal("connected", Report(port));
        Assert.Equal("restored", Report(port));
    }

    /// <summary>The server knows neither the session nor the ticket any more, and cannot say so.</summary>
    [Fact]
    public void ItConnectsAnewToAServerThatWasStartedAnew()
    {
        int port;

        using (ChildProcess server = Sample.Serve("CoapsSensor", Tlsman.Key, out port))
        {
            Assert.Equal("connected", Report(port));
            Assert.Equal("restored", Report(port));
        }

        using ChildProcess again = Sample.Run("CoapsSensor", Tlsman.Key, ["--listen", $"127.0.0.1:{port}"]);

        again.WaitFor("listening on");
        Assert.Equal("connected", Report(port));
        Assert.Equal("restored", Report(port));
    }

    [Fact]
    public void TheReadingArrives()
    {
        using ChildProcess server = Sample.Serve("CoapsSensor", Tlsman.Key, out int port);

        Report(port);
        Report(port);

        using ChildProcess client =
            Sample.Run("CoapsSensor", Tlsman.Key, ["--connect", $"127.0.0.1:{port}", "--path", "note"]);

        Assert.Equal(0, client.WaitForExit());
        Assert.StartsWith("2.05 2", client.Output);
    }

    private string Report(int port)
    {
        using ChildProcess sensor =
            Sample.Run("SleepySensor", "--connect", $"127.0.0.1:{port}", "--state", _folder);

        Assert.Equal(0, sensor.WaitForExit());
        return sensor.Output.Trim();
    }
}
