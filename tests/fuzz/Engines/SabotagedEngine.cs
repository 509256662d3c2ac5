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
    private const int AlertLength = 2;
    private const int Plentiful = 262144;
    private const int FloodLength = 300;
    private const int LeastToFlood = 100;

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
    private bool _isOpen;
    private int _flood;

    public override bool IsConnected => engine.IsConnected;

    public override ushort CipherSuite => engine.CipherSuite;

    public override int CredentialTag => engine.CredentialTag;

    public override byte[] PeerIdentity => engine.PeerIdentity;

    public override TlsVersions Version => engine.Version;

    // Of either version; an engine for both has one for the version that it is at.
    private object Records => SecretSearch.GetField(
        engine.GetType().Name == "VersionsEngine" ? SecretSearch.GetField(engine, "_current") : engine, "Records");

    private bool IsNewer => Records.GetType().Namespace.Contains("Managed13");

    private object Window => !IsNewer ? SecretSearch.GetField(Records, "_window")
        : SecretSearch.GetField(Records, "Reader") is object reader ? SecretSearch.GetField(reader, "_window") : null;

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
            case Sabotage.NoReplayWindow when Window is object window:
                SecretSearch.SetField(window, "_next", 0UL);
                SecretSearch.SetField(window, "_seen", 0UL);
                break;

            case Sabotage.Throws
                when count > 0 && buffer[offset] is < ContentType.ChangeCipherSpec or > ContentType.ApplicationData
                    && !OutputWatch.IsUnified(buffer[offset]):
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
        _isNoisy = sabotage == Sabotage.EndsOnNoise && engine.IsConnected && count > _header && buffer[offset + 4] == 0
            && !OutputWatch.IsUnified(buffer[offset]);
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

    public override int UpdateKeys(bool asksPeer) => engine.UpdateKeys(asksPeer);

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

        if (_flood > 0)
        {
            _flood--;
            return TlsPollResult.Transmit;
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
        bool isProtected = isOutput
            && (output[offset] == ContentType.ApplicationData || OutputWatch.IsUnified(output[offset]));

        switch (sabotage)
        {
            case Sabotage.LeakedKey
                when isOutput && output[offset] == ContentType.Alert && OutputCount + key.Length <= count:
                key.CopyTo(output, offset + OutputCount);
                OutputCount += key.Length;
                WriteLength(output, offset);
                break;

            case Sabotage.NoEncryption when isProtected:
                int shown = Math.Min(_plaintext.Length, OutputCount - _header);

                _plaintext.AsSpan(0, shown).CopyTo(output.AsSpan(offset + _header));
                break;

            // The number of the record before, as if it had not been counted.
            case Sabotage.RepeatedNonce when isProtected:
                RepeatNumber();
                break;

            case Sabotage.Floods when isOutput && OutputCount >= LeastToFlood:
                _flood = FloodLength;
                break;

            case Sabotage.PlainAlert when isProtected && _isOpen:
                OutputCount = _header + AlertLength;
                output.AsSpan(offset, OutputCount).Clear();
                output[offset] = ContentType.Alert;
                WriteLength(output, offset);
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
        _isOpen |= result == TlsPollResult.Connected;
    }

    private void RepeatNumber()
    {
        object holder = IsNewer ? SecretSearch.GetField(Records, "Writer") : Records;
        string field = IsNewer ? "Next" : "_writeSequence";

        if (SecretSearch.GetField(holder, field) is ulong and > 0 and ulong next)
        {
            SecretSearch.SetField(holder, field, next - 1);
        }
    }

    private void WriteLength(byte[] output, int offset)
    {
        int length = OutputCount - _header;

        output[offset + _header - 2] = (byte)(length >> 8);
        output[offset + _header - 1] = (byte)length;
    }
}
