//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Samples.HttpClientPsk;

namespace NanoTlsMan.Tests.Samples;

/// <summary>
/// HttpClientPsk against what web servers do rarely, or never (RFC 9112).
/// </summary>
public class HttpAnswerTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", "ok")]
    [InlineData("HTTP/1.1 200\r\ncontent-length:2\r\n\r\nok", "ok")]
    [InlineData("HTTP/1.0 200 OK\n\nuntil the end", "until the end")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\nA: b\r\n\r\n" + Ok, "ok")]
    [InlineData("HTTP/1.1 204 None\r\nContent-Length: 9\r\n\r\n", "")]
    [InlineData("HTTP/1.1 304 Same\r\nContent-Length: 9\r\n\r\n", "")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n2\r\nab\r\nA;x=y\r\n0123456789\r\n0\r\nT: u\r\n\r\n", "ab0123456789")]
    public void AnAnswerIsReadAsItsHeadersSay(string answer, string body)
    {
        using ScriptedWebServer server = new([answer]);
        using HttpClient client = new(server.CreateHandler());
        using HttpResponseMessage response = client.Send(new HttpRequestMessage(HttpMethod.Get, "https://x/y?z"));

        Assert.Equal(body, new StreamReader(response.Content.ReadAsStream()).ReadToEnd());
        Assert.StartsWith("GET /y?z HTTP/1.1\r\nHost: x\r\n", server.Requests[0]);
    }

    [Theory]
    [InlineData("not HTTP", "SSH-2.0-OpenSSH\r\n\r\n")]
    [InlineData("not HTTP", "HTTP/1.1 2OO OK\r\n\r\n")]
    [InlineData("not HTTP", "HTTP/1.1 101 Other\r\n\r\n")]
    [InlineData("not HTTP", "HTTP/1.1 200 OK\r\nA b\r\n\r\n")]
    [InlineData("not HTTP", "HTTP/1.1 200 OK\r\nA : b\r\n\r\n")]
    [InlineData("not HTTP", "HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n")]
    [InlineData("not HTTP", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("not HTTP", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab")]
    [InlineData("closed", "HTTP/1.1 200 OK\r\nA: b\r\n")]
    [InlineData("closed", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab")]
    [InlineData("closed", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab")]
    [InlineData("closed", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n")]
    [InlineData("do not make", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n")]
    [InlineData("do not make", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n")]
    [InlineData("do not make", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n100000000\r\n")]
    [InlineData("longer than 100", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffff\r\n")]
    [InlineData("longer than 100", "HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\n")]
    [InlineData("longer than 100", "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n")]
    [InlineData("not asked for: gzip", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n")]
    public void WhatCannotBeReadIsAnErrorWithASentence(string message, string answer)
    {
        using ScriptedWebServer server = new([answer]);
        using PskHttpHandler handler = server.CreateHandler();
        using HttpClient client = new(handler);

        handler.MaxBody = 100;
        Assert.Contains(message, Assert.Throws<HttpRequestException>(() => Get(client)).Message);
    }

    [Fact]
    public void HeadersThatAreTooLongAreAnError()
    {
        string headers =
            string.Concat(Enumerable.Range(0, 40).Select(number => $"H{number}: {new string('h', 100)}\r\n"));

        using ScriptedWebServer server = new([$"HTTP/1.1 200 OK\r\n{headers}\r\n"]);
        using HttpClient client = new(server.CreateHandler());

        Assert.Contains(
            "headers are longer", Assert.Throws<HttpRequestException>(() => Get(client)).Message);
    }

    [Fact]
    public void AServerThatIsSilentIsNotWaitedForForEver()
    {
        using ScriptedWebServer server = new([ScriptedWebServer.Silence]);
        using PskHttpHandler handler = server.CreateHandler();
        using HttpClient client = new(handler);

        handler.RequestTimeout = 2000;
        Assert.Contains("not answer in time", Assert.Throws<HttpRequestException>(() => Get(client)).Message);
    }

    [Fact]
    public async Task TheTimeoutOfHttpClientHoldsAsWell()
    {
        using ScriptedWebServer server = new([ScriptedWebServer.Silence]);
        using HttpClient client = new(server.CreateHandler()) { Timeout = TimeSpan.FromSeconds(2) };

        await Assert.ThrowsAsync<TaskCanceledException>(() => client.GetAsync("https://x/"));
    }

    [Fact]
    public void AGetThatMeetsTheEndOfAnOldConnectionGoesOverANewOne()
    {
        // Each connection answers once and closes, without having said so.
        using ScriptedWebServer server = new([Ok], [Ok]);
        using PskHttpHandler handler = server.CreateHandler();
        using HttpClient client = new(handler);

        handler.MaxIdle = 600000;
        Assert.Equal("ok", Get(client));
        Assert.Equal("ok", Get(client));
        Assert.Equal(2, server.Requests.Length);
    }

    [Fact]
    public void APostThatMeetsTheEndOfAnOldConnectionIsNotSentTwice()
    {
        using ScriptedWebServer server = new([Ok], [Ok]);
        using PskHttpHandler handler = server.CreateHandler();
        using HttpClient client = new(handler);

        handler.MaxIdle = 600000;
        Assert.Equal("ok", Get(client));
        Assert.Throws<HttpRequestException>(
            () => client.Send(new HttpRequestMessage(HttpMethod.Post, "https://x/")));
    }

    [Theory]
    [InlineData("Connection: close\r\n", false)]
    [InlineData("", true)]
    public void AConnectionThatIsToBeClosedIsNotUsedAgain(string header, bool closesItself)
    {
        // Both connections would answer twice.
        string answer = $"HTTP/1.1 200 OK\r\n{header}Content-Length: 2\r\n\r\nok";

        using ScriptedWebServer server = new([answer, "never"], [answer, "never"]);
        using HttpClient client = new(server.CreateHandler());

        client.DefaultRequestHeaders.ConnectionClose = closesItself;
        Assert.Equal("ok", Get(client));
        Assert.Equal("ok", Get(client));
        Assert.Equal(closesItself, server.Requests[0].Contains("Connection: close"));
    }

    [Fact]
    public void NothingGoesInClear()
    {
        using ScriptedWebServer server = new();
        using HttpClient client = new(server.CreateHandler());

        Assert.Throws<HttpRequestException>(
            () => client.Send(new HttpRequestMessage(HttpMethod.Get, "http://x/")));
    }

    private static string Get(HttpClient client)
    {
        using HttpResponseMessage response = client.Send(new HttpRequestMessage(HttpMethod.Get, "https://x/"));

        return new StreamReader(response.Content.ReadAsStream()).ReadToEnd();
    }
}
