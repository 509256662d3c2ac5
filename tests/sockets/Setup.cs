//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Net;
using NanoTlsMan.Ciphers;
using NanoTlsMan.Host;
using NanoTlsMan.Managed;
using NanoTlsMan.Sockets;

namespace NanoTlsMan.Tests.Sockets;

/// <summary>
/// What every test here needs.
/// </summary>
internal static class Setup
{
    public const int Patience = 5000;

    public static IPEndPoint AnyPort => new(IPAddress.Loopback, 0);

    public static TlsMan CreateManager()
    {
        TlsMan man = new(new ManagedCiphers(), new HostRandom());

        man.LoadStack(new ManagedStack(new ManagedCiphers(), new HostRandom()));
        return man;
    }

    /// <summary>
    /// A store with the keys of some devices: tag n is the device "device-n".
    /// </summary>
    public static CredentialStore Keys(params int[] tags)
    {
        CredentialStore store = new();

        foreach (int tag in tags)
        {
            store.AddPsk(tag, System.Text.Encoding.UTF8.GetBytes($"device-{tag}"), [1, 2, 3, 4, (byte)tag]);
        }

        return store;
    }

    public static TlsSessionOptions Options() => new() { FirstTimeout = 100, HandshakeTimeout = Patience };

    public static SecureUdpSock UdpSock(SecureSockMode mode) => new(CreateManager(), AnyPort, mode);

    public static byte[] Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    public static string Receive(SecureUdpSock sock, out TlsManSession session)
    {
        byte[] buffer = new byte[1500];
        int count = sock.Receive(buffer, 0, buffer.Length, Patience, out session);

        return System.Text.Encoding.UTF8.GetString(buffer, 0, count);
    }

    public static string Receive(SecureTcpSock sock)
    {
        byte[] buffer = new byte[1500];
        int count = sock.Receive(buffer, 0, buffer.Length, Patience);

        return System.Text.Encoding.UTF8.GetString(buffer, 0, count);
    }

    public static int Send(this TlsManSession session, string text)
    {
        byte[] bytes = Bytes(text);

        return session.SendData(bytes, 0, bytes.Length);
    }

    public static void WaitUntil(Func<bool> condition)
    {
        Assert.True(SpinWait.SpinUntil(condition, Patience));
    }
}
