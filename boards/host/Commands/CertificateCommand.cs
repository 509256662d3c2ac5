//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.CommandLine;
using NanoTlsMan.Host.Keys;

namespace NanoTlsMan.Host.Commands;

/// <summary>
/// <c>tlsman cert</c>: makes certificates to develop with.
/// </summary>
internal static class CertificateCommand
{
    public static Command Create() => new("cert", "Make certificates to develop with.") { CreateDevelopment() };

    private static Command CreateDevelopment()
    {
        Argument<string> folder = new("DIR") { Description = "Where the files go", DefaultValueFactory = _ => "." };
        Option<string[]> hosts = new("--host")
        {
            Description = "A name or address of the server; may be repeated. By default localhost, 127.0.0.1 and ::1",
            HelpName = "HOST",
        };
        Command command = new("dev", """
            Make an authority, a certificate of a server and one of a client, and their keys. What is in DIR of the same
            name is replaced.

            With certificates:
              tlsman server --dtls --cert DIR/server.crt --key DIR/server.key --ca DIR/ca.crt
              tlsman client --dtls --connect localhost:PORT --cert DIR/client.crt --key DIR/client.key --ca DIR/ca.crt
            With raw keys:
              tlsman server --dtls --rpk DIR/server.key --peer-key DIR/client.pub
              tlsman client --dtls --connect localhost:PORT --rpk DIR/client.key --peer-key DIR/server.pub
            """)
        {
            folder, hosts,
        };

        command.SetAction(result =>
        {
            string[] given = result.GetValue(hosts) ?? [];

            foreach (string file in DevelopmentFiles.Create(
                result.GetValue(folder)!, given.Length > 0 ? given : ["localhost", "127.0.0.1", "::1"]))
            {
                Console.WriteLine(file);
            }
        });
        return command;
    }
}
