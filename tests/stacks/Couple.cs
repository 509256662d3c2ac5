//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Tests.Stacks;

/// <summary>
/// Engines of two stacks, face to face.
/// </summary>
internal sealed class Couple : IDisposable
{
    public const int Mtu = 1232;

    public Couple(TlsStack client, TlsStack server, TlsTransportKind kind, TlsSessionOptions options)
        : this(client, server, kind, options, options, Psk.Store(), Psk.Store())
    {
    }

    public Couple(
        TlsStack client, TlsStack server, TlsTransportKind kind, TlsSessionOptions clientOptions,
        TlsSessionOptions serverOptions, CredentialStore clientKeys, CredentialStore serverKeys)
    {
        Client = Create(client, TlsRole.Client, kind, clientOptions, clientKeys);
        Server = Create(server, TlsRole.Server, kind, serverOptions, serverKeys);
    }

    public EngineSide Client { get; private set; }

    public EngineSide Server { get; private set; }

    public int Now { get; set; }

    public void Start()
    {
        Server.Start(Now);
        Client.Start(Now);
    }

    public void Exchange()
    {
        while (Client.Outbox.Count + Server.Outbox.Count > 0)
        {
            if (Client.Outbox.Count > 0)
            {
                Server.Deliver(Client.Take(), Now);
            }

            if (Server.Outbox.Count > 0)
            {
                Client.Deliver(Server.Take(), Now);
            }
        }
    }

    /// <summary>Lets time pass until both sides are connected or over.</summary>
    public void ExchangeUntil(int end)
    {
        Exchange();

        while (Now < end && !(Client.IsConnected && Server.IsConnected)
            && !(Client.EndCount > 0 && Server.EndCount > 0))
        {
            Now += 50;
            Client.Pass(Now);
            Server.Pass(Now);
            Exchange();
        }
    }

    /// <summary>Saves one side and goes on with what was saved, in an engine of its own.</summary>
    public void Restart(TlsRole role, TlsStack stack, TlsSessionOptions options)
    {
        EngineSide old = role == TlsRole.Client ? Client : Server;
        byte[]? state = old.Engine.Save();

        Assert.NotNull(state);
        old.Drain();
        Assert.Empty(old.Outbox);
        Assert.False(old.Engine.IsConnected);
        Assert.Null(old.Engine.Save());
        old.Engine.Dispose();

        EngineSide restored = Create(stack, role, TlsTransportKind.Datagram, options, Psk.Store());

        Assert.True(restored.Engine.Restore(state, Now));
        Assert.All(state, part => Assert.Equal(0, part));
        restored.Drain();
        Assert.True(restored.IsConnected);

        if (role == TlsRole.Client)
        {
            Client = restored;
        }
        else
        {
            Server = restored;
        }
    }

    /// <summary>Sends so many bytes each way.</summary>
    public void Talk(int count)
    {
        byte[] data = [.. Enumerable.Range(0, count).Select(i => (byte)(7 * i + count))];

        Send(Client, Server, data);
        Send(Server, Client, data);
    }

    /// <summary>Has both shake hands, talk, and close, without anything that is dropped.</summary>
    public void AssertTalks(ushort suite, TlsTransportKind kind)
    {
        Start();
        Exchange();
        Assert.True(Client.IsConnected, Client.Engine.Error + " / " + Server.Engine.Error);
        Assert.True(Server.IsConnected);
        Assert.Equal(suite, Client.Engine.CipherSuite);
        Assert.Equal(suite, Server.Engine.CipherSuite);
        Talk(1);
        Talk(64);
        Talk(
            kind == TlsTransportKind.Datagram
            ? Math.Min(Client.Engine.GetMaxPayload(Mtu), Server.Engine.GetMaxPayload(Mtu))
            : 20000);
        Client.Close();
        Exchange();
        Assert.True(Client.IsClosed);
        Assert.True(Server.IsClosed);
        Assert.Equal(0, Client.Drops.Total + Server.Drops.Total);
    }

    public void Dispose()
    {
        Client.Engine.Dispose();
        Server.Engine.Dispose();
    }

    private static EngineSide Create(
        TlsStack stack, TlsRole role, TlsTransportKind kind, TlsSessionOptions options, CredentialStore keys)
    {
        DropCounters drops = new();

        return new EngineSide(stack.CreateEngine(role, kind, options, keys, drops), drops, Mtu);
    }

    private void Send(EngineSide from, EngineSide to, byte[] data)
    {
        to.Inbox.Clear();
        Assert.Equal(TlsManStatus.Ok, from.Send(data));
        Exchange();
        Assert.Equal(data, to.Inbox.Cast<byte[]>().SelectMany(part => part));
    }
}
