//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.CommandLine;
using System.CommandLine.Parsing;
using System.Security.Cryptography;
using NanoTlsMan.Host.Keys;
using NanoTlsMan.Host.Messages;

namespace NanoTlsMan.Host.Commands;

/// <summary>
/// The options of public keys: who this side is, and whom it trusts.
/// </summary>
internal sealed class KeyOptions
{
    private static readonly Dictionary<string, NamedCurve> s_curves = new(StringComparer.OrdinalIgnoreCase)
    {
        ["P-256"] = NamedCurve.P256,
        ["secp256r1"] = NamedCurve.P256,
        ["X25519"] = NamedCurve.X25519,
    };

    private readonly Option<string?> _certificate = new("--cert")
    {
        Description = "Our certificate, and after it those of its authorities (PEM or DER); with --key",
        HelpName = "FILE",
    };
    private readonly Option<string?> _key = new("--key")
    {
        Description = "The private key of --cert, on P-256 (PKCS#8, PEM or DER)",
        HelpName = "FILE",
    };
    private readonly Option<string[]> _anchors = new("--ca")
    {
        Description = "Trust whom these authorities have certified (PEM or DER); may be repeated. A server's "
            + "certificate has to be for the host of --connect",
        HelpName = "FILE",
    };
    private readonly Option<string[]> _pins = new("--pin")
    {
        Description = "Trust the peer whose key (SubjectPublicKeyInfo) has this SHA-256 value, in hexadecimal or "
            + "Base64, or whose certificate is in a file; may be repeated",
        HelpName = "SHA256|FILE",
    };
    private readonly Option<string?> _rawKey = new("--rpk")
    {
        Description = "Our key pair, which peers know by its raw public key, on P-256 (PKCS#8, PEM or DER)",
        HelpName = "FILE",
    };
    private readonly Option<string[]> _peerKeys = new("--peer-key")
    {
        Description = "Trust the peer with this public key (SubjectPublicKeyInfo, PEM or DER); may be repeated",
        HelpName = "FILE",
    };
    private readonly Option<string?> _serverName = new("--sni")
    {
        Description = "The server's name that is sent to it; by default the host of --connect, if it is a name",
        HelpName = "NAME",
    };
    private readonly Option<string[]> _protocols = new("--alpn")
    {
        Description = "An application protocol (RFC 7301); may be repeated, best first",
        HelpName = "NAME",
    };
    private readonly Option<string[]> _curveNames = new("--curve")
    {
        Description = "A curve for key shares: P-256 or X25519; may be repeated, best first",
        HelpName = "NAME",
    };
    private readonly bool _isClient;
    private readonly Option? _listen;

    public KeyOptions(Command command, bool isClient)
        : this(command, isClient, null)
    {
    }

    private KeyOptions(Command command, bool isClient, Option? listen)
    {
        _isClient = isClient;
        _listen = listen;

        foreach (Option option in new Option[]
            { _certificate, _key, _anchors, _rawKey, _peerKeys })
        {
            command.Options.Add(option);
        }

        // A sample has what a board's program needs; the rest is the command's own.
        if (listen == null)
        {
            foreach (Option option in new Option[] { _pins, _protocols, _curveNames })
            {
                command.Options.Add(option);
            }
        }

        if (isClient)
        {
            command.Options.Add(_serverName);
        }

        _protocols.Validators.Add(CheckProtocols);
        _serverName.Validators.Add(result => ChannelOptions.CheckText(result, 255));
        _curveNames.Validators.Add(CheckCurves);
        _curveNames.CompletionSources.Add("P-256", "X25519");
        command.Validators.Add(result =>
        {
            if ((result.GetResult(_certificate) == null) != (result.GetResult(_key) == null))
            {
                result.AddError("--cert and --key go together");
            }
        });
    }

    /// <summary>
    /// Adds the options to a sample's command, which is a server if it is told where to listen.
    /// </summary>
    public static KeyOptions ForSample(Command command, Option listen) => new(command, false, listen);

    /// <summary>
    /// Tells whether a pre-shared key is not needed: a client knows its server by something else, or a server has
    /// another key.
    /// </summary>
    public bool ReplacePsk(CommandResult result) => _isClient || (_listen != null && result.GetResult(_listen) == null)
        ? new Option[] { _anchors, _pins, _peerKeys }.Any(option => result.GetResult(option) != null)
        : result.GetResult(_certificate) != null || result.GetResult(_rawKey) != null;

    /// <summary>
    /// Reads the files that were named.
    /// </summary>
    /// <exception cref="InputException">One of them is not what it should be.</exception>
    public KeySettings Read(ParseResult result)
    {
        List<byte[]> keys = [.. (result.GetValue(_peerKeys) ?? []).Select(KeyFiles.ReadPublicKey)];
        List<byte[]> certificates = [];

        foreach (string pin in result.GetValue(_pins) ?? [])
        {
            if (ReadDigest(pin) is byte[] digest)
            {
                keys.Add(digest);
            }
            else
            {
                certificates.Add(KeyFiles.ReadCertificates(pin)[0]);
            }
        }

        string? rawKey = result.GetValue(_rawKey);
        string? key = result.GetValue(_key);
        string? certificate = result.GetValue(_certificate);
        string[] protocols = result.GetValue(_protocols) ?? [];
        string[] curves = result.GetValue(_curveNames) ?? [];
        KeyPair? certified = key == null ? null : KeyFiles.ReadPrivateKey(key);
        byte[][] own = certificate == null ? [] : KeyFiles.ReadCertificates(certificate);

        if (certified != null)
        {
            CheckPair(certified, own[0], key!, certificate!);
        }

        return new KeySettings
        {
            RawKey = rawKey == null ? null : KeyFiles.ReadPrivateKey(rawKey),
            CertifiedKey = certified,
            Certificates = own,
            TrustedKeys = keys,
            TrustedCertificates = certificates,
            Anchors = [.. (result.GetValue(_anchors) ?? []).SelectMany(KeyFiles.ReadCertificates)],
            ServerName = _isClient ? result.GetValue(_serverName) : null,
            Protocols = protocols.Length == 0 ? null : protocols,
            Curves = curves.Length == 0 ? null : [.. curves.Select(name => s_curves[name])],
        };
    }

    private static void CheckPair(KeyPair pair, byte[] certificate, string keyPath, string certificatePath)
    {
        using System.Security.Cryptography.X509Certificates.X509Certificate2 own =
            System.Security.Cryptography.X509Certificates.X509CertificateLoader.LoadCertificate(certificate);

        if (!own.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().EndsWith(pair.PublicKey))
        {
            throw new InputException($"{keyPath} is not the key of {certificatePath}");
        }
    }

    private static byte[]? ReadDigest(string text)
    {
        text = text.StartsWith("sha256//", StringComparison.Ordinal) ? text[8..] : text;

        try
        {
            byte[] digest = text.Length == 2 * SHA256.HashSizeInBytes
                ? Convert.FromHexString(text)
                : Convert.FromBase64String(text);

            return digest.Length == SHA256.HashSizeInBytes ? digest : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static void CheckProtocols(OptionResult result)
    {
        foreach (Token token in result.Tokens.Where(
            token => token.Value.Length is < 1 or > 255 || token.Value.Any(character => character is < '!' or > '~')))
        {
            result.AddError($"--alpn takes 1 to 255 ASCII characters, not '{token.Value}'");
        }
    }

    private static void CheckCurves(OptionResult result)
    {
        foreach (Token token in result.Tokens.Where(token => !s_curves.ContainsKey(token.Value)))
        {
            result.AddError($"unknown curve '{token.Value}'; there are P-256 and X25519");
        }
    }
}
