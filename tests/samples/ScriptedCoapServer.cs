//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Collections.Concurrent;
using System.Net;
using NanoTlsMan.Samples.CoapsSensor;
using NanoTlsMan.Sockets;

namespace NanoTlsMan.Tests.Samples;

/// <summary>
/// A CoAP server over DTLS that answers each message as a test says, with no, one or several messages.
/// </summary>
internal sealed class ScriptedCoapServer : IDisposable
{
    private readonly SecureUdpSock _sock;

    public ScriptedCoapServer(Func<CoapMessage, CoapMessage[]> answer)
    {
        _sock = new SecureUdpSock(CoapPeers.CreateMan(), new IPEndPoint(IPAddress.Loopback, 0));
        _sock.DataReceived += (session, buffer, offset, count) =>
        {
            CoapMessage message = CoapMessage.Parse(buffer, offset, count);

            foreach (CoapMessage each in answer(message))
            {
                byte[] bytes = each.ToBytes();

                session.SendData(bytes, 0, bytes.Length);
            }

            // After the answers: who takes this knows that they are sent.
            Received.Add(message);
        };
        _sock.Listen(CoapPeers.CreateKeys());
    }

    /// <summary>What came, in order.</summary>
    public BlockingCollection<CoapMessage> Received { get; } = [];

    public CoapMessage Take() =>
        Received.TryTake(out CoapMessage? message, 60000) ? message : throw new TimeoutException("nothing came");

    public CoapClient Connect() => new(CoapPeers.CreateMan(), _sock.LocalEndPoint, CoapPeers.CreateKeys());

    public CoapObserver Observe(string path) =>
        new(CoapPeers.CreateMan(), _sock.LocalEndPoint, CoapPeers.CreateKeys(), path);

    public void Dispose() => _sock.Dispose();
}
