//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Net;
using NanoTlsMan.Ciphers;
using NanoTlsMan.Host;
using NanoTlsMan.Managed;
using NanoTlsMan.Sockets;

namespace NanoTlsMan.Tests.Interop;

/// <summary>
/// secure_sock on both ends of real UDP sockets, with a relay between them.
/// </summary>
internal static class Channel
{
    private const int Patience = 60000;

    // Short where a test loses datagrams, each of which costs it this much.
    private const int ShortTimeout = 60;

    public static TlsMan CreateManager()
    {
        TlsMan man = new(new ManagedCiphers(), new HostRandom());

        man.LoadStack(new ManagedStack(new ManagedCiphers(), new HostRandom()));
        return man;
    }

    /// <summary>Gives a manager with one stack, without which the test is skipped.</summary>
    public static TlsMan RequireManager(string stackName) => RequireManager(stackName, out _);

    /// <summary>Gives a manager with one stack, without which the test is skipped.</summary>
    public static TlsMan RequireManager(string stackName, out TlsStack stack)
    {
        HostStacks stacks = new("managed");
        TlsStack? found = stacks.Find(stackName);

        Skip.If(found == null, $"{stackName} is not in libtlsman, or there is no libtlsman");
        stack = found;
        return stacks.CreateManager(found);
    }

    public static CredentialStore CreateCredentials()
    {
        CredentialStore credentials = new();

        credentials.AddPsk(1, "client"u8.ToArray(), Convert.FromHexString(Tlsman.Key));
        return credentials;
    }

    private static TlsSessionOptions CreateOptions(int firstTimeout) =>
        new() { FirstTimeout = firstTimeout, MaxTimeout = Math.Max(firstTimeout, 1000), HandshakeTimeout = Patience };

    /// <summary>
    /// Opens a channel through a relay, and sends a message and its echo through it.
    /// </summary>
    /// <param name="fate">What the relay does while the handshake lasts.</param>
    /// <param name="keyLog">Receives the secrets.</param>
    /// <param name="isRepeated">Whether what is lost is sent again soon; otherwise nothing is sent twice, however slow
    /// the machine is.</param>
    /// <returns>What the relay has delivered.</returns>
    public static IReadOnlyList<Datagram> ConnectAndEcho(
        Func<Datagram, IEnumerable<byte[]>> fate, KeyLogHandler? keyLog = null, bool isRepeated = true)
    {
        int firstTimeout = isRepeated ? ShortTimeout : Patience;
        TlsSessionOptions options = CreateOptions(firstTimeout);
        bool isOpen = false;

        options.DangerousKeyLog = keyLog;

        using SecureUdpSock server =
            new(CreateManager(), new IPEndPoint(IPAddress.Loopback, 0), SecureSockMode.Asynchronous);

        server.DataReceived += (session, buffer, offset, count) => session.SendData(buffer, offset, count);
        server.Listen(CreateOptions(firstTimeout), CreateCredentials());

        using UdpRelay relay =
            new(server.LocalEndPoint, datagram => Volatile.Read(ref isOpen) ? [datagram.Bytes] : fate(datagram));
        using SecureUdpSock client =
            new(CreateManager(), new IPEndPoint(IPAddress.Loopback, 0), SecureSockMode.Synchronous);

        TlsManSession session = client.Connect(relay.LocalEndPoint, options, CreateCredentials(), SecureSockFlags.None);
        byte[] message = "through thick and thin"u8.ToArray();
        byte[] echo = new byte[100];

        Volatile.Write(ref isOpen, true);
        Assert.Equal(message.Length, session.SendData(message, 0, message.Length));

        int received = client.Receive(echo, 0, echo.Length, Patience, out _);

        Assert.Equal(message, echo.AsSpan(0, received).ToArray());
        session.CloseChannel();
        return relay.Passed;
    }
}
