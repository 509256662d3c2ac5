//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Net;
using System.Text;
using NanoTlsMan.Samples.HttpClientPsk;

namespace NanoTlsMan.Tests.Samples;

/// <summary>
/// HttpClientPsk against OpenSSL's web server, and against .NET's behind stunnel.
/// </summary>
public sealed class HttpClientPskTests : IDisposable
{
    private const string Stunnel = "stunnel";

    private readonly string _folder = Directory.CreateTempSubdirectory("tlsman-test").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableFact]
    public void TheClientGetsThePageOfOpenSsl()
    {
        using ChildProcess server = StartOpenSsl("-www", out int port);
        using ChildProcess client = Sample.Run("HttpClientPsk", "--connect", $"127.0.0.1:{port}");

        Assert.Equal(0, client.WaitForExit());
        Assert.StartsWith("200 ok\n<HTML>", client.Output, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("TLSv1.2", client.Output);
        Assert.EndsWith("</HTML>", client.Output.TrimEnd(), StringComparison.OrdinalIgnoreCase);
    }

    [SkippableTheory]
    [InlineData(10000, 0)]
    [InlineData(20000, 3)]
    public void AFileOfOpenSslComesWholeOrNotAtAll(int length, int code)
    {
        string text = new('f', length);

        File.WriteAllText(Path.Combine(_folder, "file.txt"), text);

        using ChildProcess server = StartOpenSsl("-WWW", out int port);
        using ChildProcess client =
            Sample.Run("HttpClientPsk", "--connect", $"127.0.0.1:{port}", "--path", "/file.txt");

        Assert.Equal(code, client.WaitForExit());
        Assert.Equal(code == 0, client.Output.Contains(text));
        Assert.Equal(code != 0, client.Errors.Contains("longer than 16384 bytes"));
    }

    [SkippableFact]
    public void AWrongKeyIsToldAsSuch()
    {
        using ChildProcess server = StartOpenSsl("-www", out int port);
        using ChildProcess client =
            Sample.Run("HttpClientPsk", Tlsman.WrongKey, ["--connect", $"127.0.0.1:{port}"]);

        Assert.Equal(1, client.WaitForExit());
        Assert.Contains("likely a wrong key or identity", client.Errors);
    }

    [SkippableFact]
    public void TheCommandPostsToAWebServer()
    {
        using HttpListener web = Listen(out int plain);
        using ChildProcess stunnel = StartStunnel(plain, out int port);

        Answer(web, 1, (request, response) => Write(response, $"{request.HttpMethod} {Read(request)}"));

        using ChildProcess client = Sample.Run(
            "HttpClientPsk", "--connect", $"127.0.0.1:{port}", "--method", "POST", "--body", "21.4");

        Assert.Equal(0, client.WaitForExit());
        Assert.Equal("200 OK\nPOST 21.4\n", client.Output);
    }

    [SkippableFact]
    public async Task CodeForHttpClientWorksAsItIs()
    {
        using HttpListener web = Listen(out int plain);
        using ChildProcess stunnel = StartStunnel(plain, out int port);
        List<int> ports = [];

        Answer(web, 5, (request, response) =>
        {
            ports.Add(request.RemoteEndPoint.Port);
            response.Headers["X-Asked"] = request.Headers["X-Ask"];
            response.SendChunked = request.Url!.AbsolutePath == "/chunked";
            response.StatusCode = request.Url.AbsolutePath == "/nothing" ? 404 : 200;
            Write(response, request.HttpMethod == "POST" ? Read(request) : new string('c', 5000));
        });

        using HttpClient client =
            new(new PskHttpHandler(CoapPeers.CreateMan(), new IPEndPoint(IPAddress.Loopback, port), CreateKeys())
            {
                MaxIdle = 600000
            })
            { BaseAddress = new Uri("https://127.0.0.1/") };

        client.DefaultRequestHeaders.Add("X-Ask", "me");
        Assert.Equal(new string('c', 5000), await client.GetStringAsync("length"));
        Assert.Equal(new string('c', 5000), await client.GetStringAsync("chunked"));

        using HttpResponseMessage posted =
            await client.PostAsync("echo", new StringContent(new string('p', 3000), Encoding.UTF8, "text/plain"));

        Assert.Equal(new string('p', 3000), await posted.Content.ReadAsStringAsync());
        Assert.Equal("me", posted.Headers.GetValues("X-Asked").Single());

        using HttpResponseMessage nothing = await client.GetAsync("nothing");

        Assert.Equal(HttpStatusCode.NotFound, nothing.StatusCode);

        using HttpResponseMessage head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "length"));

        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());

        // One connection for all of them; HttpListener ends it only with the answer to the HEAD.
        Assert.Equal(5, ports.Count);
        Assert.Single(ports.Distinct());
    }

    [Theory]
    [InlineData("capital letters", "--method", "get")]
    [InlineData("begins with a slash", "--path", "index.html")]
    public void MisuseEndsWithTwoAndAClearMessage(string message, params string[] arguments)
    {
        using ChildProcess sample = Sample.Run("HttpClientPsk", ["--connect", "127.0.0.1:1", .. arguments]);

        Assert.Equal(2, sample.WaitForExit());
        Assert.Contains(message, sample.Errors);
    }

    private static CredentialStore CreateKeys()
    {
        CredentialStore keys = new();

        keys.AddPsk(1, Encoding.UTF8.GetBytes(Tlsman.Identity), Convert.FromHexString(Tlsman.Key));
        return keys;
    }

    private static HttpListener Listen(out int port)
    {
        HttpListener web = new();

        port = Peer.FindPort("tls");
        web.Prefixes.Add($"http://127.0.0.1:{port}/");
        web.Start();
        return web;
    }

    private static void Answer(
        HttpListener web, int count, Action<HttpListenerRequest, HttpListenerResponse> answer)
    {
        Task.Run(() =>
        {
            for (int i = 0; i < count; i++)
            {
                HttpListenerContext context = web.GetContext();

                answer(context.Request, context.Response);
                context.Response.Close();
            }
        });
    }

    private static string Read(HttpListenerRequest request) => new StreamReader(request.InputStream).ReadToEnd();

    private static void Write(HttpListenerResponse response, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);

        if (!response.SendChunked)
        {
            response.ContentLength64 = bytes.Length;
        }

        response.OutputStream.Write(bytes);
    }

    private ChildProcess StartOpenSsl(string mode, out int port)
    {
        Skip.IfNot(ChildProcess.IsInstalled("openssl"), "openssl is not installed");
        port = Peer.FindPort("tls");

        ChildProcess server = new(
            "sh", "-c",
            $"cd {_folder} && exec openssl s_server -tls1_2 -accept 127.0.0.1:{port} -nocert"
            + $" -psk_identity {Tlsman.Identity} -psk {Tlsman.Key} -cipher PSK {mode}");

        server.WaitFor("ACCEPT");
        return server;
    }

    private ChildProcess StartStunnel(int plain, out int port)
    {
        Skip.IfNot(ChildProcess.IsInstalled(Stunnel), $"{Stunnel} is not installed");
        port = Peer.FindPort("tls");

        string keys = Path.Combine(_folder, "keys");
        string configuration = Path.Combine(_folder, "stunnel.conf");

        File.WriteAllText(keys, $"{Tlsman.Identity}:{Tlsman.Key}\n");

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(keys, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        File.WriteAllText(
            configuration,
            $"foreground = yes\npid =\n[web]\naccept = 127.0.0.1:{port}\nconnect = 127.0.0.1:{plain}\nciphers = PSK\n"
            + $"sslVersionMax = TLSv1.2\nPSKsecrets = {keys}\n");

        ChildProcess stunnel = new(Stunnel, configuration);

        stunnel.WaitFor("Configuration successful");
        return stunnel;
    }
}
