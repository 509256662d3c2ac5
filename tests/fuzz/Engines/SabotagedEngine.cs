//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;

namespace NanoTlsMan.Tests.Fuzz.Engines;

/// <summary>
/// An engine with one fault, put in from outside, as it would be if the product had it.
/// </summary>
internal sealed class SabotagedEngine(TlsEngine engine, TlsTransportKind kind, Sabotage sabotage, byte[] key)
    : TlsEngine
{
    private const int Plentiful = 65536;

    private readonly List<byte[]> _hoard = [];
    private readonly int _header = kind == TlsTransportKind.Datagram ? RecordHeader.DtlsLength : RecordHeader.TlsLength;
    private byte[] _plaintext = [];
    private byte[] _keptKey = [];
    private bool _hasEnded;
    private bool _isDataDue;
    private bool _isEndDue;
    private bool _isConnectionDue = sabotage == Sabotage.ConnectsEarly;
    private bool _hasInput;
    private bool _isNoisy;

    public override bool IsConnected => engine.IsConnected;

    public override ushort CipherSuite => engine.CipherSuite;

    public override int CredentialTag => engine.CredentialTag;

    public override byte[] PeerIdentity => engine.PeerIdentity;

    private object Records => SecretSearch.GetField(engine, "Records");

    public override int GetMaxPayload(int mtu) => engine.GetMaxPayload(mtu);

    public override void Start(int now)
    {
        engine.Start(now);
        Follow();
    }

    public override int HandleInput(byte[] buffer, int offset, int count, int now)
    {
        switch (sabotage)
        {
            case Sabotage.NoReplayWindow when SecretSearch.GetField(Records, "_window") is object window:
                SecretSearch.SetField(window, "_next", 0UL);
                SecretSearch.SetField(window, "_seen", 0UL);
                break;

            case Sabotage.Throws
                when count > 0 && buffer[offset] is < ContentType.ChangeCipherSpec or > ContentType.ApplicationData:
                throw new IndexOutOfRangeException();

            case Sabotage.Hoards:
                _hoard.Add(new byte[Plentiful]);
                break;

            default:
                break;
        }

        int taken = engine.HandleInput(buffer, offset, count, now);

        _hasInput = true;

        // A record in the clear, which anybody can send.
        _isNoisy = sabotage == Sabotage.EndsOnNoise && engine.IsConnected && count > _header && buffer[offset + 4] == 0;
        Follow();
        return taken;
    }

    public override void HandleEndOfStream()
    {
        engine.HandleEndOfStream();
        Follow();
    }

    public override void HandleTimeout(int now)
    {
        if (sabotage != Sabotage.EndlessHandshake)
        {
            engine.HandleTimeout(now);
        }

        Follow();
    }

    public override int Send(byte[] buffer, int offset, int count)
    {
        _plaintext = sabotage == Sabotage.NoEncryption ? buffer.AsSpan(offset, count).ToArray() : _plaintext;
        return engine.Send(buffer, offset, count);
    }

    public override void Close() => engine.Close();

    public override TlsPollResult Poll(byte[] output, int offset, int count)
    {
        if (sabotage == Sabotage.EndlessPoll && engine.IsConnected)
        {
            return TlsPollResult.Busy;
        }

        if (_isNoisy)
        {
            _isNoisy = false;
            engine.Dispose();
            Error = new TlsManError(TlsErrorCause.TooManyBadRecords, TlsErrorLayer.Record, TlsAlert.None, 0);
            return TlsPollResult.Failed;
        }

        if (_isConnectionDue && _hasInput)
        {
            _isConnectionDue = false;
            return TlsPollResult.Connected;
        }

        if (_isDataDue || _isEndDue)
        {
            TlsPollResult again = _isDataDue ? TlsPollResult.Data : TlsPollResult.Closed;

            _isDataDue = _isEndDue = false;
            return again;
        }

        TlsPollResult result = engine.Poll(output, offset, count);

        Follow();
        Spoil(result, output, offset, count);
        return result;
    }

    public override void Dispose() => engine.Dispose();

    private void Follow()
    {
        OutputCount = engine.OutputCount;
        DataBuffer = engine.DataBuffer;
        DataOffset = engine.DataOffset;
        DataCount = engine.DataCount;
        HasDeadline = engine.HasDeadline && sabotage != Sabotage.NoDeadline;
        Deadline = engine.Deadline;
        Error = engine.Error;
    }

    private void Spoil(TlsPollResult result, byte[] output, int offset, int count)
    {
        bool isOutput = result == TlsPollResult.Transmit;
        bool isEnd = result is TlsPollResult.Closed or TlsPollResult.Failed;

        switch (sabotage)
        {
            case Sabotage.LeakedKey
                when isOutput && output[offset] == ContentType.Alert && OutputCount + key.Length <= count:
                key.CopyTo(output, offset + OutputCount);
                OutputCount += key.Length;
                WriteLength(output, offset);
                break;

            case Sabotage.NoEncryption when isOutput && output[offset] == ContentType.ApplicationData:
                int shown = Math.Min(_plaintext.Length, OutputCount - _header);

                _plaintext.AsSpan(0, shown).CopyTo(output.AsSpan(offset + _header));
                break;

            // The number of the record before, as if it had not been counted.
            case Sabotage.RepeatedNonce when isOutput && output[offset] == ContentType.ApplicationData:
                ulong next = (ulong)SecretSearch.GetField(Records, "_writeSequence");

                SecretSearch.SetField(Records, "_writeSequence", next - 1);
                break;

            case Sabotage.DoubleData when result == TlsPollResult.Data:
                _isDataDue = true;
                break;

            case Sabotage.SecondEnd when isEnd && !_hasEnded:
                _isEndDue = true;
                break;

            case Sabotage.KeepsKeys when isEnd:
                _keptKey = [.. key];
                break;

            default:
                break;
        }

        _hasEnded |= isEnd;
    }

    private void WriteLength(byte[] output, int offset)
    {
        int length = OutputCount - _header;

        output[offset + _header - 2] = (byte)(length >> 8);
        output[offset + _header - 1] = (byte)length;
    }
}
