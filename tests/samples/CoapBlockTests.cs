//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Net;
using System.Text;
using NanoTlsMan.Samples.Coap;
using NanoTlsMan.Sockets;

namespace NanoTlsMan.Tests.Samples;

/// <summary>
/// Long bodies, both ways and in both roles (RFC 7959), against libcoap; and what libcoap never does.
/// </summary>
public sealed class CoapBlockTests : IDisposable
{
    private const string Long = "example_data";

    private static readonly string s_text =
        string.Concat(Enumerable.Range(0, 600).Select(number => $"{number:0000},"));

    private readonly string _folder = Directory.CreateTempSubdirectory("tlsman-test").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableFact]
    public void TheClientReadsThreeThousandBytesOfLibcoap()
    {
        using ChildProcess server = CoapPeers.StartServer(out string address);

        Put(s_text, $"coaps://{address}/{Long}");

        using ChildProcess client = Sample.Run("CoapsSensor", CoapPeers.Key, ["--connect", address, "--path", Long]);

        Assert.Equal(0, client.WaitForExit());
        Assert.Equal(3000, s_text.Length);
        Assert.Equal($"2.05 {s_text}\n", client.Output);
    }

    [SkippableFact]
    public void LibcoapHasTheThreeThousandBytesThatTheClientWrote()
    {
        using ChildProcess server = CoapPeers.StartServer(out string address);
        using ChildProcess client =
            Sample.Run("CoapsSensor", CoapPeers.Key, ["--connect", address, "--path", Long, "--put", s_text]);

        Assert.Equal(0, client.WaitForExit());
        Assert.StartsWith("2.0", client.Output);

        using ChildProcess reader = CoapPeers.StartClient("-m", "get", $"coaps://{address}/{Long}");

        Assert.Equal(0, reader.WaitForExit());
        Assert.Equal(s_text, reader.Output.Trim());
    }

    [SkippableFact]
    public void WhatTheClientHasNoRoomForEndsWithASentence()
    {
        using ChildProcess server = CoapPeers.StartServer(out string address);

        Put(new string('a', 9000), $"coaps://{address}/{Long}");

        using ChildProcess client = Sample.Run("CoapsSensor", CoapPeers.Key, ["--connect", address, "--path", Long]);

        Assert.NotEqual(0, client.WaitForExit());
        Assert.Empty(client.Output);
        Assert.Contains("longer than 8192 bytes", client.Errors);
    }

    [SkippableTheory]
    [InlineData("1024")]
    [InlineData("64")]
    public void LibcoapWritesALongNoteAndReadsItAgain(string block)
    {
        using ChildProcess server = Sample.Serve("CoapsSensor", CoapPeers.Key, out int port);

        Put(s_text, $"coaps://127.0.0.1:{port}/note", "-b", block);

        using ChildProcess client =
            CoapPeers.StartClient("-m", "get", "-b", block, $"coaps://127.0.0.1:{port}/note");

        Assert.Equal(0, client.WaitForExit());
        Assert.Equal(s_text, client.Output.Trim());
    }

    [SkippableFact]
    public void LibcoapIsToldThatANoteIsTooLong()
    {
        using ChildProcess server = Sample.Serve("CoapsSensor", CoapPeers.Key, out int port);
        using ChildProcess client = StartPut(new string('a', CoapServer.MaxNote + 1), $"coaps://127.0.0.1:{port}/note");

        client.WaitForExit();
        Assert.Contains("4.13", client.Output + client.Errors);
    }

    [Fact]
    public void ClientAndServerPassTheLongestNote()
    {
        byte[] text = Encoding.UTF8.GetBytes(new string('n', CoapServer.MaxNote));

        using CoapServer server = Serve();
        using CoapClient client = new(CoapPeers.CreateMan(), server.LocalEndPoint, CoapPeers.CreateKeys());

        Assert.Equal(CoapMessage.Changed, client.Put(CoapServer.Note, text, CoapMessage.TextPlain).Code);
        Assert.Equal(text, client.Get(CoapServer.Note).Payload);

        CoapMessage refused = client.Put(CoapServer.Note, [.. text, 0], CoapMessage.TextPlain);

        Assert.Equal(CoapMessage.TooLarge, refused.Code);
        Assert.Equal(CoapServer.MaxNote, refused.Size1);
        Assert.Equal(text, client.Get(CoapServer.Note).Payload);
    }

    [Fact]
    public void TheServerTakesNoBodyWithAHole()
    {
        using CoapServer server = Serve();
        using SecureUdpClient client = CoapPeers.Connect(server.LocalEndPoint);

        // The second block of nothing; then the first and the third; then the second after all.
        Assert.Equal(CoapMessage.Incomplete, client.Exchange(CreatePut(1, 1, true, 16)).Code);
        Assert.Equal(CoapMessage.Continue, client.Exchange(CreatePut(2, 0, true, 16)).Code);
        Assert.Equal(CoapMessage.Incomplete, client.Exchange(CreatePut(3, 2, false, 5)).Code);
        Assert.Equal(CoapMessage.Continue, client.Exchange(CreatePut(4, 1, true, 16)).Code);

        CoapMessage last = client.Exchange(CreatePut(5, 2, false, 5));

        Assert.Equal(CoapMessage.Changed, last.Code);
        Assert.Equal(2 << 4, last.Block1);
        Assert.Equal(37, client.Exchange(new CoapMessage(0, CoapMessage.Get, 6, [6]) { Path = "note" }).Payload.Length);
    }

    [Fact]
    public void ABodyThatSaysNothingOfItsLengthIsRefusedWhereItBecomesTooLong()
    {
        using CoapServer server = Serve();
        using SecureUdpClient client = CoapPeers.Connect(server.LocalEndPoint);
        int count = CoapServer.MaxNote / 16;

        for (int i = 0; i < count; i++)
        {
            Assert.Equal(CoapMessage.Continue, client.Exchange(CreatePut(i, i, true, 16)).Code);
        }

        CoapMessage refused = client.Exchange(CreatePut(count, count, true, 16));

        Assert.Equal(CoapMessage.TooLarge, refused.Code);
        Assert.Equal(CoapServer.MaxNote, refused.Size1);
        Assert.Equal(CoapMessage.Incomplete, client.Exchange(CreatePut(count + 1, count + 1, true, 16)).Code);
    }

    [Theory]
    [InlineData(true, 15)] // a block in the middle that is short
    [InlineData(true, 17)]
    [InlineData(false, 17)]
    public void ABlockThatHasNotItsLengthIsABadRequest(bool hasMore, int length)
    {
        using CoapServer server = Serve();
        using SecureUdpClient client = CoapPeers.Connect(server.LocalEndPoint);

        Assert.Equal(CoapMessage.BadRequest, client.Exchange(CreatePut(1, 0, hasMore, length)).Code);
    }

    [Theory]
    [InlineData(0x07)] // SZX 7
    [InlineData(0x10)] // behind the end
    public void ABlockThatIsNotThereIsABadRequest(int block)
    {
        using CoapServer server = Serve();
        using SecureUdpClient client = CoapPeers.Connect(server.LocalEndPoint);
        CoapMessage request = new(0, CoapMessage.Get, 1, [1]) { Path = CoapServer.Temperature, Block2 = block };

        Assert.Equal(CoapMessage.BadRequest, client.Exchange(request).Code);
    }

    [Fact]
    public void AThirdLongBodyWaitsForRoom()
    {
        using CoapServer server = Serve();
        SecureUdpClient[] clients = [.. Enumerable.Range(0, 3).Select(_ => CoapPeers.Connect(server.LocalEndPoint))];

        Assert.Equal(CoapMessage.Continue, clients[0].Exchange(CreatePut(1, 0, true, 16)).Code);
        Assert.Equal(CoapMessage.Continue, clients[1].Exchange(CreatePut(1, 0, true, 16)).Code);
        Assert.Equal(CoapMessage.Unavailable, clients[2].Exchange(CreatePut(1, 0, true, 16)).Code);
        Assert.Equal(CoapMessage.Changed, clients[0].Exchange(CreatePut(2, 1, false, 1)).Code);
        Assert.Equal(CoapMessage.Continue, clients[2].Exchange(CreatePut(2, 0, true, 16)).Code);
        Array.ForEach(clients, client => client.Dispose());
    }

    [Fact]
    public void AResourceThatChangesWhileItIsReadIsReadAnew()
    {
        int version = 0;

        using ScriptedCoapServer server = new(request =>
        {
            int number = CoapBlock.Read(request.Block2)?.Number ?? 0;

            // Written anew before the first reading is through.
            version += number == 1 && version == 0 ? 1 : 0;
            return
            [
                new CoapMessage(CoapMessage.Acknowledgement, CoapMessage.Content, request.Id, request.Token)
                {
                    ETag = [(byte)version],
                    Block2 = CoapBlock.At(16 * number, number == 0, 0),
                    Payload = Encoding.UTF8.GetBytes(new string((char)('a' + version), number == 0 ? 16 : 2)),
                },
            ];
        });
        using CoapClient client = server.Connect();

        Assert.Equal(new string('b', 18), Encoding.UTF8.GetString(client.Get("x").Payload));
    }

    [Theory]
    [InlineData(0x20, 2)] // a block too far
    [InlineData(CoapMessage.None, 2)] // no block
    [InlineData(0x18, 2)] // a short one in the middle
    [InlineData(0x17, 2)] // SZX 7
    public void BlocksThatMakeNoBodyAreAnError(int block, int length)
    {
        using ScriptedCoapServer server = new(request =>
        [
            new CoapMessage(CoapMessage.Acknowledgement, CoapMessage.Content, request.Id, request.Token)
            {
                Block2 = request.Block2 == CoapMessage.None ? 0x08 : block,
                Payload = new byte[request.Block2 == CoapMessage.None ? 16 : length],
            },
        ]);
        using CoapClient client = server.Connect();

        Assert.Contains("do not make a body", Assert.Throws<IOException>(() => client.Get("x")).Message);
    }

    [Fact]
    public void TheClientSendsShorterBlocksToAServerThatWantsThem()
    {
        List<int> offsets = [];

        using ScriptedCoapServer server = new(request =>
        {
            CoapBlock block = CoapBlock.Read(request.Block1)!;

            offsets.Add(block.Offset);
            return
            [
                new CoapMessage(
                    CoapMessage.Acknowledgement, block.HasMore ? CoapMessage.Continue : CoapMessage.Changed,
                    request.Id, request.Token) { Block1 = (block.Number << 4) | (block.HasMore ? 8 : 0) | 4 },
            ];
        });
        using CoapClient client = server.Connect();

        Assert.Equal(CoapMessage.Changed, client.Put("x", new byte[1100], CoapMessage.TextPlain).Code);
        Assert.Equal([0, 512, 768, 1024], offsets);
    }

    private static CoapServer Serve() =>
        new(CoapPeers.CreateMan(), new IPEndPoint(IPAddress.Loopback, 0), CoapPeers.CreateKeys(), () => 214);

    private static CoapMessage CreatePut(int id, int number, bool hasMore, int length) =>
        new(CoapMessage.Confirmable, CoapMessage.Put, id, [(byte)id])
        {
            Path = CoapServer.Note,
            Block1 = CoapBlock.At(16 * number, hasMore, 0),
            Payload = new byte[length],
        };

    private void Put(string text, string uri, params string[] more)
    {
        using ChildProcess client = StartPut(text, uri, more);

        Assert.Equal(0, client.WaitForExit());
    }

    private ChildProcess StartPut(string text, string uri, params string[] more)
    {
        string file = Path.Combine(_folder, "body");

        File.WriteAllText(file, text);
        return CoapPeers.StartClient(["-m", "put", "-f", file, .. more, uri]);
    }
}
