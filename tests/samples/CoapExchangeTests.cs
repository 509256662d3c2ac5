//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using NanoTlsMan.Samples.Coap;
using NanoTlsMan.Sockets;

namespace NanoTlsMan.Tests.Samples;

/// <summary>
/// CoapsSensor's message layer (RFC 7252, section 4) where messages are lost, come twice or make no sense.
/// </summary>
public class CoapExchangeTests
{
    // An odd option that nobody has defined.
    private const string CriticalOption = "2053,x";

    [SkippableFact]
    public void AResponseThatComesOnItsOwnIsAwaited()
    {
        using ChildProcess server = CoapPeers.StartServer(out string address);
        using ChildProcess client =
            Sample.Run("CoapsSensor", CoapPeers.Key, ["--connect", address, "--path", "async"]);

        Assert.Equal(0, client.WaitForExit());
        Assert.Equal("2.05 done\n", client.Output);

        // It takes four seconds: the request was acknowledged, and not sent again meanwhile.
        Assert.Single(Regex.Matches(server.Errors + server.Output, "t:CON c:GET"));
    }

    [SkippableFact]
    public void ARequestWithAnUnknownCriticalOptionIsABadOption()
    {
        using ChildProcess server = Sample.Serve("CoapsSensor", CoapPeers.Key, out int port);
        using ChildProcess client =
            CoapPeers.StartClient("-m", "get", "-O", CriticalOption, $"coaps://127.0.0.1:{port}/temperature");

        client.WaitForExit();
        Assert.Contains("4.02", client.Output + client.Errors);
    }

    [Fact]
    public void ANonConfirmableRequestWithAnUnknownCriticalOptionIsLeftAlone()
    {
        using CoapServer server = Serve(() => 214);
        using SecureUdpClient client = CoapPeers.Connect(server.LocalEndPoint);

        // A GET with option 9 and token 1; what is answered is the request behind it.
        client.Send([0x51, CoapMessage.Get, 0, 1, 1, 0x90], 0, 6);

        CoapMessage answer = client.Exchange(CreateGet(CoapMessage.NonConfirmable, 2));

        Assert.Equal([2], answer.Token);
        Assert.Equal(CoapMessage.Content, answer.Code);
    }

    [Theory]
    [InlineData(CoapMessage.Acknowledgement)]
    [InlineData(CoapMessage.Confirmable)]
    public void AnAnswerWithAnUnknownCriticalOptionIsRefusedWithASentence(int type)
    {
        // Proxy-Uri has no place in an answer, and this client does not know it.
        using ScriptedCoapServer server = ScriptedCoapServer.OfBytes(
            request => [(byte)(0x40 | type << 4 | request.Token.Length), CoapMessage.Content,
                (byte)(request.Id >> 8), (byte)request.Id, .. request.Token, 0xd1, 35 - 13, (byte)'x', 0xff, 1]);
        using CoapClient client = server.Connect();

        Assert.Contains("critical option 35", Assert.Throws<IOException>(() => client.Get("x")).Message);

        if (type == CoapMessage.Confirmable)
        {
            Assert.Equal(CoapMessage.Get, server.Take().Code);
            Assert.Equal(CoapMessage.Reset, server.Take().Type);
        }
    }

    [Fact]
    public void ALostRequestIsSentAgainWithTheSameIdAndLater()
    {
        int count = 0;

        using ScriptedCoapServer server = new(request => ++count < 4 ? [] : [Answer(request)]);
        using CoapClient client = server.Connect();

        client.AckTimeout = 100;

        Stopwatch watch = Stopwatch.StartNew();

        Assert.Equal(CoapMessage.Content, client.Get("x").Code);

        // At least 100, 200 and 400 ms, but for the clock's grain.
        Assert.InRange(watch.ElapsedMilliseconds, 680, int.MaxValue);
        Assert.Single(Enumerable.Range(0, 4).Select(_ => server.Take().Id).Distinct());
    }

    [Fact]
    public void AServerThatNeverAnswersIsAskedFiveTimes()
    {
        using ScriptedCoapServer server = new(_ => []);
        using CoapClient client = server.Connect();

        client.AckTimeout = 20;
        Assert.Throws<TimeoutException>(() => client.Get("x"));
        Assert.All(Enumerable.Range(0, 5), _ => server.Take());
        Assert.Empty(server.Received);
    }

    [Fact]
    public void AServerThatRefusesAMessageIsAnError()
    {
        using ScriptedCoapServer server = new(request => [CoapMessage.CreateEmpty(CoapMessage.Reset, request.Id)]);
        using CoapClient client = server.Connect();

        Assert.Contains("refused", Assert.Throws<IOException>(() => client.Get("x")).Message);
    }

    [Fact]
    public void AnAnswerToAnotherRequestIsNone()
    {
        using ScriptedCoapServer server = new(request => request.Type != CoapMessage.Confirmable ? [] :
        [
            // The wrong ID, the wrong token, a message that nobody asked for; and then the answer.
            new CoapMessage(CoapMessage.Acknowledgement, 0x84, request.Id ^ 1, request.Token),
            new CoapMessage(CoapMessage.Acknowledgement, 0x84, request.Id, [9, 9, 9]),
            new CoapMessage(CoapMessage.Confirmable, 0x84, 77, [9, 9, 9]),
            Answer(request),
        ]);
        using CoapClient client = server.Connect();

        Assert.Equal(CoapMessage.Content, client.Get("x").Code);
        server.Take();

        CoapMessage reset = server.Take();

        Assert.Equal(CoapMessage.Reset, reset.Type);
        Assert.Equal(77, reset.Id);
    }

    [Fact]
    public void ARequestThatComesTwiceIsAnsweredTwiceAndDoneOnce()
    {
        int readings = 0;

        using CoapServer server = Serve(() => 214 + readings++);
        using SecureUdpClient client = CoapPeers.Connect(server.LocalEndPoint);
        CoapMessage request = CreateGet(CoapMessage.Confirmable, 1);
        byte[] first = client.Exchange(request).ToBytes();

        Assert.Equal(first, client.Exchange(request).ToBytes());
        Assert.Equal(1, readings);

        // Another session's message with that ID is another message.
        using SecureUdpClient other = CoapPeers.Connect(server.LocalEndPoint);

        Assert.NotEqual(first, other.Exchange(request).ToBytes());
    }

    [Fact]
    public void ANonConfirmableRequestThatComesTwiceIsAnsweredOnce()
    {
        using CoapServer server = Serve(() => 214);
        using SecureUdpClient client = CoapPeers.Connect(server.LocalEndPoint);
        byte[] request = CreateGet(CoapMessage.NonConfirmable, 1).ToBytes();

        client.Send(request, 0, request.Length);
        client.Send(request, 0, request.Length);
        Assert.Equal([1], client.Await().Token);
        Assert.Equal([2], client.Exchange(CreateGet(CoapMessage.NonConfirmable, 2)).Token);
    }

    [Fact]
    public void APingIsAnsweredWithAReset()
    {
        using CoapServer server = Serve(() => 214);
        using SecureUdpClient client = CoapPeers.Connect(server.LocalEndPoint);
        CoapMessage answer = client.Exchange(CoapMessage.CreateEmpty(CoapMessage.Confirmable, 5));

        Assert.Equal(CoapMessage.Reset, answer.Type);
        Assert.Equal(5, answer.Id);
    }

    private static CoapServer Serve(TemperatureReader read) =>
        new(CoapPeers.CreateMan(), new IPEndPoint(IPAddress.Loopback, 0), CoapPeers.CreateKeys(), read);

    private static CoapMessage CreateGet(int type, int id) =>
        new(type, CoapMessage.Get, id, [(byte)id]) { Path = CoapServer.Temperature };

    private static CoapMessage Answer(CoapMessage request) =>
        new(CoapMessage.Acknowledgement, CoapMessage.Content, request.Id, request.Token);
}
