//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Collections.Concurrent;
using NanoTlsMan.Sockets;
using static NanoTlsMan.Tests.Sockets.Setup;

namespace NanoTlsMan.Tests.Sockets;

/// <summary>
/// A stream to a server in the same process, which notes the lengths of the records that the client sends.
/// </summary>
internal sealed class RecordingTransport : SecureTransport
{
    private readonly BlockingCollection<byte[]> _inbox = [];
    private RecordingTransport? _other;

    public List<int> Records { get; } = [];

    public override TlsTransportKind Kind => TlsTransportKind.Stream;

    public override int Now => Environment.TickCount;

    /// <summary>Opens a channel whose client has buffers of a size, or of the default one.</summary>
    public SecureTcpSock Connect(int? bufferSize)
    {
        _other = new RecordingTransport { _other = this };

        SecureTcpSock server = new(CreateManager(), _other, Options(), Keys(1), SecureSockMode.Asynchronous);
        SecureTcpSock client = bufferSize == null
            ? new(CreateManager(), this, Options(), Keys(1), SecureSockMode.Asynchronous)
            : new(CreateManager(), this, Options(), Keys(1), SecureSockMode.Asynchronous, bufferSize.Value);

        server.DataReceived += (_, _, _, _) => { };
        server.OpenServer(SecureSockFlags.NonBlock);
        client.OpenClient(SecureSockFlags.None);
        return client;
    }

    public override bool Send(byte[] buffer, int offset, int count, byte[] peer)
    {
        for (int i = offset; i < offset + count;)
        {
            int length = 5 + ((buffer[i + 3] << 8) | buffer[i + 4]);

            Records.Add(length);
            i += length;
        }

        _other!._inbox.Add(buffer[offset..(offset + count)]);
        return true;
    }

    public override int Receive(byte[] buffer, int offset, int count, byte[] peer, int deadline)
    {
        if (_rest == null && !_inbox.TryTake(out _rest, Math.Min(Time32.Until(deadline, Now), 20)))
        {
            return NothingReceived;
        }

        int taken = Math.Min(count, _rest.Length);

        Array.Copy(_rest, 0, buffer, offset, taken);
        _rest = taken == _rest.Length ? null : _rest[taken..];
        return taken;
    }

    private byte[]? _rest;

    public override void Wake()
    {
    }

    public override void Dispose()
    {
    }
}
