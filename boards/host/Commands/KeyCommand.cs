//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.CommandLine;
using System.Security.Cryptography;
using NanoTlsMan.Host.Keys;
using NanoTlsMan.Host.Messages;

namespace NanoTlsMan.Host.Commands;

/// <summary>
/// <c>tlsman key</c>: makes key pairs, and shows what peers need to know of one.
/// </summary>
internal static class KeyCommand
{
    public static Command Create() => new("key", "Make a key pair on P-256, or show the public part of one.")
    {
        CreateNew(),
        CreateShow(),
    };

    private static Command CreateNew()
    {
        Argument<string> file = new("FILE")
        {
            Description = "Where the private key goes (PKCS#8, PEM); the public one to FILE.pub",
        };
        Command command = new("new", "Make a key pair: FILE for --rpk here, FILE.pub for --peer-key there.") { file };

        command.SetAction(result =>
        {
            string path = result.GetValue(file)!;

            if (File.Exists(path) || File.Exists(path + ".pub"))
            {
                throw new InputException($"{path} or {path}.pub is there already");
            }

            using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

            DevelopmentFiles.WritePrivate(path, key.ExportPkcs8PrivateKeyPem());
            File.WriteAllText(path + ".pub", key.ExportSubjectPublicKeyInfoPem() + "\n");
            Console.WriteLine(Describe(key.ExportSubjectPublicKeyInfo()));
        });
        return command;
    }

    private static Command CreateShow()
    {
        Argument<string> file = new("FILE")
        {
            Description = "A private key, a public key or a certificate (PEM or DER)"
        };
        Command command = new("show", "Show the public key of a file, and its SHA-256 value for --pin.") { file };

        command.SetAction(result =>
        {
            string path = result.GetValue(file)!;
            byte[] info = KeyFiles.ReadAnyPublicKey(path);

            Console.WriteLine(Describe(info));
            Console.WriteLine(PemEncoding.WriteString("PUBLIC KEY", info));
        });
        return command;
    }

    private static string Describe(byte[] info) => "pin: " + Convert.ToHexStringLower(SHA256.HashData(info));
}
