//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NanoTlsMan.Ciphers;
using NanoTlsMan.Ciphers.PublicKey;
using NanoTlsMan.Managed.PublicKey;
using NanoTlsMan.Managed13;
using NanoTlsMan.X509;

namespace NanoTlsMan.Bogo;

/// <summary>
/// One connection: a handshake, and then each byte that comes goes back with all its bits turned.
/// </summary>
internal sealed class Connection
{
    private const int Tls12 = 0x0303;
    private const int Tls13 = 0x0304;

    // Longer than the runner lets any flight wait, and longer than any timer of a flight.
    private const int WholeTimeout = 1000000;
    private const int LongestTimer = 60000;

    private readonly ShimConfig _config;
    private readonly SharedState _shared;
    private readonly Wire _wire;
    private readonly int _index;
    private readonly DropCounters _drops = new();
    private readonly TlsEngine _engine;
    private readonly byte[] _output;
    private readonly Queue<byte[]> _answers = new();
    private int _mtu;
    private bool _isOver;
    private bool _isAnswering;
    private bool _updatesBeforeRead;

    public Connection(ShimConfig config, SharedState shared, Wire wire, int index)
    {
        _config = config;
        _shared = shared;
        _wire = wire;
        _index = index;
        _mtu = config.GetNumber("-mtu", config.IsDatagram ? 1400 : 16384);
        _output = new byte[32768];

        CipherProvider ciphers = new ManagedCiphers();
        ShimRandom random = new(config.IsDatagram);
        ManagedSignatures signatures = new(ciphers);
        PublicKeyExchanges exchanges = new(
            new ManagedCurves(ciphers), signatures, new TrustingVerifier(signatures, ciphers));
        Managed13Stack stack = new(ciphers, random, exchanges)
        {
            HasJitter = false,
            WritesLongHeaders = true,
            WritesChangeCipherSpec = true,
        };

        _engine = stack.CreateEngine(
            config.IsServer ? TlsRole.Server : TlsRole.Client,
            config.IsDatagram ? TlsTransportKind.Datagram : TlsTransportKind.Stream, CreateOptions(),
            CreateCredentials(), _drops);
    }

    /// <summary>Gets a value indicating whether the handshake came to its end.</summary>
    public bool IsConnected { get; private set; }

    /// <summary>Gets a value indicating whether it was one of version 1.3.</summary>
    public bool IsVersion13 { get; private set; }

    public void Run()
    {
        _engine.Start(_wire.Now);
        Drain();

        while (!_isOver)
        {
            byte[]? input = _wire.Receive(PassTime, ExpectTimeout, mtu => _mtu = mtu);

            if (input == null)
            {
                End();
                return;
            }

            int offset = 0;

            do
            {
                int taken = _engine.HandleInput(input, offset, input.Length - offset, _wire.Now);

                offset += taken;
                Drain();

                if (taken == 0 && !_isOver)
                {
                    throw new ShimException("input is not taken");
                }
            }
            while (offset < input.Length && !_isOver);
        }
    }

    private TlsSessionOptions CreateOptions()
    {
        bool has13 = _config.MaxVersion >= Tls13 && !_config.HasNo13;
        bool has12 = _config.MinVersion <= Tls12 && _config.MaxVersion >= Tls12 && !_config.HasNo12;
        TlsSessionOptions options = new()
        {
            Versions = (has13 ? TlsVersions.Dtls13 | TlsVersions.Tls13 : TlsVersions.None)
                | (has12 ? TlsVersions.Dtls12 | TlsVersions.Tls12 : TlsVersions.None),
            DangerousTrustAnyone = true,
            FirstTimeout = _config.GetNumber("-initial-timeout-duration-ms", 400),
            MaxTimeout = 60000,
            HandshakeTimeout = WholeTimeout,
            Mtu = _mtu < 100 ? 100 : _mtu,
            KeepMasterSecret = _config.Has("-export-keying-material"),
            TargetHost = null,
            ServerName = _config.IsServer ? null : _config.Get("-host-name"),
            PskModes = TlsPskModes.WithKeyShare,
            HelloRetry = TlsHelloRetry.Never,
            ImportsPreSharedKeys = _config.ImporterKey != null,
        };

        if (!has12 && !has13)
        {
            throw new UnimplementedException("no version");
        }

        if (_config.Curves.Count > 0)
        {
            options.Curves = [.. _config.Curves.Where(curve => curve is 23 or 29)
                .Select(curve => curve == 29 ? NamedCurve.X25519 : NamedCurve.P256)];

            if (options.Curves.Length == 0)
            {
                throw new UnimplementedException("curves");
            }
        }

        // Who trusts anyone takes raw keys and certificates, and wants the former.
        if (_config.AcceptedTypes.Count > 0
            && (_config.AcceptedTypes.Count < 2 || (!_config.IsServer && _config.AcceptedTypes[0] == 0)))
        {
            throw new UnimplementedException("types of certificates");
        }

        SetProtocols(options);

        if (_config.IsServer)
        {
            // BoringSSL's shim gives its identity as the hint.
            options.IdentityHint = _config.PskIdentity is string identity ? ShimConfig.Bytes(identity) : null;
            options.TicketKeys = _config.Has("-no-ticket") ? null : _shared.Tickets;
            options.ClientAuthentication = _config.Has("-require-any-client-certificate")
                ? TlsClientAuthentication.Required
                : _config.Has("-verify-peer") ? TlsClientAuthentication.Requested : TlsClientAuthentication.None;
        }
        else
        {
            options.Resumption = _shared.Resumption;
        }

        return options;
    }

    private void SetProtocols(TlsSessionOptions options)
    {
        if (_config.Get("-advertise-alpn") is string advertised && !_config.IsServer)
        {
            List<string> protocols = [];

            for (int i = 0; i < advertised.Length; i += 1 + advertised[i])
            {
                protocols.Add(advertised.Substring(i + 1, advertised[i]));
            }

            options.ApplicationProtocols = [.. protocols];
        }

        if (_config.Get("-select-alpn") is string selected)
        {
            options.ApplicationProtocols = [selected];
        }
    }

    private CredentialStore CreateCredentials()
    {
        CredentialStore store = new();

        if (_config.Psk != null)
        {
            store.AddPsk(1, ShimConfig.Bytes(_config.PskIdentity ?? ""), ShimConfig.Bytes(_config.Psk));
        }

        if (_config.ImporterKey != null)
        {
            if (_config.Has("-psk-importer-context"))
            {
                throw new UnimplementedException("context");
            }

            store.AddPsk(2, _config.ImporterIdentity!, _config.ImporterKey);
        }

        if (_config.KeyFile != null)
        {
            AddKey(store);
        }

        return store;
    }

    // A key of ours takes the place of one that is not on P-256: what a test says of keys is told by other flags.
    private void AddKey(CredentialStore store)
    {
        using ECDsa key = ReadKey(_config.KeyFile!, out bool isOurs);
        ECParameters parameters = key.ExportParameters(true);
        byte[] point = [4, .. parameters.Q.X!, .. parameters.Q.Y!];

        if (_config.IsRawKey)
        {
            store.AddKeyPair(3, parameters.D!, point);
            return;
        }

        CertificateRequest request = new("CN=shim", key, HashAlgorithmName.SHA256);
        byte[][] certificates = isOurs || _config.CertificateFile == null
            ? [request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30)).RawData]
            : ReadCertificates(_config.CertificateFile);

        store.AddCertificate(3, parameters.D!, certificates);
    }

    private static ECDsa ReadKey(string path, out bool isOurs)
    {
        try
        {
            ECDsa key = ECDsa.Create();

            key.ImportFromPem(File.ReadAllText(path));
            isOurs = key.KeySize != 256;

            if (!isOurs)
            {
                return key;
            }
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
        }

        isOurs = true;
        return ECDsa.Create(ECCurve.NamedCurves.nistP256);
    }

    private static byte[][] ReadCertificates(string path)
    {
        X509Certificate2Collection certificates = [];

        certificates.ImportFromPemFile(path);
        return [.. certificates.Select(certificate => certificate.RawData)];
    }

    private void PassTime(int now)
    {
        for (int i = 0; i < 100 && _engine.HasDeadline && _engine.Deadline - now <= 0; i++)
        {
            _engine.HandleTimeout(now);
            Drain();
        }
    }

    private void ExpectTimeout(long milliseconds)
    {
        long due = _engine.HasDeadline ? _engine.Deadline - _wire.Now : -1;

        // The end of all is none of the timers that the runner asks for.
        if (due > LongestTimer)
        {
            due = -1;
        }

        if (due != milliseconds)
        {
            throw new ShimException($"the next timeout is in {due} ms, not in {milliseconds}");
        }
    }

    private void Drain()
    {
        while (!_isOver)
        {
            // The MTU is for handshakes: an answer is as long as what it answers, and goes out whole.
            bool isShort = _config.IsDatagram && !_isAnswering;

            switch (_engine.Poll(_output, 0, isShort ? _mtu : _output.Length))
            {
                case TlsPollResult.Transmit:
                    _wire.Send(_output.AsSpan(0, _engine.OutputCount));
                    break;

                case TlsPollResult.Busy:
                    break;

                case TlsPollResult.Connected:
                    OnConnected();
                    break;

                case TlsPollResult.Data:
                    OnData();
                    break;

                case TlsPollResult.Closed:
                    _isOver = true;
                    break;

                case TlsPollResult.Failed:
                    _isOver = true;
                    string origin = _engine.Error.IsAlertReceived ? "received" : "";

                    throw new ShimException($":{_engine.Error.Cause}: {_engine.Error.Alert} {origin}");

                default:
                    _isAnswering = _answers.Count > 0;

                    if (!_isAnswering)
                    {
                        if (!_updatesBeforeRead)
                        {
                            return;
                        }

                        // One that is not acknowledged yet stands for those that are asked for meanwhile.
                        _updatesBeforeRead = false;
                        UpdateKeys();
                        break;
                    }

                    byte[] answer = _answers.Dequeue();
                    int status = _engine.Send(answer, 0, answer.Length);

                    if (status != TlsManStatus.Ok)
                    {
                        throw new ShimException($"send: {status}");
                    }

                    _updatesBeforeRead = _config.Has("-key-update-before-read");
                    break;
            }
        }
    }

    private void OnConnected()
    {
        IsConnected = true;
        IsVersion13 = _engine.Version is TlsVersions.Tls13 or TlsVersions.Dtls13;
        Check();

        if (_config.Has("-export-keying-material"))
        {
            _answers.Enqueue(Exporter.Export(_engine, new ManagedCiphers(), _config));
        }

        if (_config.Has("-key-update"))
        {
            UpdateKeys();
        }

        if (_config.Has("-shim-shuts-down"))
        {
            _engine.Close();
        }
        else if (_config.Has("-shim-writes-first"))
        {
            _answers.Enqueue("hello"u8.ToArray());
        }
        else
        {
            _updatesBeforeRead = _config.Has("-key-update-before-read");
        }
    }

    private void OnData()
    {
        byte[] answer = new byte[_engine.DataCount];

        for (int i = 0; i < answer.Length; i++)
        {
            answer[i] = (byte)~_engine.DataBuffer[_engine.DataOffset + i];
        }

        _answers.Enqueue(answer);
    }

    private void UpdateKeys()
    {
        int status = _engine.UpdateKeys(false);

        // One that is under way stands for another; keys that are used up are an error.
        if (status != TlsManStatus.Ok && status != TlsManStatus.WouldBlock)
        {
            throw new ShimException($":TOO_MANY_KEY_UPDATES: {status}");
        }
    }

    private void Check()
    {
        int version = IsVersion13 ? Tls13 : Tls12;
        int expected = _config.GetNumber("-expect-version", 0);

        Require(
            expected == 0 || expected == version || expected == (version == Tls13 ? 0xFEFC : 0xFEFD),
            "another version");
        Require(_config.Get("-expect-alpn") is not string alpn || alpn == (_engine.ApplicationProtocol ?? ""), "alpn");

        if (_index > 0)
        {
            Require(_engine.IsResumed == !_config.Has("-expect-session-miss"), "resumed: " + _engine.IsResumed);
        }
    }

    private static void Require(bool condition, string what)
    {
        if (!condition)
        {
            throw new ShimException("not as expected: " + what);
        }
    }

    private void End()
    {
        if (!IsConnected)
        {
            throw new ShimException(":TRANSPORT: the runner has gone");
        }

        if (_config.Has("-check-close-notify"))
        {
            throw new ShimException("no close_notify came");
        }
    }
}
