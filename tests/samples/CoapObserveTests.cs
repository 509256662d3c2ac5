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
/// Observing (RFC 7641) through silences, reboots and what overtakes on the way.
/// </summary>
public class CoapObserveTests
{
    [Fact]
    public void AfterMaxAgeWithoutANotificationTheClientRegistersAgain()
    {
        int count = 0;

        // It tells nothing: 5 to 15 seconds after Max-Age the client asks again (section 3.3.1).
        using ScriptedCoapServer server = new(
            request => [Answer(request, ++count, CoapMessage.Acknowledgement, request.Id, 0)]);
        using CoapObserver observer = server.Observe("x");

        Assert.Equal(1, observer.Start().Observe);
        Assert.Equal(2, observer.Next().Observe);
        Assert.Equal(2, observer.Registrations);

        CoapMessage first = server.Take();
        CoapMessage second = server.Take();

        Assert.Equal(0, second.Observe);
        Assert.Equal(first.Token, second.Token);
        Assert.NotEqual(first.Id, second.Id);
    }

    [SkippableFact]
    public void AfterARebootOfLibcoapTheClientConnectsAndRegistersAgain()
    {
        ChildProcess server = CoapPeers.StartServer(out string address);
        using ChildProcess client = Sample.Run(
            "CoapsSensor", CoapPeers.Key, ["--connect", address, "--path", "time", "--observe", "1000"]);

        try
        {
            client.WaitFor("2.05 ");
            server.Interrupt();
            server.WaitForExit();
            server.Dispose();
            server = Libcoap.StartServer(CoapPeers.Server, Sample.TextKey, IPEndPoint.Parse(address).Port);
            client.WaitFor("registered again\n2.05 ");
        }
        finally
        {
            server.Dispose();
        }
    }

    [Fact]
    public void AServerThatVanishedWithoutAWordIsFoundAgain()
    {
        int port = Peer.FindPort("dtls");
        ChildProcess server = Serve(port);
        using CoapObserver observer = new(
            CoapPeers.CreateMan(), new IPEndPoint(IPAddress.Loopback, port), CoapPeers.CreateKeys(),
            CoapServer.Temperature)
        { AckTimeout = 300 };

        try
        {
            observer.Start();

            // Killed: no close_notify. The new server knows nothing of the session, and the client has to find out.
            server.Dispose();
            server = Serve(port);

            while (observer.Registrations == 1)
            {
                Assert.True(observer.Next().IsSuccess);
            }

            Assert.True(observer.Next().IsSuccess);
        }
        finally
        {
            server.Dispose();
        }
    }

    [Fact]
    public void AWrongKeyIsToldAndNotTriedForEver()
    {
        using CoapServer server = new(
            CoapPeers.CreateMan(), new IPEndPoint(IPAddress.Loopback, 0), CoapPeers.CreateKeys(), () => 214);
        using CredentialStore keys = new();

        keys.AddPsk(1, Encoding.UTF8.GetBytes(Tlsman.Identity), Convert.FromHexString(Tlsman.WrongKey));

        using CoapObserver observer = new(CoapPeers.CreateMan(), server.LocalEndPoint, keys, CoapServer.Temperature);

        Assert.Throws<SecureSockException>(observer.Start);
    }

    [Fact]
    public void WhatWasOvertakenIsNoNews()
    {
        using ScriptedCoapServer server = new(request => request.Type != CoapMessage.Confirmable ? [] :
        [
            Answer(request, 10, CoapMessage.Acknowledgement, request.Id, 60),
            Answer(request, 9, CoapMessage.NonConfirmable, 1, 60),
            Answer(request, 10, CoapMessage.NonConfirmable, 2, 60),
            Answer(request, 0xffffff, CoapMessage.NonConfirmable, 3, 60),
            Answer(request, 11, CoapMessage.NonConfirmable, 4, 60),
        ]);
        using CoapClient client = server.Connect();

        Assert.Equal(10, client.Observe("x").Observe);
        Assert.Equal(11, client.AwaitNotification(60000).Observe);
    }

    [Fact]
    public void ANotificationInBlocksIsReadWhole()
    {
        using ScriptedCoapServer server = new(request =>
        {
            if (request.Block2 != CoapMessage.None)
            {
                return [Cut(Answer(request, CoapMessage.None, CoapMessage.Acknowledgement, request.Id, 60), 0x10)];
            }

            return
            [
                Answer(request, 1, CoapMessage.Acknowledgement, request.Id, 60),
                Cut(Answer(request, 2, CoapMessage.NonConfirmable, 1, 60), 0x08),
            ];
        });
        using CoapClient client = server.Connect();

        client.Observe("x");

        CoapMessage notification = client.AwaitNotification(60000);

        Assert.Equal(2, notification.Observe);
        Assert.Equal(18, notification.Payload.Length);

        // The block is asked for on its own: with another token, and without Observe (RFC 7959, section 3.4).
        CoapMessage registration = server.Take();
        CoapMessage block = server.Take();

        Assert.NotEqual(registration.Token, block.Token);
        Assert.Equal(CoapMessage.None, block.Observe);
    }

    [Fact]
    public void NowAndThenAnObserverHasToConfirm()
    {
        using CoapServer server = new(
            CoapPeers.CreateMan(), new IPEndPoint(IPAddress.Loopback, 0), CoapPeers.CreateKeys(), () => 214)
        { ConfirmInterval = 0 };
        using SecureUdpClient client = CoapPeers.Connect(server.LocalEndPoint);

        client.Exchange(new CoapMessage(0, CoapMessage.Get, 1, [1]) { Path = CoapServer.Temperature, Observe = 0 });
        server.Notify();

        CoapMessage first = client.Await();

        Assert.Equal(CoapMessage.Confirmable, first.Type);

        // Nothing overtakes what is not confirmed: the next message is the answer to the ping.
        server.Notify();
        Assert.Equal(
            CoapMessage.Reset, client.Exchange(CoapMessage.CreateEmpty(CoapMessage.Confirmable, 2)).Type);

        // An observer that is told to be gone, and is there, is asked again, and then every other time.
        byte[] acknowledgement = CoapMessage.CreateEmpty(CoapMessage.Acknowledgement, first.Id).ToBytes();

        client.Send(acknowledgement, 0, acknowledgement.Length);
        Assert.Equal(
            CoapMessage.Reset, client.Exchange(CoapMessage.CreateEmpty(CoapMessage.Confirmable, 3)).Type);
        server.Notify();

        CoapMessage second = client.Await();

        Assert.Equal(CoapMessage.Confirmable, second.Type);
        Assert.True(second.Observe > first.Observe);
    }

    [Fact]
    public void AnObserverThatNeverConfirmsIsForgotten()
    {
        int readings = 0;

        using CoapServer server = new(
            CoapPeers.CreateMan(), new IPEndPoint(IPAddress.Loopback, 0), CoapPeers.CreateKeys(), () => readings++)
        { ConfirmInterval = 0, AckTimeout = 10 };
        using SecureUdpClient client = CoapPeers.Connect(server.LocalEndPoint);

        client.Exchange(new CoapMessage(0, CoapMessage.Get, 1, [1]) { Path = CoapServer.Temperature, Observe = 0 });

        // The answer, a notification and its four repetitions, each with the reading of its time; and then none.
        while (readings < 6)
        {
            server.Notify();
            Thread.Sleep(1);
        }

        Assert.All(Enumerable.Range(0, 5), _ => Assert.Equal(CoapMessage.Confirmable, client.Await().Type));

        // The last one has at most 240 milliseconds; whoever is gone costs no reading.
        Thread.Sleep(500);
        server.Notify();
        Assert.Equal(6, readings);
        Assert.Equal(
            CoapMessage.Reset, client.Exchange(CoapMessage.CreateEmpty(CoapMessage.Confirmable, 2)).Type);
    }

    private static ChildProcess Serve(int port)
    {
        ChildProcess server =
            Sample.Run("CoapsSensor", CoapPeers.Key, ["--listen", $"127.0.0.1:{port}", "--period", "0.3"]);

        server.WaitFor("listening on");
        return server;
    }

    private static CoapMessage Answer(CoapMessage request, int number, int type, int id, int maxAge) =>
        new(type, CoapMessage.Content, id, request.Token) { Observe = number, MaxAge = maxAge };

    private static CoapMessage Cut(CoapMessage message, int block)
    {
        message.Block2 = block;
        message.Payload = new byte[block == 0x10 ? 2 : 16];
        return message;
    }
}
