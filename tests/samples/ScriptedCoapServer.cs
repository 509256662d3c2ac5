//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Collections.Concurrent;
using System.Net;
using NanoTlsMan.Samples.Coap;
using NanoTlsMan.Sockets;

namespace NanoTlsMan.Tests.Samples;

/// <summary>
/// A CoAP server over DTLS that answers each message as a test says, with no, one or several messages.
/// </summary>
internal sealed class ScriptedCoapServer : IDisposable
{
    private readonly SecureUdpSock _sock;

    public ScriptedCoapServer(Func<CoapMessage, CoapMessage[]> answer)
        : this(request => Array.ConvertAll(answer(request), message => message.ToBytes()))
    {
    }

    private ScriptedCoapServer(Func<CoapMessage, byte[][]> answer)
    {
        _sock = new SecureUdpSock(CoapPeers.CreateMan(), new IPEndPoint(IPAddress.Loopback, 0));
        _sock.DataReceived += (session, buffer, offset, count) =>
        {
            CoapMessage message = CoapMessage.Parse(buffer, offset, count);

            foreach (byte[] each in answer(message))
            {
                session.SendData(each, 0, each.Length);
            }

            // After the answers: who takes this knows that they are sent.
            Received.Add(message);
        };
        _sock.Listen(CoapPeers.CreateKeys());
    }

    /// <summary>
    /// Makes a server whose one answer is no message that <see cref="CoapMessage"/> would write.
    /// </summary>
    public static ScriptedCoapServer OfBytes(Func<CoapMessage, byte[]> answer) =>
        new((CoapMessage request) => new[] { answer(request) });

    /// <summary>What came, in order.</summary>
    public BlockingCollection<CoapMessage> Received { get; } = [];

    public CoapMessage Take() =>
        Received.TryTake(out CoapMessage? message, 60000) ? message : throw new TimeoutException("nothing came");

    public CoapClient Connect() => new(CoapPeers.CreateMan(), _sock.LocalEndPoint, CoapPeers.CreateKeys());

    public CoapObserver Observe(string path) =>
        new(CoapPeers.CreateMan(), _sock.LocalEndPoint, CoapPeers.CreateKeys(), path);

    public void Dispose() => _sock.Dispose();
}
