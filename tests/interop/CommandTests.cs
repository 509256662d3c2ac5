//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Xml.Linq;

namespace NanoTlsMan.Tests.Interop;

/// <summary>
/// The tlsman command as a user meets it.
/// </summary>
public class CommandTests
{
    [Fact]
    public void DemoEndsWithZeroAndShowsBothHandshakes()
    {
        using ChildProcess demo = Tlsman.Run("demo");

        Assert.Equal(0, demo.WaitForExit());
        Assert.Contains("485 bytes in 6 datagrams", demo.Output);
        Assert.Contains("32 bytes, 61 on the wire", demo.Output);
        Assert.Contains("TLS 1.2 over TCP", demo.Output);
    }

    /// <summary>A signature of ECDSA in DER takes 70 to 72 bytes, or seldom less.</summary>
    [Fact]
    public void DemoShowsRawPublicKeysBesideThePreSharedOne()
    {
        using ChildProcess demo = Tlsman.Run("demo", "--stack", "managed");

        Assert.Equal(0, demo.WaitForExit());

        string scene = demo.Output[demo.Output.IndexOf("raw public keys on both sides", StringComparison.Ordinal)..];

        Assert.Contains("stack managed", scene);
        Assert.Contains("TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8", scene);
        Assert.Contains("CertificateVerify", scene);
        Assert.Matches(@"handshake +1?[0-9]{3} bytes in 6 datagrams", scene);
        Assert.Contains("32 bytes, 61 on the wire", scene);
        Assert.Contains("authenticated by its key", scene);
    }

    /// <summary>
    /// The README's picture is made by <c>./tlsman demo --stack managed --svg docs/images/handshake.svg</c>.
    /// </summary>
    [Fact]
    public void DemoDrawsEachFlightAsTheReadmeShowsIt()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("tlsman-test").FullName, "handshake.svg");
        using ChildProcess demo = Tlsman.Run("demo", "--stack", "managed", "--svg", path);

        Assert.Equal(0, demo.WaitForExit());

        string picture = File.ReadAllText(path);
        IEnumerable<string> records = XDocument.Parse(picture).Descendants()
            .Where(element => element.Name.LocalName == "g").Select(flight => flight.Elements().First().Value);

        Assert.Equal(
            [
                "ClientHello 75",
                "HelloVerifyRequest 44",
                "ClientHello 91",
                "ServerHello 74 · ServerHelloDone 25",
                "ClientKeyExchange 42 · ChangeCipherSpec 14 · Finished* 53",
                "ChangeCipherSpec 14 · Finished* 53",
                "ApplicationData* 61",
                "ApplicationData* 61",
            ],
            records);
        Assert.Equal(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "handshake.svg")), picture);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    [Fact]
    public void StacksAsJsonIsAnArrayOfObjectsWithNames()
    {
        using ChildProcess stacks = Tlsman.Run("stacks", "--json");

        Assert.Equal(0, stacks.WaitForExit());

        using JsonDocument json = JsonDocument.Parse(stacks.Output);

        Assert.Equal("managed", json.RootElement[0].GetProperty("name").GetString());
        Assert.Contains("connection ID", Read("can"));
        Assert.Contains("X.509", Read("cannot"));

        IEnumerable<string?> Read(string what) =>
            json.RootElement[0].GetProperty(what).EnumerateArray().Select(item => item.GetString());
    }

    [Theory]
    [InlineData("odd number", "client", "--dtls", "--connect", "127.0.0.1:1", "--psk-identity", "a", "--psk", "123")]
    [InlineData("hexadecimal digits only", "client", "--dtls", "--connect", "127.0.0.1:1", "--psk-identity", "a", "--psk", "12xx")]
    [InlineData("1 to 64 bytes", "client", "--dtls", "--connect", "127.0.0.1:1", "--psk-identity", "a", "--psk", "")]
    [InlineData("1 to 128 bytes", "client", "--dtls", "--connect", "127.0.0.1:1", "--psk-identity", "", "--psk", "12")]
    [InlineData("unknown cipher suite 'PSK-AES'", "client", "--dtls", "--connect", "127.0.0.1:1", "--psk-identity", "a", "--psk", "12", "--suite", "PSK-AES")]
    [InlineData("unknown stack 'mine'", "client", "--dtls", "--connect", "127.0.0.1:1", "--psk-identity", "a", "--psk", "12", "--stack", "mine")]
    [InlineData("one of --dtls and --tls", "client", "--connect", "127.0.0.1:1", "--psk-identity", "a", "--psk", "12")]
    [InlineData("one of --dtls and --tls", "client", "--dtls", "--tls", "--connect", "127.0.0.1:1", "--psk-identity", "a", "--psk", "12")]
    [InlineData("HOST:PORT", "client", "--dtls", "--connect", "127.0.0.1", "--psk-identity", "a", "--psk", "12")]
    [InlineData("HOST:PORT", "client", "--dtls", "--connect", "127.0.0.1:70000", "--psk-identity", "a", "--psk", "12")]
    [InlineData("--psk", "client", "--dtls", "--connect", "127.0.0.1:1", "--psk-identity", "a", "--psk")]
    [InlineData("--psk", "client", "--dtls", "--connect", "127.0.0.1:1", "--psk-identity", "a")]
    [InlineData("--frob", "client", "--dtls", "--connect", "127.0.0.1:1", "--psk-identity", "a", "--psk", "12", "--frob")]
    [InlineData("--timeout", "client", "--dtls", "--connect", "127.0.0.1:1", "--psk-identity", "a", "--psk", "12", "--timeout", "-1")]
    [InlineData("soon", "client", "--dtls", "--connect", "127.0.0.1:1", "--psk-identity", "a", "--psk", "12", "--timeout", "soon")]
    [InlineData("--count", "server", "--dtls", "--psk-identity", "a", "--psk", "12", "--count", "0")]
    [InlineData("frobnicate", "frobnicate")]
    public void MisuseEndsWithTwoAndAClearMessage(string message, params string[] arguments)
    {
        using ChildProcess command = Tlsman.Run(arguments);

        Assert.Equal(2, command.WaitForExit());
        Assert.Contains(message, command.Errors);
        Assert.DoesNotContain("   at ", command.Errors);
    }

    [Theory]
    [InlineData("tls")]
    [InlineData("dtls")]
    public void AServerThatIsNotThereIsANetworkError(string kind)
    {
        using ChildProcess client = Tlsman.Client(kind, Peer.FindPort(kind), "--timeout", "2", "--send", "x");

        Assert.Equal(3, client.WaitForExit());
        Assert.Single(client.Errors.Trim().Split('\n'));
    }

    [Theory]
    [InlineData("tls")]
    [InlineData("dtls")]
    public void AnAddressInUseIsANetworkError(string kind)
    {
        using ChildProcess first = Tlsman.Server(kind, out int port);
        using ChildProcess second =
            Tlsman.Run("server", "--" + kind, "--listen", $"127.0.0.1:{port}", "--psk-identity", "a", "--psk", "12");

        Assert.Equal(3, second.WaitForExit());
        Assert.Single(second.Errors.Trim().Split('\n'));
    }

    [Theory]
    [InlineData("tls")]
    [InlineData("dtls")]
    public void AnUnknownIdentityLooksLikeAWrongKey(string kind)
    {
        using ChildProcess server = Tlsman.Server(kind, out int port);
        using ChildProcess wrongKey =
            Tlsman.Client(kind, port, Tlsman.Identity, Tlsman.WrongKey, ["--timeout", "8", "--send", "x"]);
        using ChildProcess unknown = Tlsman.Client(kind, port, "nobody", Tlsman.Key, ["--timeout", "8", "--send", "x"]);

        Assert.Equal(1, wrongKey.WaitForExit());
        Assert.Equal(1, unknown.WaitForExit());
        Assert.Equal(wrongKey.Errors, unknown.Errors);
        Assert.Contains("likely a wrong key or identity", unknown.Errors);
    }

    [Theory]
    [InlineData("tls")]
    [InlineData("dtls")]
    public void LinesOfStandardInputAreMessages(string kind)
    {
        using ChildProcess server = Tlsman.Server(kind, out int port, "--echo", "--count", "1");
        using ChildProcess client = Tlsman.Client(kind, port, "--wait", "60");

        client.WriteLine("one");
        client.WriteLine("two");
        client.CloseInput();
        Assert.Equal(0, client.WaitForExit());
        Assert.Equal("one\ntwo\n", client.Output);
        Assert.Equal(0, server.WaitForExit());
        Assert.EndsWith("one\ntwo\n", server.Output);
    }

    [Theory]
    [InlineData("client", "openssl s_server")]
    [InlineData("server", "openssl s_client")]
    public void HelpShowsTheMatchingOpenSslCommand(string command, string line)
    {
        using ChildProcess help = Tlsman.Run(command, "--help");

        Assert.Equal(0, help.WaitForExit());
        Assert.Contains(line, help.Output);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/nowhere/keys")]
    public void AKeyLogThatCannotBeWrittenIsMisuseBeforeAnythingListens(string path)
    {
        using ChildProcess server =
            Tlsman.Run("server", "--dtls", "--psk-identity", "a", "--psk", "12", "--keylog", path);

        Assert.Equal(2, server.WaitForExit());
        Assert.Contains("tlsman: ", server.Errors);
        Assert.DoesNotContain("   at ", server.Errors);
        Assert.Empty(server.Output);
    }

    [Fact]
    public void AConnectionThatIsResetAtOnceDoesNotEndTheServer()
    {
        using ChildProcess server = Tlsman.Server("tls", out int port, "--count", "1");

        for (int i = 0; i < 20; i++)
        {
            using Socket socket = new(
                AddressFamily.InterNetwork, SocketType.Stream,
                ProtocolType.Tcp)
            { LingerState = new LingerOption(true, 0) };

            socket.Connect(IPAddress.Loopback, port);
        }

        using ChildProcess client = Tlsman.Client("tls", port, "--wait", "0", "--send", "still there");

        Assert.Equal(0, client.WaitForExit());
        Assert.Equal(0, server.WaitForExit());
        Assert.Contains("still there", server.Output);
    }

    [Fact]
    public void EmptyMessagesAreNoDatagramsAndNobodyWaitsForAnswersToThem()
    {
        using ChildProcess server = Tlsman.Server("dtls", out int port, "--echo");

        // Had it waited for an answer to nothing, its end would not have come in any time that a test waits.
        using ChildProcess client = Tlsman.Client("dtls", port, "--wait", "3600", "--send", "", "--send", "x");

        Assert.Equal(0, client.WaitForExit());
        Assert.Equal("x\n", client.Output);
    }

    [Theory]
    [InlineData("tls")]
    [InlineData("dtls")]
    public void AClientWhoseServerEndsSaysSoAndFails(string kind)
    {
        using ChildProcess server = Tlsman.Server(kind, out int port, "--echo", "--count", "1");
        using ChildProcess client = Tlsman.Client(kind, port, "--wait", "60");

        client.WriteLine("one");
        client.WaitFor("one");
        server.Interrupt();
        Assert.Equal(0, server.WaitForExit());
        Assert.Equal(1, client.WaitForExit());
        Assert.Contains("tlsman: the server closed the channel", client.Errors);
    }

    /// <summary>The peer gets a close_notify, so that it knows that nothing was cut short.</summary>
    [Theory]
    [InlineData("tls")]
    [InlineData("dtls")]
    public void AServerThatIsTerminatedClosesItsChannels(string kind)
    {
        using ChildProcess server = Tlsman.Server(kind, out int port, "--echo");
        using ChildProcess client = Tlsman.Client(kind, port, "--wait", "60", "--trace");

        client.WriteLine("first words");
        client.WaitFor("first words");
        server.Terminate();
        Assert.Equal(0, server.WaitForExit());
        Assert.Equal(1, client.WaitForExit());
        Assert.Contains("Alert", client.Errors);
        Assert.DoesNotContain("without close_notify", client.Errors);
    }

    [Fact]
    public void AServersLimitsCanBeSet()
    {
        using ChildProcess server =
            Tlsman.Server("dtls", out int port, "--echo", "--max-sessions", "1", "--idle-timeout", "3600");
        using ChildProcess first = Tlsman.Client("dtls", port, "--wait", "60");

        first.WriteLine("one");
        first.WaitFor("one");

        using ChildProcess second = Tlsman.Client("dtls", port, "--timeout", "3", "--send", "x");

        Assert.Equal(1, second.WaitForExit());
        first.WriteLine("still here");
        first.WaitFor("still here");
    }
}
