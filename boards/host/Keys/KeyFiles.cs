//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NanoTlsMan.Host.Messages;

namespace NanoTlsMan.Host.Keys;

/// <summary>
/// Reads keys and certificates from files in PEM or DER, with .NET's own classes.
/// </summary>
internal static class KeyFiles
{
    private const string P256 = "1.2.840.10045.3.1.7";

    /// <summary>
    /// Reads a private key: PKCS#8 (RFC 5958) or, in PEM, SEC 1 (RFC 5915).
    /// </summary>
    /// <exception cref="InputException">There is none, or it is not on P-256.</exception>
    public static KeyPair ReadPrivateKey(string path)
    {
        using ECDsa key = ECDsa.Create();

        Read(path, "a private key", content =>
        {
            try
            {
                Import(key, content);
            }
            catch (Exception exception) when (
                exception is CryptographicException or ArgumentException && IsRsa(content))
            {
                throw new InputException($"{path} is an RSA key, not one on P-256");
            }

            return true;
        });

        ECParameters parameters;

        try
        {
            parameters = key.ExportParameters(true);
        }
        catch (CryptographicException)
        {
            throw new InputException($"{path} has no private key");
        }

        return parameters.Curve.Oid.Value == P256 || parameters.Curve.Oid.FriendlyName is "nistP256" or "ECDSA_P256"
            ? KeyPair.From(parameters)
            : throw new InputException($"{path}: the key is not on P-256");
    }

    /// <summary>
    /// Reads a public key: a SubjectPublicKeyInfo, or that of a certificate.
    /// </summary>
    /// <returns>The SubjectPublicKeyInfo in DER.</returns>
    /// <exception cref="InputException">There is none.</exception>
    public static byte[] ReadPublicKey(string path) => Read(path, "a public key", content =>
    {
        if (!IsPem(content))
        {
            return PublicKey.CreateFromSubjectPublicKeyInfo(content, out _).ExportSubjectPublicKeyInfo();
        }

        foreach ((string label, byte[] der) in Blocks(content))
        {
            if (label == "PUBLIC KEY")
            {
                return PublicKey.CreateFromSubjectPublicKeyInfo(der, out _).ExportSubjectPublicKeyInfo();
            }

            if (label == "CERTIFICATE")
            {
                using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(der);

                return certificate.PublicKey.ExportSubjectPublicKeyInfo();
            }
        }

        throw new CryptographicException();
    });

    /// <summary>
    /// Reads the public key of whatever a file holds: a certificate, a public or a private key.
    /// </summary>
    /// <returns>The SubjectPublicKeyInfo in DER.</returns>
    /// <exception cref="InputException">There is none.</exception>
    public static byte[] ReadAnyPublicKey(string path)
    {
        foreach (Func<string, byte[]> read in new Func<string, byte[]>[]
            {
                ReadPublicKey,
                each => CredentialStore.CreateKeyInfo(ReadPrivateKey(each).PublicKey),
                each =>
                {
                    using X509Certificate2 certificate =
                        X509CertificateLoader.LoadCertificate(ReadCertificates(each)[0]);

                    return certificate.PublicKey.ExportSubjectPublicKeyInfo();
                },
            })
        {
            try
            {
                return read(path);
            }
            catch (InputException) when (File.Exists(path))
            {
                // It may be another kind.
            }
        }

        throw new InputException($"{path} has no key");
    }

    /// <summary>
    /// Reads certificates: one in DER, or all of a PEM file.
    /// </summary>
    /// <returns>Each in DER, in their order.</returns>
    /// <exception cref="InputException">There is none.</exception>
    public static byte[][] ReadCertificates(string path) => Read(path, "a certificate", content =>
    {
        byte[][] all = IsPem(content)
            ? [.. Blocks(content).Where(block => block.Label == "CERTIFICATE").Select(block => block.Der)]
            : [content];

        foreach (byte[] der in all)
        {
            X509CertificateLoader.LoadCertificate(der).Dispose();
        }

        return all.Length > 0 ? all : throw new CryptographicException();
    });

    private static void Import(AsymmetricAlgorithm key, byte[] content)
    {
        if (IsPem(content))
        {
            key.ImportFromPem(System.Text.Encoding.ASCII.GetString(content));
        }
        else
        {
            key.ImportPkcs8PrivateKey(content, out _);
        }
    }

    // A key of another kind is no damaged file, and its owner looks elsewhere.
    private static bool IsRsa(byte[] content)
    {
        using RSA key = RSA.Create();

        try
        {
            Import(key, content);
            return true;
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            return false;
        }
    }

    private static bool IsPem(byte[] content) => content.AsSpan().IndexOf("-----BEGIN "u8) >= 0;

    private static List<(string Label, byte[] Der)> Blocks(byte[] content)
    {
        ReadOnlySpan<char> text = System.Text.Encoding.ASCII.GetString(content);
        List<(string, byte[])> blocks = [];

        while (PemEncoding.TryFind(text, out PemFields fields))
        {
            blocks.Add((text[fields.Label].ToString(), Convert.FromBase64String(text[fields.Base64Data].ToString())));
            text = text[fields.Location.End..];
        }

        return blocks;
    }

    private static T Read<T>(string path, string what, Func<byte[], T> parse)
    {
        byte[] content;

        try
        {
            content = File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"cannot read {path}: {exception.Message}");
        }

        try
        {
            return parse(content);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException or FormatException)
        {
            throw new InputException($"{path} is not {what} in PEM or DER");
        }
    }
}
